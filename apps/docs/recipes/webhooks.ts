/** What becomes of an order is told to another program: signed, in order, and again until it is heard. */
import { once } from "node:events"
import { createServer } from "node:http"
import { FetchHttpClient } from "@effect/platform"
import { Identifiers } from "@smmkit/core"
import { Follow, FollowStore, Webhook } from "@smmkit/follow"
import { Journal, Sqlite, Store } from "@smmkit/journal"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { Effect, Layer, Redacted } from "effect"

const secret = await Effect.runPromise(Webhook.newSecret)
const panel = { url: SandboxTransport.url, key: Redacted.make("sandbox-key") }

/** The other program, such as a shop: it believes what the secret has signed. It fails once, and is told again. */
let failures = 1
const shop = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray())
  const { headers } = request
  const heard = await Effect.runPromise(Effect.either(Webhook.verify({ secrets: [secret], headers, body })))
  if (heard._tag === "Left") {
    response.writeHead(400).end()
    return
  }
  const { key, name } = heard.right.event
  const status = name === "Completed" && failures-- > 0 ? 503 : 204
  console.log(`${key}: ${name}, answered ${status}`)
  response.writeHead(status).end()
  if (name === "Completed" && status === 204) shop.emit("told")
})
shop.listen(0, "127.0.0.1")
await once(shop, "listening")
const address = shop.address()
const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/hook`

const program = Effect.gen(function* () {
  const journal = yield* Journal.Journal
  const follow = yield* Follow.Follow
  yield* Effect.fork(Webhook.deliver({ name: "shop", url, secrets: [secret], every: "20 millis" }))
  const { order, account } = yield* journal.placeOnce("invoice-1042", {
    type: "Default",
    service: Identifiers.ServiceId.make("1"),
    link: "https://example.com/p/1",
    quantity: 100
  })
  if (order !== null) yield* follow.now(account, order)
  yield* Effect.promise(() => once(shop, "told"))
})

const world = Layer.merge(Journal.layerPanel(panel), Follow.layer({ accounts: [{ panel }] })).pipe(
  Layer.provideMerge(Layer.merge(Store.layer(), FollowStore.layer)),
  Layer.provide(Sqlite.layerClient(":memory:")),
  Layer.provide(SandboxTransport.layer),
  Layer.provide(Sandbox.layer({ speed: 1_000_000, partial: 0 })),
  Layer.merge(FetchHttpClient.layer)
)

await Effect.runPromise(Effect.provide(program, world))
shop.closeAllConnections()
shop.close()
