/** PostgreSQL's wire protocol, as far as a proxy has to know it. */

export interface Message {
  /** A letter; empty for the first message of a client, which has none. */
  readonly type: string
  readonly bytes: Buffer
}

/** Cuts what comes over a connection into whole messages. */
export const splitter = (from: "client" | "server") => {
  let rest = Buffer.alloc(0)
  let isFirst = from === "client"
  return (bytes: Buffer): ReadonlyArray<Message> => {
    rest = Buffer.concat([rest, bytes])
    const found: Array<Message> = []
    for (;;) {
      const head = isFirst ? 0 : 1
      if (rest.length < head + 4) return found
      const size = head + rest.readInt32BE(head)
      if (rest.length < size) return found
      found.push({ type: isFirst ? "" : rest.toString("latin1", 0, 1), bytes: rest.subarray(0, size) })
      rest = rest.subarray(size)
      isFirst = false
    }
  }
}

/** Whether the server answers once it has this: the start, a query, or the end of several parts of one. */
export const endsRequest = ({ type }: Message): boolean => type === "" || type === "Q" || type === "S"

/** Whether the server has answered all of a request with this, and waits for the next. */
export const endsAnswer = ({ type }: Message): boolean => type === "Z"

/** Whether a request may commit something: by that word, or by a function of the journal, which commits by itself. */
export const commits = (request: Buffer): boolean =>
  /COMMIT|SELECT smmkit_journal_/.test(request.toString("latin1"))
