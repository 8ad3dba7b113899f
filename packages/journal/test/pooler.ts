import { connect, createServer, type Socket } from "node:net"
import { Effect } from "effect"
import { endsAnswer, endsRequest, splitter } from "../crash/wire.js"

/** A session of the server, and whose transaction it has. */
interface Session {
  readonly far: Socket
  client: Socket | undefined
  owed: number
}

const listening = (server: ReturnType<typeof createServer>): Promise<number> =>
  new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      resolve(typeof address === "object" ? (address?.port ?? 0) : 0)
    })
  )

/** As PgBouncer does it with `pool_mode = transaction`, but that the sessions go round: no two in a row are one. */
const start = async (url: string, size: number) => {
  const server = new URL(url)
  const sockets = new Set<Socket>()
  const idle: Array<Session> = []
  const waiting: Array<(session: Session) => void> = []
  let made = 0
  const own = (socket: Socket) => {
    sockets.add(socket)
    return socket.on("error", () => {})
  }
  const free = (session: Session) => {
    const next = waiting.shift()
    if (next === undefined) idle.push(session)
    else next(session)
  }

  /** Greeted once by the server, and then all clients by its words. */
  const greetings: Array<Buffer> = []
  const open = (startup: Buffer): Promise<void> =>
    new Promise((resolve) => {
      const far = own(connect(Number(server.port), server.hostname))
      const session: Session = { far, client: undefined, owed: 1 }
      const isFirst = made++ === 0
      const messages = splitter("server")
      far.write(startup)
      far.on("data", (bytes) => {
        for (const message of messages(bytes)) {
          if (session.client === undefined && isFirst) greetings.push(Buffer.from(message.bytes))
          session.client?.write(message.bytes)
          if (!endsAnswer(message)) continue
          session.owed -= 1
          const isInTransaction = message.bytes.toString("latin1", 5, 6) !== "I"
          if (session.owed > 0 || isInTransaction) continue
          session.client = undefined
          free(session)
          resolve()
        }
      })
    })

  const listener = createServer((near) => {
    own(near)
    const messages = splitter("client")
    let session: Session | undefined
    let work = Promise.resolve()
    const take = async () => {
      session = idle.shift() ?? (await new Promise<Session>((resolve) => waiting.push(resolve)))
      session.client = near
      return session
    }
    near.on("data", (bytes) => {
      for (const message of messages(bytes)) {
        work = work.then(async () => {
          if (message.type === "") {
            while (made < size) await open(message.bytes)
            near.write(Buffer.concat(greetings))
          } else if (message.type === "X") near.end()
          else {
            const mine = session?.client === near ? session : await take()
            if (endsRequest(message)) mine.owed += 1
            mine.far.write(message.bytes)
          }
        })
      }
    })
  })
  const through = new URL(url)
  through.port = String(await listening(listener))
  return {
    url: through.href,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => listener.close(resolve))
    }
  }
}

/** The address of a server by a pooler, which gives a session of the server to a client for one transaction. */
export const pooled = (url: string, size: number) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.promise(() => start(url, size)),
      ({ close }) => Effect.promise(close)
    ),
    ({ url }) => url
  )
