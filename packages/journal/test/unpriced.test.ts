import { assert, describe, it } from "@effect/vitest"
import { Identifiers, Transport } from "@smmkit/core"
import { BigDecimal, Context, Effect, Layer, Option } from "effect"
import { Journal, type JournalConfig, Store } from "../src/index.js"
import * as Book from "../src/internal/book/book.js"
import * as Deciding from "../src/internal/book/deciding.js"
import { database, isInstalled, store as onServer } from "./postgres.js"
import { order, panelOptions, sqlite } from "./world.js"

/** A panel that has one service, takes orders of others, and says of each what it charged, and how far it is. */
const panel = (taken: Readonly<Record<string, string>> = {}) => {
  const status = { charge: "0", status: "In progress" }
  let last = 7000
  const service = { service: 1, name: "Likes", type: "Default", category: "Likes", min: "1", max: "100000" }
  const reply = (action: string, form: ReadonlyMap<string, string>) => {
    if (action === "services") return [{ ...service, rate: "1" }]
    const ids = (form.get("orders") ?? form.get("order") ?? "").split(",")
    if (action === "status") return Object.fromEntries(ids.map((id) => [id, status]))
    last += 1
    return { order: last, ...taken }
  }
  const transport = Layer.succeed(Transport.Transport, {
    send: ({ params }) =>
      Effect.sync(() => {
        const form = new Map(params)
        return { status: 200, body: JSON.stringify(reply(form.get("action") ?? "", form)) }
      })
  })
  return {
    transport,
    says: (charge: string, state: string) => Object.assign(status, { charge, status: state })
  }
}

/** A journal of a program on this store. */
const program = (
  { transport }: Pick<ReturnType<typeof panel>, "transport">,
  store: Store.Store.Service,
  options: JournalConfig.Options = {}
) =>
  Effect.map(
    Layer.build(
      Layer.fresh(Journal.layerPanel(panelOptions, options)).pipe(
        Layer.provide(transport),
        Layer.provide(Layer.succeed(Store.Store, store))
      )
    ),
    Context.get(Journal.Journal)
  )

const thousand = (service: string) => ({ ...order(1000), service: Identifiers.ServiceId.make(service) })

const limits = { perDay: BigDecimal.unsafeFromString("10") }

for (const [name, place] of [
  ["SQLite", Effect.sync(() => sqlite())],
  ["PostgreSQL", Effect.map(isInstalled ? database : Effect.succeed(""), (url) => onServer(url))]
] as const) {
  describe.skipIf(name === "PostgreSQL" && !isInstalled)(`an order without a price, on ${name}`, () => {
    it.scoped("costs nothing only where the panel says so of one that has ended", () =>
      Effect.gen(function* () {
        const store = Context.get(yield* Layer.build(yield* place), Store.Store)
        const one = panel()
        // The catalogue does not name its service; and no limit was set when it was placed.
        yield* (yield* program(one, store)).placeOnce("unpriced", thousand("9"))
        const limited = yield* program(one, store, { limits })
        for (const charge of ["0", "0.00", "-5"]) {
          one.says(charge, "In progress")
          const withheld = yield* Effect.flip(limited.placeOnce("k", thousand("1")))
          assert.deepInclude(withheld, { _tag: "OrderWithheld", reason: "limit" })
          assert.include(withheld.message, 'what the order of "unpriced" cost is not known yet')
        }
        one.says("0", "Canceled")
        assert.strictEqual((yield* limited.placeOnce("k", thousand("1"))).state, "placed")
      })
    )

    it.scoped("that is charged for post by post is not known by what it cost so far", () =>
      Effect.gen(function* () {
        const store = Context.get(yield* Layer.build(yield* place), Store.Store)
        const one = panel()
        const { placeOnce } = yield* program(one, store)
        const service = Identifiers.ServiceId.make("9")
        const terms = { username: "someone", min: 1000, max: 1000, delay: 0 } as const
        yield* placeOnce("posts", { type: "Subscriptions", service, ...terms })
        const limited = yield* program(one, store, { limits })
        one.says("0.25", "Active")
        const withheld = yield* Effect.flip(limited.placeOnce("k", thousand("1")))
        assert.deepInclude(withheld, { _tag: "OrderWithheld", reason: "limit" })
        one.says("9.75", "Completed")
        assert.include((yield* Effect.flip(limited.placeOnce("k", thousand("1")))).message, "9.75")
      })
    )

    it.scoped("harms no other of its batch, also where it has more units than a database counts", () =>
      Effect.gen(function* () {
        const store = Context.get(yield* Layer.build(yield* place), Store.Store)
        const { placeOnce } = yield* program(panel(), store)
        const many = { ...thousand("9"), quantity: Number.MAX_SAFE_INTEGER, runs: 2000, interval: 1 }
        const placed = yield* Effect.all(
          [placeOnce("one", thousand("1")), placeOnce("many", many), placeOnce("other", thousand("2"))],
          { concurrency: "unbounded" }
        )
        assert.deepStrictEqual(
          placed.map(({ state }) => state),
          ["placed", "placed", "placed"]
        )
        const long = yield* Effect.flip(placeOnce("far", thousand("1"), { apart: "1000000000000 days" }))
        assert.deepInclude(long, { _tag: "InvalidOrder", field: "apart" })
      })
    )

    it.scoped("takes no charge in another currency for one in its own", () =>
      Effect.gen(function* () {
        const store = Context.get(yield* Layer.build(yield* place), Store.Store)
        const entry = yield* (yield* program(panel(), store)).placeOnce("unpriced", thousand("9"))
        // A price that nobody can read any more leaves its currency.
        const held = { ...entry, price: null, charge: null, currency: "USD" }
        const charge = { amount: BigDecimal.make(7n, 0), currency: Option.some("EUR") }
        assert.deepStrictEqual(Deciding.learn(Book.open(0), held, charge), held)
      })
    )

    it.scoped("counts with its charge, and a bare nothing in the answer to it is none", () =>
      Effect.gen(function* () {
        const store = Context.get(yield* Layer.build(yield* place), Store.Store)
        const one = panel({ charge: "0" })
        yield* (yield* program(one, store)).placeOnce("unpriced", thousand("9"))
        one.says("9.5", "In progress")
        const limited = yield* program(one, store, { limits })
        const withheld = yield* Effect.flip(limited.placeOnce("k", thousand("1")))
        assert.include(withheld.message, "10")
        assert.notInclude(withheld.message, "not known yet")
      })
    )
  })
}
