/** A way to a PostgreSQL server through this process, which does with each connection what it wants. Loopback only. */
import { connect, createServer, type Socket } from "node:net"

export interface Way {
  /** The address of the server by this way. */
  readonly url: string
  /** From now on connections are made to another server. Those that stand stay where they are. */
  readonly lead: (url: string) => void
  readonly close: () => Promise<void>
}

/** `link` is told of each connection: the client's, and the one to the server that was made for it. */
export const startWay = async (url: string, link: (near: Socket, far: Socket) => void): Promise<Way> => {
  let target = new URL(url)
  const sockets = new Set<Socket>()
  const listener = createServer((near) => {
    const far = connect(Number(target.port), target.hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on("error", () => {})
      socket.once("close", () => sockets.delete(socket))
    }
    link(near, far)
  })
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve))
  const address = listener.address()
  const through = new URL(url)
  through.port = String(typeof address === "object" ? address?.port : 0)
  return {
    url: through.href,
    lead: (url) => {
      target = new URL(url)
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => listener.close(() => resolve()))
    }
  }
}
