/**
 * Each case of the wild is a trait or a mishap of the sandbox, or several together: seen through the client, it
 * comes to the outcome that the case says.
 */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Identifiers, Meaning, type PanelError } from "@smmkit/core"
import type { Mishap, SandboxOptions, Trait } from "@smmkit/sandbox"
import { Effect, Either, Schema } from "effect"
import { actions, find, link, meaning, orderId, panel, panelWithKey, pass, refillId } from "./harness.js"

const Case = Schema.parseJson(
  Schema.Struct({
    id: Schema.String,
    action: Schema.String,
    /** One of `ok`, `refused`, `mixed`, `unknown`, or two of them with `-or-` between. */
    outcome: Schema.String,
    meaning: Schema.NullOr(Meaning.Meaning),
    means: Schema.String
  })
)

const cases = ["wild.jsonl", "wild-2.jsonl"]
  .flatMap((name) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8").split("\n"))
  .filter((line) => line !== "")
  .map((line) => Schema.decodeSync(Case)(line))

interface Setting {
  readonly traits?: ReadonlyArray<Trait.Name>
  readonly mishaps?: ReadonlyArray<Mishap.Name>
  readonly options?: SandboxOptions.Options
  readonly key?: string
  /** What of the order to be placed is out of the ordinary. */
  readonly order?: {
    readonly service?: string
    readonly quantity?: number
    readonly link?: string
    readonly runs?: number
    readonly twice?: true
  }
  /** Of actions with IDs, which kind of order is asked about, and an unknown one beside or instead. */
  readonly about?:
    | "dripfeed"
    | "subscription"
    | "canceled"
    | "completed"
    | "running"
    | "no refill"
    | "asked before"
  readonly ask?: "unknown" | "some unknown" | "some unfit" | "two"
  readonly disabled?: true
  /** Whether a client may not know the shape: what it cannot read is in doubt, never refused. */
  readonly strange?: true
  /** Whether the client asks again, for each ID by itself, as what only reads may be asked again. */
  readonly again?: true
}

const poor = { options: { balance: "0" } }
const badKey = { key: "another-key" }

const settings: Readonly<Record<string, Setting>> = {
  w001: { traits: ["pretty-printed", "html-content-type", "snake-types", "absent-flags", "extra-fields"] },
  w002: { traits: ["pretty-printed", "html-content-type"], mishaps: ["empty-catalogue"] },
  w003: { traits: ["wrapped-list", "text-as-numbers"] },
  w004: { traits: ["text-as-numbers", "extra-fields"] },
  w005: { traits: ["flags-as-text"] },
  w006: { traits: ["grouped-thousands", "absent-flags"] },
  w007: { traits: ["text-as-numbers"] },
  w008: { traits: ["numbers-as-text"] },
  w009: { traits: ["pretty-printed", "html-content-type", "status-beside"] },
  w010: { traits: ["html-content-type", "numbers-as-text", "code-beside"] },
  w011: { traits: ["extra-answer-fields"] },
  w012: { traits: ["opaque-id"] },
  w013: { traits: ["created-201"] },
  w014: { traits: ["error-keys"], ...poor },
  w015: { traits: ["html-content-type", "turkish"], ...poor },
  w016: { traits: ["error-in-message"], options: { refuseDuplicates: true }, order: { twice: true } },
  w017: { traits: ["pretty-printed", "indonesian"], ...poor },
  w018: { mishaps: ["rate-limited"] },
  w019: { traits: ["http-errors"], order: { service: "99999" } },
  w020: { traits: ["misworded-maximum"], order: { quantity: 20_000 } },
  w021: { mishaps: ["html"] },
  w022: { mishaps: ["empty-body"] },
  w023: { mishaps: ["missing-id"] },
  w024: { mishaps: ["success-without-id"] },
  w025: { mishaps: ["gateway-error"] },
  w026: { traits: ["text-as-numbers", "extra-answer-fields"] },
  w027: { mishaps: ["empty-list"] },
  w028: { traits: ["unknown-start-count"] },
  w029: { traits: ["no-currency", "negative-remains"], about: "completed" },
  w030: { traits: ["filler-zeros"] },
  w031: {
    traits: ["order-beside", "unknown-remains", "no-currency", "lower-case-states"],
    ask: "some unknown"
  },
  w032: { traits: ["pretty-printed", "bare-parents"], about: "subscription" },
  w033: { traits: ["pretty-printed", "bare-parents"], about: "dripfeed" },
  w034: { traits: ["joined-states"] },
  w035: { traits: ["pretty-printed", "bare-error", "order-beside"], ask: "some unknown" },
  w036: { traits: ["missing-unknown", "start-counter"], ask: "some unknown" },
  w037: { traits: ["flat-single", "lower-case-states"] },
  w038: { traits: ["capitalised"] },
  w039: { traits: ["http-errors"], ask: "unknown" },
  w040: { traits: ["text-as-numbers", "joined-states"], ask: "some unknown" },
  w041: { traits: ["snake-states"] },
  w042: { traits: ["text-as-numbers", "order-beside", "no-currency"] },
  w043: { traits: ["text-as-numbers", "lower-case-states"], about: "canceled" },
  w044: { traits: ["success-text"] },
  w045: { traits: ["nested-refusal"], ask: "unknown" },
  w046: { traits: ["error-beside-order"], ask: "some unknown" },
  w047: { traits: ["wrong-answer"] },
  w048: { traits: ["nested-refusal"], ask: "unknown" },
  w049: { traits: ["map-for-list"], ask: "some unknown" },
  w050: { traits: ["list-for-one"] },
  w051: { mishaps: ["empty-list"] },
  w052: { traits: ["error-keys"], ask: "unknown" },
  w053: { traits: ["canceled-list"], ask: "some unknown" },
  w054: { traits: ["map-for-list", "cancel-true"], ask: "some unknown" },
  w055: { traits: ["single-object"] },
  w056: { traits: ["cancel-holds-id"] },
  w057: { traits: ["http-errors"], ...badKey },
  w058: { traits: ["text-as-numbers", "status-beside"] },
  w059: { traits: ["balance-copies"], options: { balance: "1234567", currency: "VND" } },
  w060: { traits: ["error-beside-balance"], ...badKey },
  w061: { traits: ["bom"] },
  w062: { traits: ["php-warning"] },
  w063: { traits: ["form-error"], ...badKey },
  w064: { mishaps: ["bot-check"] },
  w065: { mishaps: ["null"] },
  w066: { options: { balance: "0.0000001" } },
  w067: { traits: ["plain-error"], ...badKey },
  w201: { traits: ["terse"], mishaps: ["rate-limited-200"] },
  w202: { traits: ["vietnamese", "nested-refusal", "html-content-type"], about: "no refill" },
  w203: { traits: ["canceled-flag"], strange: true },
  w204: { traits: ["cancel-request-id"], mishaps: ["row-error"], ask: "two", strange: true },
  w205: { traits: ["cancel-ok", "pretty-printed"] },
  w206: { traits: ["descriptions", "limits-as-numbers"] },
  w207: { traits: ["singular-types", "canceling-flag", "numbers-as-text"] },
  w208: { traits: ["numbered-list"] },
  w209: { traits: ["list-in-msg"] },
  w210: { traits: ["wrapped-result"] },
  w211: { traits: ["wrapped-result"] },
  w212: { traits: ["whole-refusal"], ask: "some unfit" },
  w213: { traits: ["whole-refusal"], ask: "some unfit", again: true },
  w214: { traits: ["local-balance"], options: { balance: "2500", currency: "VND" } },
  w215: { order: { link: "@someone" } },
  w216: { traits: ["sentences"], mishaps: ["rate-limited-200"] },
  w217: { traits: ["multiples-only"], order: { quantity: 1150 } },
  w218: { traits: ["sentences"], disabled: true },
  w219: { traits: ["terse"], disabled: true },
  w220: { traits: ["sentences"], mishaps: ["maintenance"] },
  w221: { traits: ["sentences"], order: { runs: 1001 } },
  w222: { traits: ["sentences"], mishaps: ["not-created"] },
  w223: { traits: ["sentences"], about: "running" },
  w224: { traits: ["sentences"], about: "asked before" },
  w225: { traits: ["sentences"], about: "asked before" },
  w226: { traits: ["vietnamese"], options: { refuseDuplicates: true }, order: { twice: true } },
  w227: { traits: ["vietnamese"], mishaps: ["rate-limited-200"] },
  w228: { traits: ["formulas"], order: { quantity: 20_000 } },
  w229: { traits: ["terse"], about: "running" }
}

/** The order that is asked about. */
const prepare = (action: string, about: Setting["about"]) =>
  Effect.gen(function* () {
    const { sandbox, addOrder, refill, cancel } = yield* actions
    if (about === "subscription") {
      const { id } = find(sandbox, { type: "Subscriptions" })
      const limits = { min: 50, max: 50, delay: 0 }
      return yield* addOrder.place({ type: "Subscriptions", service: id, username: "someone", ...limits })
    }
    const wanted = { refill: true, cancel: true, dripfeed: true }
    const { id, min } = find(sandbox, about === "no refill" ? { refill: false } : wanted)
    const order = { type: "Default", service: id, link: link("before"), quantity: min } as const
    const runs = about === "dripfeed" ? { runs: 2, interval: 60 } : {}
    const placed = yield* addOrder.place({ ...order, ...runs })
    if (about === "completed") yield* sandbox.change(placed.order, { state: "Completed" })
    if (about === "canceled") yield* sandbox.change(placed.order, { state: "Canceled", remains: min })
    if (action === "cancel") yield* addOrder.place({ ...order, link: link("second") })
    if (action.startsWith("refill") && about !== "running") yield* pass("2 days")
    if (about === "asked before") {
      if (action === "refill") yield* refill.request(placed.order)
      else yield* cancel.request(placed.order)
    }
    if (action === "refill_status") yield* refill.request(placed.order)
    return placed
  })

const ask = (action: string, { order = {}, ask }: Setting) =>
  Effect.gen(function* () {
    const { sandbox, services, addOrder, status, refill, refillStatus, cancel, balance } = yield* actions
    const known = {
      unknown: ["7"],
      "some unknown": ["23501", "7"],
      "some unfit": ["23501", "abc"],
      two: ["23501", "23502"],
      known: ["23501"]
    }[ask ?? "known"]
    const orders = known.map(orderId)
    switch (action) {
      case "services":
        return [yield* Effect.either(services.list)]
      case "balance":
        return [yield* Effect.either(balance.get)]
      case "add": {
        const { id, min } = find(sandbox, order.runs === undefined ? {} : { dripfeed: true })
        const service = order.service === undefined ? id : Identifiers.ServiceId.make(order.service)
        const quantity = order.quantity ?? min
        const drip = order.runs === undefined ? {} : { runs: order.runs, interval: 30 }
        const placed = { type: "Default", service, link: order.link ?? link(), quantity, ...drip } as const
        return [yield* Effect.either(addOrder.place(placed))]
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
      const setting: Setting = settings[id] ?? {}
      const { traits = [], mishaps = [], options, key, order, about, disabled = false } = setting
      return Effect.gen(function* () {
        const { sandbox } = yield* actions
        if (["status", "refill", "refill_status", "cancel"].includes(action)) yield* prepare(action, about)
        if (order?.twice) yield* ask("add", setting)
        if (disabled) yield* sandbox.accounts.setEnabled("main", false)
        yield* sandbox.faults.setTraits(traits)
        yield* sandbox.faults.script([mishaps])
        const results = yield* ask(action, setting)
        const allowed = [...expected.split("-or-"), ...(setting.strange ? ["unknown"] : [])]
        if (setting.again) {
          assert.strictEqual((yield* sandbox.calls).byAction[action], 1 + results.length)
          allowed.push("mixed")
        }
        assert.include(allowed, outcome(results))
        if (expected === "refused" && (meant !== null || results.length === 1)) {
          assert.deepStrictEqual(
            results.map((result) => (result._tag === "Left" ? meaning(result.left) : "answered")),
            [meant]
          )
        }
        const [fired] = yield* sandbox.faults.fired
        assert.deepStrictEqual(fired?.mishaps ?? [], mishaps)
      }).pipe(Effect.provide(key === undefined ? panel(options) : panelWithKey(key, options)))
    })
  }
})
