/** A way to a PostgreSQL server that keeps what is asked on it, message by message. */
import { startWay, type Way } from "./way.js"
import { endsRequest, splitter } from "./wire.js"

export interface Counting extends Way {
  /** What was asked since it was looked at last, each message that the server answers as its text. */
  readonly asked: () => ReadonlyArray<string>
}

export const startCounting = async (url: string): Promise<Counting> => {
  let asked: Array<string> = []
  const way = await startWay(url, (near, far) => {
    const split = splitter("client")
    let parts: Array<Buffer> = []
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
    near.on("close", () => far.destroy())
    far.on("close", () => near.destroy())
  })
  return {
    ...way,
    asked: () => {
      const before = asked
      asked = []
      return before
    }
  }
}
