/** A way to a PostgreSQL server that keeps what is asked on it, message by message. Loopback only. */
import { connect, createServer, type Socket } from "node:net"
import { endsRequest, splitter } from "./wire.js"

export interface Counting {
  /** The address of the server by this way. */
  readonly url: string
  /** What was asked since it was looked at last, each message that the server answers as its text. */
  readonly asked: () => ReadonlyArray<string>
  readonly close: () => Promise<void>
}

export const startCounting = async (url: string): Promise<Counting> => {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  let asked: Array<string> = []
  const listener = createServer((near) => {
    const far = connect(Number(target.port), target.hostname)
    const split = splitter("client")
    let parts: Array<Buffer> = []
    for (const [from, to] of [
      [near, far],
      [far, near]
    ] as const) {
      sockets.add(from)
      from.on("error", () => {})
      from.on("close", () => {
        sockets.delete(from)
        to.destroy()
      })
    }
    near.on("data", (bytes) => {
      for (const message of split(bytes)) {
        parts.push(message.bytes)
        if (!endsRequest(message)) continue
        if (message.type !== "") asked.push(Buffer.concat(parts).toString("utf8"))
        parts = []
      }
      far.write(bytes)
    })
    far.on("data", (bytes) => near.write(bytes))
  })
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve))
  const address = listener.address()
  const through = new URL(url)
  through.port = String(typeof address === "object" ? address?.port : 0)
  return {
    url: through.href,
    asked: () => {
      const before = asked
      asked = []
      return before
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => listener.close(() => resolve()))
    }
  }
}
