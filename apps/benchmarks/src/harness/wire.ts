/** A way to a PostgreSQL server that counts the statements that go over it. */
import { connect, createServer } from "node:net"

/** A statement is one simple query, or one execution of what was parsed and bound; the first message has no letter. */
const counter = () => {
  let rest = Buffer.alloc(0)
  let head = 0
  return (bytes: Buffer): number => {
    let found = 0
    rest = Buffer.concat([rest, bytes])
    while (rest.length >= head + 4) {
      const size = head + rest.readInt32BE(head)
      if (rest.length < size) break
      const type = head === 0 ? "" : rest.toString("latin1", 0, 1)
      if (type === "Q" || type === "E") found += 1
      rest = rest.subarray(size)
      head = 1
    }
    return found
  }
}

export interface Way {
  readonly url: string
  readonly statements: () => number
  readonly close: () => void
}

export const countingWay = async (url: string): Promise<Way> => {
  const target = new URL(url)
  let statements = 0
  const listener = createServer((near) => {
    const far = connect(Number(target.port), target.hostname)
    const count = counter()
    near.on("data", (bytes) => {
      statements += count(bytes)
    })
    for (const [from, to] of [
      [near, far],
      [far, near]
    ] as const) {
      from.on("error", () => to.destroy())
      from.pipe(to)
    }
  })
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve))
  const address = listener.address()
  const through = new URL(url)
  through.port = String(typeof address === "object" ? address?.port : 0)
  return { url: through.href, statements: () => statements, close: () => void listener.close() }
}
