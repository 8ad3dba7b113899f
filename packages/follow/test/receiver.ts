import { createServer, type IncomingHttpHeaders } from "node:http"
import { Effect, Queue, Ref, Runtime } from "effect"

/** A webhook as it came in. */
export interface Posted {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** The number of its event. */
  readonly number: number
}

export type Answer = number | "silence" | "a body without an end" | { readonly retryAfter: string }

/** A receiver of webhooks on a real socket, which answers each event as the test says. */
export const receiver = Effect.gen(function* () {
  const posted = yield* Queue.unbounded<Posted>()
  const answer = yield* Ref.make<(number: number) => Answer>(() => 200)
  const run = Runtime.runSync(yield* Effect.runtime<never>())
  const http = createServer((request, response) => {
    const parts: Array<Buffer> = []
    request.on("data", (part) => parts.push(part))
    request.on("end", () => {
      const number = Number(String(request.headers["webhook-id"]).split("/")[1])
      const told = run(Ref.get(answer))(number)
      run(Queue.offer(posted, { headers: request.headers, body: Buffer.concat(parts).toString(), number }))
      if (told === "silence") return
      if (told === "a body without an end") return void response.writeHead(200).write("tha")
      if (typeof told === "number") response.writeHead(told, { location: "/elsewhere" })
      else response.writeHead(503, { "retry-after": told.retryAfter })
      response.end("thanks")
    })
  })
  const port = yield* Effect.acquireRelease(
    Effect.async<number>((resume) => {
      http.listen(0, "127.0.0.1", () => {
        const address = http.address()
        resume(Effect.succeed(typeof address === "object" ? (address?.port ?? 0) : 0))
      })
    }),
    () =>
      Effect.sync(() => {
        http.closeAllConnections()
        http.close()
      })
  )
  return { url: `http://127.0.0.1:${port}/hook?token=t0ken`, posted, answer }
})
