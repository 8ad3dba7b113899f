import { readFileSync } from "node:fs"
import * as Http from "node:http"
import { assert, describe, it } from "@effect/vitest"
import { FetchTransport } from "@smmkit/adapter-fetch"
import { NodeTransport } from "@smmkit/adapter-node"
import { Effect, Either, Layer, Redacted } from "effect"
import { type Options, Panel, type Transport } from "../src/index.js"
import { ask } from "./ask.js"
import { isRun } from "./part.js"
import { outcome } from "./plain.js"
import { cases, ofBatches } from "./wildCases.js"
import { expectations } from "./wildExpectations.js"

/** Texts that panels refuse with, and what they mean. */
const refusals = readFileSync(new URL("./fixtures/refusals-2.tsv", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split("\t"))
  .map(([text = "", meaning = ""]) => ({ text, meaning }))

/** What is asked for such a refusal. */
const actionOf = (meaning: string) =>
  ["refill", "cancel"].find((action) => meaning.startsWith(action)) ??
  (meaning === "order-not-found" ? "status" : "add")
const order = { service: "1", link: "https://example.com/p/1", quantity: "100" }

type Answer = Pick<(typeof cases)[number], "status" | "contentType" | "body">

/** A panel that answers a form. */
const panel = (answer: (form: URLSearchParams) => Answer) =>
  Effect.acquireRelease(
    Effect.async<Http.Server>((resume) => {
      const server = Http.createServer((request, response) => {
        const pieces: Array<string> = []
        request.setEncoding("utf8")
        request.on("data", (piece) => pieces.push(String(piece)))
        request.on("end", () => {
          const { status, contentType, body } = answer(new URLSearchParams(pieces.join("")))
          response.writeHead(status, { "content-type": contentType })
          response.end(body)
        })
      })
      server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
    }),
    (server) => Effect.sync(() => server.closeAllConnections() ?? server.close())
  ).pipe(
    Effect.map((server) => {
      const address = server.address()
      return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/api/v2`
    })
  )

/** What comes of a request to a panel that answers so. */
const asked = (
  { action, request }: Pick<(typeof cases)[number], "action" | "request">,
  answer: (form: URLSearchParams) => Answer,
  transport: Layer.Layer<Transport.Transport, Options.InvalidOption>
) =>
  Effect.gen(function* () {
    const url = yield* panel(answer)
    const options = { url, key: Redacted.make("test-key"), retries: 0, batchWindow: 0 }
    return yield* Effect.provide(ask(action, request), Layer.provide(Panel.layer(options), transport))
  })

const adapters = { "adapter-node": NodeTransport.layer, "adapter-fetch": FetchTransport.layer }

for (const [place, [name, transport]] of Object.entries(adapters).entries()) {
  describe(`the wild, through sockets, over ${name}`, () => {
    for (const one of cases) {
      it.scopedLive(`${one.id}: ${one.means}`, () =>
        Effect.gen(function* () {
          const results = yield* asked(one, () => one, transport)
          assert.deepStrictEqual(results.map(outcome), expectations[one.id])
        })
      )
    }

    for (const { text, meaning } of refusals.filter((_, nth) => isRun(nth + place, 3))) {
      it.scopedLive(`${text} is ${meaning}`, () =>
        Effect.gen(function* () {
          const body = JSON.stringify({ error: text })
          const action = actionOf(meaning)
          const one = { action, request: action === "add" ? order : { order: "5" } }
          const results = yield* asked(
            one,
            () => ({ status: 200, contentType: "text/html", body }),
            transport
          )
          const [result] = results
          assert.ok(result !== undefined && Either.isLeft(result))
          assert.propertyVal(result.left, "meaning", meaning)
        })
      )
    }

    for (const one of ofBatches) {
      it.scopedLive(`${one.id}: ${one.means}`, () =>
        Effect.gen(function* () {
          let calls = 0
          // Asked about 7 alone, it answers.
          const reply = (form: URLSearchParams) => {
            calls += 1
            return form.get("refill") === "7" ? { ...one, body: '{"status":"Completed"}' } : one
          }
          const results = yield* asked(one, reply, transport)
          assert.deepStrictEqual(results.map(outcome), expectations[one.id])
          // What changes something is sent once.
          if (one.action === "refill") assert.strictEqual(calls, 1)
        })
      )
    }
  })
}
