/**
 * Each case of the wild is a fault of the sandbox, or several together: seen through the client, it
 * comes to the outcome that the case says.
 */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Identifiers, Meaning, type PanelError } from "@smmkit/core"
import type { Fault, SandboxOptions } from "@smmkit/sandbox"
import { Effect, Either, Schema } from "effect"
import { actions, find, link, meaning, orderId, panel, panelWithKey, pass, refillId } from "./harness.js"

const Case = Schema.parseJson(
  Schema.Struct({
    id: Schema.String,
    action: Schema.String,
    outcome: Schema.Literal("ok", "refused", "mixed", "unknown"),
    meaning: Schema.NullOr(Meaning.Meaning),
    means: Schema.String
  })
)

const cases = readFileSync(new URL("./fixtures/wild.jsonl", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => Schema.decodeSync(Case)(line))

interface Setting {
  readonly faults: ReadonlyArray<Fault.Name>
  readonly options?: SandboxOptions.Options
  readonly key?: string
  /** What of the order to be placed is out of the ordinary. */
  readonly order?: { readonly service?: string; readonly quantity?: number; readonly twice?: true }
  /** Of actions with IDs, which kind of order is asked about, and an unknown one beside or instead. */
  readonly about?: "dripfeed" | "subscription" | "canceled" | "completed"
  readonly ask?: "unknown" | "some unknown"
}

const poor = { options: { balance: "0" } }
const badKey = { key: "another-key" }

const settings: Readonly<Record<string, Setting>> = {
  w001: { faults: ["pretty-printed", "html-content-type", "snake-types", "absent-flags", "extra-fields"] },
  w002: { faults: ["pretty-printed", "html-content-type", "empty-catalogue"] },
  w003: { faults: ["wrapped-list", "text-as-numbers"] },
  w004: { faults: ["text-as-numbers", "extra-fields"] },
  w005: { faults: ["flags-as-text"] },
  w006: { faults: ["grouped-thousands", "absent-flags"] },
  w007: { faults: ["text-as-numbers"] },
  w008: { faults: ["numbers-as-text"] },
  w009: { faults: ["pretty-printed", "html-content-type", "status-beside"] },
  w010: { faults: ["html-content-type", "numbers-as-text", "code-beside"] },
  w011: { faults: ["extra-answer-fields"] },
  w012: { faults: ["opaque-id"] },
  w013: { faults: ["created-201"] },
  w014: { faults: ["error-keys"], ...poor },
  w015: { faults: ["html-content-type", "turkish"], ...poor },
  w016: { faults: ["error-in-message"], options: { refuseDuplicates: true }, order: { twice: true } },
  w017: { faults: ["pretty-printed", "indonesian"], ...poor },
  w018: { faults: ["rate-limited"] },
  w019: { faults: ["http-errors"], order: { service: "99999" } },
  w020: { faults: ["misworded-maximum"], order: { quantity: 20_000 } },
  w021: { faults: ["html"] },
  w022: { faults: ["empty-body"] },
  w023: { faults: ["missing-id"] },
  w024: { faults: ["success-without-id"] },
  w025: { faults: ["gateway-error"] },
  w026: { faults: ["text-as-numbers", "extra-answer-fields"] },
  w027: { faults: ["empty-list"] },
  w028: { faults: ["unknown-start-count"] },
  w029: { faults: ["no-currency", "negative-remains"], about: "completed" },
  w030: { faults: ["filler-zeros"] },
  w031: {
    faults: ["order-beside", "unknown-remains", "no-currency", "lower-case-states"],
    ask: "some unknown"
  },
  w032: { faults: ["pretty-printed", "bare-parents"], about: "subscription" },
  w033: { faults: ["pretty-printed", "bare-parents"], about: "dripfeed" },
  w034: { faults: ["joined-states"] },
  w035: { faults: ["pretty-printed", "bare-error", "order-beside"], ask: "some unknown" },
  w036: { faults: ["missing-unknown", "start-counter"], ask: "some unknown" },
  w037: { faults: ["flat-single", "lower-case-states"] },
  w038: { faults: ["capitalised"] },
  w039: { faults: ["http-errors"], ask: "unknown" },
  w040: { faults: ["text-as-numbers", "joined-states"], ask: "some unknown" },
  w041: { faults: ["snake-states"] },
  w042: { faults: ["text-as-numbers", "order-beside", "no-currency"] },
  w043: { faults: ["text-as-numbers", "lower-case-states"], about: "canceled" },
  w044: { faults: ["success-text"] },
  w045: { faults: ["nested-refusal"], ask: "unknown" },
  w046: { faults: ["error-beside-order"], ask: "some unknown" },
  w047: { faults: ["wrong-answer"] },
  w048: { faults: ["nested-refusal"], ask: "unknown" },
  w049: { faults: ["map-for-list"], ask: "some unknown" },
  w050: { faults: ["list-for-one"] },
  w051: { faults: ["empty-list"] },
  w052: { faults: ["error-keys"], ask: "unknown" },
  w053: { faults: ["canceled-list"], ask: "some unknown" },
  w054: { faults: ["map-for-list", "cancel-true"], ask: "some unknown" },
  w055: { faults: ["single-object"] },
  w056: { faults: ["cancel-holds-id"] },
  w057: { faults: ["http-errors"], ...badKey },
  w058: { faults: ["text-as-numbers", "status-beside"] },
  w059: { faults: ["balance-copies"], options: { balance: "1234567", currency: "VND" } },
  w060: { faults: ["error-beside-balance"], ...badKey },
  w061: { faults: ["bom"] },
  w062: { faults: ["php-warning"] },
  w063: { faults: ["form-error"], ...badKey },
  w064: { faults: ["bot-check"] },
  w065: { faults: ["null"] },
  w066: { faults: [], options: { balance: "0.0000001" } },
  w067: { faults: ["plain-error"], ...badKey }
}

/** The order that is asked about. */
const prepare = (action: string, about: Setting["about"]) =>
  Effect.gen(function* () {
    const { sandbox, addOrder, refill } = yield* actions
    if (about === "subscription") {
      const { id } = find(sandbox, { type: "Subscriptions" })
      const limits = { min: 50, max: 50, delay: 0 }
      return yield* addOrder.place({ type: "Subscriptions", service: id, username: "someone", ...limits })
    }
    const { id, min } = find(sandbox, { refill: true, cancel: true, dripfeed: true })
    const order = { type: "Default", service: id, link: link("before"), quantity: min } as const
    const runs = about === "dripfeed" ? { runs: 2, interval: 60 } : {}
    const placed = yield* addOrder.place({ ...order, ...runs })
    if (about === "completed") yield* sandbox.change(placed.order, { state: "Completed" })
    if (about === "canceled") yield* sandbox.change(placed.order, { state: "Canceled", remains: min })
    if (action.startsWith("refill")) yield* pass("2 days")
    if (action === "refill_status") yield* refill.request(placed.order)
    return placed
  })

const ask = (action: string, { order = {}, ask }: Setting) =>
  Effect.gen(function* () {
    const { sandbox, services, addOrder, status, refill, refillStatus, cancel, balance } = yield* actions
    const known = { unknown: ["7"], "some unknown": ["23501", "7"], known: ["23501"] }[ask ?? "known"]
    const orders = known.map(orderId)
    switch (action) {
      case "services":
        return [yield* Effect.either(services.list)]
      case "balance":
        return [yield* Effect.either(balance.get)]
      case "add": {
        const { id, min } = find(sandbox, {})
        const service = order.service === undefined ? id : Identifiers.ServiceId.make(order.service)
        const quantity = order.quantity ?? min
        return [yield* Effect.either(addOrder.place({ type: "Default", service, link: link(), quantity }))]
      }
      case "status":
        return (yield* status.many(orders)).map(({ result }) => result)
      case "refill":
        return (yield* refill.requestMany(orders)).map(({ result }) => result)
      case "refill_status": {
        const refills = known.map((id) => refillId(id === "23501" ? "1" : id))
        return (yield* refillStatus.many(refills)).map(({ result }) => result)
      }
      default:
        return (yield* cancel.requestMany(orders)).map(({ result }) => result)
    }
  })

const outcome = (results: ReadonlyArray<Either.Either<unknown, PanelError.PanelError>>) => {
  const [one, ...others] = new Set(
    results.map((result) =>
      Either.isRight(result) ? "ok" : result.left.processed === "no" ? "refused" : "unknown"
    )
  )
  return others.length > 0 ? "mixed" : one
}

describe("the wild", () => {
  it("is all here", () => {
    assert.deepStrictEqual(
      Object.keys(settings),
      cases.map(({ id }) => id)
    )
  })

  for (const { id, action, outcome: expected, meaning: meant, means } of cases) {
    it.effect(`${id}: ${means}`, () => {
      const setting: Setting = settings[id] ?? { faults: [] }
      const { faults, options, key, order, about } = setting
      return Effect.gen(function* () {
        const { sandbox } = yield* actions
        if (["status", "refill", "refill_status", "cancel"].includes(action)) yield* prepare(action, about)
        if (order?.twice) yield* ask("add", setting)
        yield* sandbox.faults.script([faults])
        const results = yield* ask(action, setting)
        assert.strictEqual(outcome(results), expected)
        if (expected === "refused") {
          assert.deepStrictEqual(
            results.map((result) => (result._tag === "Left" ? meaning(result.left) : "answered")),
            [meant]
          )
        }
        const [fired] = yield* sandbox.faults.fired
        assert.deepStrictEqual(fired?.faults ?? [], faults)
      }).pipe(Effect.provide(key === undefined ? panel(options) : panelWithKey(key, options)))
    })
  }
})
