/**
 * Every fault, alone and in pairs, against a table of what is done and what is answered. The rows are
 * written by hand; what a pair comes to follows from its two rows by these rules:
 *
 * 1. Two traits that exclude each other cannot be set together. Of two that do not, each answer on which
 *    the mark of one shows alone shows it beside the other, unless the other leaves out what it stands on.
 * 2. Of two mishaps that exclude each other one befalls the call, and it comes to that one's row.
 * 3. Of two that do not, both take effect: the call is done if both rows do it, and the answer has the
 *    marks of both, unless one of them cuts it off; its time is that of both.
 * 4. A trait changes nothing of what a mishap does, and shows on the answer only where the panel speaks.
 *
 * Each is held beside one or two of the others, or with `SMMKIT_SANDBOX=long` beside all of them.
 */
import { assert, describe, it } from "@effect/vitest"
import { type Exchange, Mishap, Sandbox, type SandboxOptions, Trait } from "@smmkit/sandbox"
import { Effect, TestContext } from "effect"
import { isRun, pass } from "./harness.js"

const add = { action: "add", service: "1", link: "https://example.com/p/9", quantity: "150" }

/** Each action, taken and refused, about one and about many. */
const calls = {
  services: { action: "services" },
  add,
  "add too many": { ...add, quantity: "20000" },
  "add too few": { ...add, quantity: "1" },
  "add to a dead service": { ...add, service: "99999" },
  status: { action: "status", order: "23504" },
  "status, completed": { action: "status", order: "23501" },
  "status, canceled": { action: "status", order: "23502" },
  "status, subscription": { action: "status", order: "23505" },
  "status, drip-feed": { action: "status", order: "23506" },
  "status, unknown": { action: "status", order: "7" },
  "status of one": { action: "status", orders: "23504" },
  "status of some": { action: "status", orders: "23504,7" },
  "status of unknown": { action: "status", orders: "7,8" },
  refill: { action: "refill", order: "23501" },
  "refill again": { action: "refill", order: "23503" },
  "refill too early": { action: "refill", order: "23504" },
  "refill of one": { action: "refill", orders: "23501" },
  "refill of some": { action: "refill", orders: "23501,7" },
  "refill of no number": { action: "refill", orders: "23501,x" },
  refill_status: { action: "refill_status", refill: "1" },
  "refill_status of some": { action: "refill_status", refills: "1,7" },
  "cancel one": { action: "cancel", orders: "23504" },
  "cancel some": { action: "cancel", orders: "23504,7" },
  balance: { action: "balance" },
  "no action": { action: "" },
  "wrong key": { action: "balance", key: "another-key" }
} satisfies Record<string, Exchange.Form>

type Call = keyof typeof calls
type Form = Readonly<Record<string, string>>

const asked = Object.entries<Form>(calls)

/** What a call comes to, the sequences for terminals and the encoding of plain text taken out of its text. */
interface Seen {
  readonly tag: string
  readonly status: number
  readonly type: string
  readonly raw: string
  readonly text: string
  /** Without white space, in lower case. */
  readonly flat: string
  readonly after: number
}

const see = (exchange: Exchange.Exchange): Seen => {
  const reply = "reply" in exchange ? exchange.reply : undefined
  const [raw, type] = [reply?.body ?? "", reply?.headers["content-type"] ?? ""]
  const plain = type === "text/plain" ? decodeURIComponent(raw.replaceAll("+", " ")) : raw
  const text = plain
    .replaceAll("\\u001b[31m\\u001b[2J\\u0007", "")
    .replaceAll("\u001b[31m\u001b[2J\u0007", "")
  return {
    tag: exchange._tag,
    status: reply?.status ?? 0,
    type,
    raw,
    text,
    flat: text.replace(/\s/g, "").toLowerCase(),
    after: exchange._tag === "Silent" ? Number.POSITIVE_INFINITY : exchange.after
  }
}

const say = (form: Exchange.Form) =>
  Effect.flatMap(Sandbox.Sandbox, (sandbox) => Effect.map(sandbox.handle({ key: sandbox.key, ...form }), see))

/** A completed order, a cancelled one, one with a refill, one under way, a subscription and a drip-feed. */
const world = Effect.gen(function* () {
  const sandbox = yield* Sandbox.Sandbox
  const order = (at: number, more: Exchange.Form = {}) =>
    say({ ...add, link: `https://example.com/p/${at}`, ...more })
  yield* order(1)
  yield* order(2)
  yield* order(3)
  yield* sandbox.change("23501", { state: "Completed" })
  yield* sandbox.change("23502", { state: "Canceled" })
  yield* sandbox.change("23503", { state: "Completed" })
  yield* pass("2 days")
  yield* say({ action: "refill", order: "23503" })
  yield* order(4, { quantity: "5000" })
  const posts = sandbox.catalogue.find(({ service }) => service.type === "Subscriptions")?.service.service
  yield* say({ action: "add", service: posts ?? "", username: "someone", min: "50", max: "50", delay: "0" })
  yield* order(6, { runs: "2", interval: "60" })
  yield* pass("3 minutes")
  return sandbox
})

const options = { balance: "12345.678", partial: 0, services: 20 }

interface TraitRow {
  /** An answer on which the mark shows. */
  readonly on: Call
  readonly mark: (seen: Seen, call: string) => boolean
  /** The answer, where it is short enough to be written down. */
  readonly answer?: string
  /** Calls of whose answers it leaves out what other traits stand on. */
  readonly leavesOut?: ReadonlyArray<Call>
}

const text = (on: Call, pattern: RegExp, answer?: string): TraitRow => ({
  on,
  mark: ({ text }) => pattern.test(text),
  ...(answer === undefined ? {} : { answer })
})
const flat = (on: Call, pattern: RegExp, answer?: string): TraitRow => ({
  on,
  mark: ({ flat }) => pattern.test(flat),
  ...(answer === undefined ? {} : { answer })
})
/** A mark that tells something on these calls only. */
const only = (calls: ReadonlyArray<Call>, row: TraitRow): TraitRow => ({
  ...row,
  mark: (seen, call) => calls.some((one) => one === call) && row.mark(seen, call)
})
/** That something else does not stand there. */
const lacks = (on: Call, pattern: RegExp, answer?: string): TraitRow => ({
  on,
  mark: ({ flat }, call) => call === on && flat !== "" && !pattern.test(flat),
  ...(answer === undefined ? {} : { answer })
})
const leavingOut = (calls: ReadonlyArray<Call>, row: TraitRow): TraitRow => ({ ...row, leavesOut: calls })

const someUnknown = ["status of some", "status of unknown", "refill_status of some"] as const
const parents = ["status, subscription", "status, drip-feed"] as const

const traits: Readonly<Record<Trait.Name, TraitRow>> = {
  "snake-types": flat("services", /"type":"custom_comments"/),
  "singular-types": flat("services", /"type":"customcomment"/),
  "absent-types": lacks("services", /"type":/),
  "absent-flags": lacks("services", /"refill":/),
  "flags-as-text": only(["services"], flat("services", /"refill":"?1"?/)),
  "canceling-flag": flat("services", /"canceling_is_available":/),
  "grouped-thousands": flat("services", /"max":"?10\.000"?/),
  "limits-as-numbers": flat("services", /"min":50,"max":10000/),
  "extra-fields": flat("services", /"average_time":"2hours"/),
  descriptions: flat("services", /"network":"instagram"/),
  "wrapped-list": flat("services", /\{"services":\[\{.*\],"count":20\}/),
  "list-in-msg": flat("services", /\{"status":"success","msg":\[\{/),
  "numbered-list": flat("services", /\{"0":\{.*"2":\{/),
  "unknown-as-pending": only(["status, subscription"], flat("status, subscription", /"status":"pending"/)),
  "lower-case-states": only(["status"], text("status", /[Ss]tatus":\s*"in progress"/)),
  "snake-states": text("status", /"in_progress"/),
  "joined-states": text("status", /"Inprogress"/),
  "unknown-states": text("status", /"On hold"/),
  "unknown-start-count": flat("status", /"start_count(er)?":""/),
  "unknown-remains": flat("status", /"remains":"unknown"/),
  "negative-remains": flat("status, completed", /"remains":"?-2"?/),
  "filler-zeros": only(["status"], flat("status", /"remains":0/)),
  "start-counter": flat("status", /"start_counter":/),
  "no-currency": lacks("status", /"currency":/),
  "stored-charge": flat("status, canceled", /"charge":"?0\.1185"?/),
  "no-charge": lacks("status", /"charge":/),
  "bare-parents": leavingOut(parents, lacks("status, drip-feed", /"remains":|"charge":/)),
  "order-beside": only(["status"], flat("status", /"order":"23504"|"order":23504/)),
  "balance-in-cents": only(["balance"], flat("balance", /\d\.\d\d(?!\d)/)),
  "balance-copies": flat("balance", /"balancef":"12,34\d\./),
  "balance-sign": flat("balance", /"balance":"\$1234\d\./),
  "local-balance": flat("balance", /"balance":"12\.34\d₫"/, '{"balance":"12.341₫","currency":"USD"}'),
  "bare-balance": leavingOut(["balance"], {
    on: "balance",
    mark: ({ text }) => /^(?:[^"{]|"order")*\d+\.\d+$/.test(text)
  }),
  "opaque-id": flat("add", /"ord_[0-9a-z]+"/),
  "extra-answer-fields": flat("add", /"created_at":/),
  "code-beside": flat("add", /"status":100/),
  "status-beside": flat("add", /"status":"success"/),
  "order-id-name": flat("add", /"order_id":/),
  "id-in-data": flat("add", /"data":\{"id":/),
  "id-in-list": only(["add"], flat("add", /\[\{.*"order/)),
  "created-201": { on: "add", mark: ({ status }) => status === 201 },
  "success-text": flat("refill", /"success":"yourorder/),
  "refill-without-id": flat("refill", /requesthasbeenreceived/),
  "wrong-answer": only(["refill"], flat("refill", /\{"order":"?23501"?\}/, '{"order":23501}')),
  "cancel-true": only(["cancel one"], flat("cancel one", /"cancel":true/, '[{"order":23504,"cancel":true}]')),
  "cancel-request-id": text("cancel one", /k3Jt9/, '[{"order":23504,"cancel":"k3Jt9"}]'),
  "cancel-holds-id": flat("cancel one", /"cancel":"?23504/, '{"cancel":23504,"status":"Success"}'),
  "canceled-flag": flat("cancel one", /"canceled":true/, '{"order":23504,"canceled":true}'),
  "cancel-ok": flat("cancel one", /"ok":"true"/, '{"ok":"true"}'),
  "canceled-list": flat("cancel one", /"canceled":\["?23504"?\]/, '{"canceled":[23504]}'),
  "multiples-only": leavingOut(
    ["add", "add to a dead service"],
    text("add", /multiple of 100/, '{"error":"Quantity must be a multiple of 100 (try 200)"}')
  ),
  turkish: text(
    "add to a dead service",
    /Servis pasif/,
    '{"error":"Servis pasif ya da bulunamadı","status":105}'
  ),
  indonesian: text(
    "add to a dead service",
    /Layanan tidak/,
    '{"status":false,"data":{"msg":"Layanan tidak ditemukan"}}'
  ),
  vietnamese: only(
    ["refill again"],
    text("refill again", /bảo hành/, '{"error":"Đơn hàng này đã được yêu cầu bảo hành trước đó"}')
  ),
  sentences: text("add too few", /out of bounds/, '{"error":"Quantity out of bounds"}'),
  terse: text("add too few", /did not meet/, '{"error":"You did not meet the minimum number."}'),
  formulas: text(
    "add too many",
    /\(20000\) must be <= 10000/,
    '{"error":"Total quantity (20000) must be <= 10000"}'
  ),
  "error-keys": text("add too few", /min_quantity/, '{"error":"neworder.error.min_quantity"}'),
  "misworded-maximum": text(
    "add too many",
    /less than maximum 10000/,
    '{"error":"Quantity less than maximum 10000"}'
  ),
  "key-in-error": text("no action", /key sandbox-key/, '{"error":"Incorrect request (key sandbox-key)"}'),
  "whole-refusal": leavingOut(
    ["refill of no number"],
    lacks("refill of no number", /23501/, '{"error":"Incorrect order ID"}')
  ),
  "all-unknown": leavingOut(
    ["status of unknown"],
    lacks("status of unknown", /"7":|\[/, '{"error":"Incorrect order ID"}')
  ),
  "missing-unknown": leavingOut(someUnknown, lacks("status of some", /"7":|incorrect/)),
  "error-beside-order": flat("refill of some", /"order":"?7"?,"error":/),
  "bare-error": only(["status of some"], flat("status of some", /"7":"|\["/)),
  "map-for-list": only(["refill of some"], flat("refill of some", /"23501":\{/)),
  "single-object": lacks(
    "refill of one",
    /\[/,
    '{"order":23501,"refill":{"error":"Refill already requested"}}'
  ),
  "list-for-one": only(["refill_status"], flat("refill_status", /\[\{"refill":"?1"?,/)),
  "flat-single": lacks("status of one", /"23504":/),
  "list-without-ids": only(["status of some"], flat("status of some", /\[[{"].*\]/)),
  "wrapped-data": flat("services", /\{"data":\[/),
  "wrapped-result": flat("add", /"success":true,"result":\{/),
  "error-beside-balance": flat(
    "no action",
    /"balance":"?0\.00"?/,
    '{"error":"Incorrect request","balance":"0.00","currency":"USD"}'
  ),
  "nested-refusal": only(["refill too early"], flat("refill too early", /"refill":\{"error":/)),
  "error-in-message": {
    on: "no action",
    mark: ({ status, flat }) => status === 422 && flat.includes('"message":'),
    answer: '{"status":"error","message":"Incorrect request"}'
  },
  "http-errors": { on: "wrong key", mark: ({ status }) => status >= 400 && status < 422 },
  "form-error": only(["no action"], text("no action", /error=/, "error=Incorrect+request")),
  "plain-error": {
    on: "no action",
    mark: ({ type, text }) => type === "text/plain" && !text.includes("error="),
    answer: "Incorrect request"
  },
  "text-as-numbers": only(["services", "status"], flat("status", /"(rate|charge|remains)":-?\d/)),
  "numbers-as-text": flat("services", /"service":"1"/),
  "control-sequences": {
    on: "status",
    mark: ({ raw }, call) => (call === "status" || call === "services") && raw.includes("\\u001b[31m")
  },
  capitalised: only(["services", "status"], text("status", /"(Status|Service)":/)),
  "pretty-printed": only(["services", "status"], text("status", /\n {4}/)),
  "html-content-type": { on: "balance", mark: ({ type }) => type.startsWith("text/html") },
  "php-warning": text("balance", /<b>Warning<\/b>/),
  bom: { on: "balance", mark: ({ raw }) => raw.startsWith("\uFEFF") }
}

/** What calls come to on a panel with these traits; all calls, or some. */
const wearing = (names: ReadonlyArray<Trait.Name>, isAsked: (call: string) => boolean = () => true) =>
  Effect.gen(function* () {
    const sandbox = yield* world
    yield* sandbox.faults.setTraits(names)
    const answers = new Map<string, Seen>()
    for (const [call, form] of asked) if (isAsked(call)) answers.set(call, yield* say(form))
    return answers
  }).pipe(Effect.provide(Sandbox.layer(options)))

describe("traits", () => {
  const alone = new Map<Trait.Name, ReadonlyMap<string, Seen>>()
  const plain = Effect.runSync(Effect.cached(Effect.provide(wearing([]), TestContext.TestContext)))

  for (const name of Trait.names) {
    const { on, mark, answer } = traits[name]
    it.effect(`${name}: ${Trait.describe(name).says}`, () =>
      Effect.gen(function* () {
        const answers = yield* wearing([name])
        alone.set(name, answers)
        const [before, after] = [(yield* plain).get(on), answers.get(on)]
        assert.isTrue(after !== undefined && mark(after, on), after?.raw.slice(0, 300))
        assert.isFalse(before !== undefined && mark(before, on), before?.raw.slice(0, 300))
        if (answer !== undefined) assert.strictEqual(after?.raw, answer)
      })
    )
  }

  for (const [at, one] of Trait.names.entries()) {
    it.effect(`${one} beside every other`, () =>
      Effect.gen(function* () {
        for (const [nth, other] of Trait.names.entries()) {
          if (nth <= at || !isRun(at + nth, 71)) continue
          if (Trait.exclude(one, other)) {
            const error = yield* Effect.flip(wearing([one, other]))
            assert.include(String(error), `${one} and ${other} exclude each other`)
            continue
          }
          const shows = (name: Trait.Name, call: string) => {
            const single = alone.get(name)?.get(call)
            return single !== undefined && traits[name].mark(single, call)
          }
          const answers = yield* wearing([other, one], (call) => shows(one, call) || shows(other, call))
          for (const [call, seen] of answers) {
            for (const [name, beside] of [
              [one, other],
              [other, one]
            ] as const) {
              const left = traits[beside].leavesOut?.some((left) => left === call) ?? false
              if (left || !shows(name, call)) continue
              assert.isTrue(
                traits[name].mark(seen, call),
                `${name} beside ${beside}, ${call}: ${seen.raw.slice(0, 300)}`
              )
            }
          }
        }
      })
    )
  }
})

interface MishapRow {
  /** Whether the call is done all the same, where it does something. */
  readonly does: boolean
  readonly tag?: Exchange.Exchange["_tag"]
  readonly status?: number
  /** What the answer shows, to a call of this action. Default: of `add`. */
  readonly says?: RegExp
  readonly on?: Call
  /** Whether what comes is what the panel says, in its own way. */
  readonly speaks?: true
  readonly after?: number
}

const nothing = { does: false, tag: "Answered" } as const
const done = { does: true, tag: "Answered", status: 200 } as const

const mishaps: Readonly<Record<Mishap.Name, MishapRow>> = {
  refused: { does: false, tag: "Refused" },
  "dropped-before": { does: false, tag: "Cut" },
  "dropped-after": { does: true, tag: "Cut" },
  "booked-late": { does: false, tag: "Silent", after: Number.POSITIVE_INFINITY },
  slow: { does: true, speaks: true, after: 5000 },
  "half-body": { does: true, tag: "Halved", speaks: true },
  "rate-limited": { ...nothing, status: 429, says: /Too many requests/ },
  "gateway-error": { ...done, status: 503, says: /gateway error/ },
  "html-before": { ...nothing, status: 502, says: /^<html>/ },
  html: { ...done, status: 502, says: /^<html>/ },
  "html-200": { ...done, says: /^<!DOCTYPE html>/ },
  "bot-check": { ...nothing, status: 403, says: /Just a moment/ },
  redirect: { ...nothing, status: 302, says: /^$/ },
  "stranger-spends": { does: true, speaks: true },
  "stranger-orders": { does: true, speaks: true },
  "refund-lands": { does: true, speaks: true },
  "server-error-before": { ...nothing, status: 500, says: /Internal server error/ },
  "server-error-after": { ...done, status: 500, says: /Internal server error/ },
  "rate-limited-200": { ...nothing, status: 200, says: /Rate limit exceeded/, speaks: true },
  maintenance: { ...nothing, status: 200, says: /Maintenance/, speaks: true },
  "not-created": { ...nothing, status: 200, says: /Failed to create order/, speaks: true },
  "done-though-refused": { ...done, says: /Something went wrong/, speaks: true },
  "empty-body": { ...done, says: /^$/ },
  "not-json": { ...done, says: /^\{"order": Success, \}$/ },
  null: { ...done, says: /^null$/ },
  "empty-list": { ...done, says: /^\[\]$/ },
  "missing-id": { ...done, says: /^\{\}$/ },
  "success-without-id": { ...done, says: /^\{"success":true\}$/ },
  "empty-catalogue": { ...done, on: "services", says: /Empty Data/, speaks: true },
  "zero-id": { ...done, says: /"order":0/, speaks: true },
  "null-id": { ...done, says: /"order":null/, speaks: true },
  "id-beside-error": { ...done, says: /"order":\d+,"error":/, speaks: true },
  "row-error": {
    ...done,
    on: "cancel one",
    says: /"order":23504,"cancel":\{"error":"Internal server error"\}/,
    speaks: true
  },
  "cancel-ignored": { ...nothing, on: "cancel one", says: /"order":23504,"cancel":1/, speaks: true },
  nonsense: { ...done, on: "status of some", says: /"status":\[\]/, speaks: true },
  "stale-answer": { ...done, on: "status of some", says: /"23504":\{"error"/, speaks: true },
  "ids-left-out": { ...done, on: "status of one", says: /^\W*\{\}$/, speaks: true },
  "shown-pending": { ...done, on: "status of some", says: /"status":"Pending"/, speaks: true },
  "not-yet-shown": { ...done, on: "status of some", says: /"23508":\{"error"/, speaks: true }
}

/** What those do that can befall several actions, each in its own way: to an order and a refill that are young. */
const elsewhere: ReadonlyArray<
  readonly [name: Mishap.Name, form: Exchange.Form, row: MishapRow & { readonly on: Call }]
> = [
  [
    "not-yet-shown",
    { action: "cancel", orders: "23508" },
    { ...nothing, on: "cancel one", says: /"order":23508,"cancel":\{"error":"Incorrect order ID"\}/ }
  ],
  [
    "not-yet-shown",
    { action: "refill", orders: "23508" },
    { ...nothing, on: "refill of one", says: /"order":23508,"refill":\{"error":"Incorrect order ID"\}/ }
  ],
  [
    "not-yet-shown",
    { action: "refill_status", refills: "1,2" },
    {
      ...nothing,
      on: "refill_status of some",
      says: /"refill":1,"status":"[A-Z][^}]*\},\{"refill":2,"status":\{"error":"Refill not found"\}/
    }
  ],
  [
    "stale-answer",
    { action: "refill_status", refills: "2" },
    { ...done, on: "refill_status of some", says: /"refill":2,"status":\{"error":"Refill not found"\}/ }
  ],
  [
    "ids-left-out",
    { action: "refill_status", refills: "2" },
    { ...done, on: "refill_status of some", says: /^\[\]$/ }
  ],
  [
    "row-error",
    { action: "refill", orders: "23510" },
    { ...done, on: "refill of one", says: /"order":23510,"refill":\{"error":"Internal server error"\}/ }
  ],
  [
    "done-though-refused",
    { action: "cancel", orders: "23504" },
    { ...done, on: "cancel one", says: /Something went wrong/ }
  ],
  [
    "done-though-refused",
    { action: "refill", order: "23510" },
    { ...done, on: "refill", says: /Something went wrong/ }
  ]
]

/** What an `add` books, and whether a cancel was taken. */
const didIt = ({ action, orders, order }: Exchange.Form) =>
  Effect.gen(function* () {
    const sandbox = yield* Sandbox.Sandbox
    if (action === "add") return (yield* sandbox.bookings).some(({ form }) => form["link"] === add.link)
    const refilled = orders ?? order
    if (action === "refill")
      return refilled === "23510" ? (yield* sandbox.refills).some((one) => one.order === "23510") : undefined
    if (action !== "cancel") return undefined
    yield* pass("2 minutes")
    const { state } = yield* sandbox.order(orders ?? "")
    return state === "Partial" || state === "Canceled"
  })

/** The call that a mishap is looked at by; two share one where both can befall it. */
const callOf = (...names: ReadonlyArray<Mishap.Name>): Call | undefined => {
  const [call, ...others] = new Set(names.map((name) => mishaps[name].on ?? "add"))
  if (call === undefined || others.length > 1) return undefined
  const all = [call, ...others].filter((call) =>
    names.every((name) => {
      const { on } = Mishap.describe(name)
      return on === "all" || on.some((action) => action === calls[call].action)
    })
  )
  return all.length === 1 ? all[0] : undefined
}

const formOf = (call: Call): Exchange.Form =>
  call === "status of some" ? { ...calls[call], orders: "23504,23508" } : calls[call]

/** Two orders that can be refilled, 23509 and 23510, and a refill of the first, which is number 2. */
const refilled = Effect.gen(function* () {
  const sandbox = yield* Sandbox.Sandbox
  yield* sandbox.seed({ service: "1", quantity: 100, state: "Completed", age: "3 days", count: 2 })
  assert.include((yield* say({ action: "refill", order: "23509" })).raw, '"2"')
})

/** What a call comes to under these mishaps, on a panel with these traits. */
const under = (
  form: Exchange.Form,
  names: ReadonlyArray<Mishap.Name>,
  worn: ReadonlyArray<Trait.Name>,
  more: Effect.Effect<void, SandboxOptions.SandboxError, Sandbox.Sandbox> = Effect.void
) =>
  Effect.gen(function* () {
    const sandbox = yield* world
    // An order of half a minute, which `status of some` asks about instead.
    const young = yield* say({ ...add, link: "https://example.com/p/7" })
    assert.include(young.raw, "23508")
    yield* more
    yield* sandbox.faults.setTraits(worn)
    const before = (yield* sandbox.ledger.entries()).length
    yield* sandbox.faults.script([names])
    const seen = yield* say(form)
    const [fired] = yield* sandbox.faults.fired
    const reasons = (yield* sandbox.ledger.entries()).slice(before).map(({ reason }) => reason)
    return { seen, fired: fired?.mishaps ?? [], did: yield* didIt(form), reasons }
  }).pipe(Effect.provide(Sandbox.layer(options)))

type Outcome = Effect.Effect.Success<ReturnType<typeof under>>

/** Holds an outcome to the rows of the mishaps that took effect. */
const check = (
  { seen, did, reasons }: Outcome,
  names: ReadonlyArray<Mishap.Name>,
  rowOf = (name: Mishap.Name): MishapRow => mishaps[name]
) => {
  const rows = names.map(rowOf)
  const what = `${names.join(" and ")}: ${JSON.stringify(seen)}`
  const isCut = rows.some(({ tag }) => tag === "Cut" || tag === "Refused" || tag === "Silent")
  if (did !== undefined)
    assert.strictEqual(
      did,
      rows.every(({ does }) => does),
      what
    )
  for (const { tag, status, says } of rows) {
    if (tag !== undefined && !(tag === "Answered" && seen.tag === "Halved"))
      assert.strictEqual(seen.tag, tag, what)
    if (!isCut && status !== undefined) assert.strictEqual(seen.status, status, what)
    if (!isCut && says !== undefined) assert.match(seen.raw, says, what)
  }
  assert.strictEqual(
    seen.after,
    rows.reduce((sum, { after = 0 }) => sum + after, 0),
    what
  )
  if (!names.includes("stranger-orders")) {
    assert.strictEqual(names.includes("stranger-spends"), reasons.includes("stranger"), what)
  }
  assert.strictEqual(
    names.includes("refund-lands"),
    reasons.includes("refund") || reasons.includes("goodwill"),
    what
  )
}

describe("mishaps", () => {
  for (const [at, one] of Mishap.names.entries()) {
    it.effect(`${one}: ${Mishap.describe(one).says}`, () =>
      Effect.gen(function* () {
        const outcome = yield* under(formOf(mishaps[one].on ?? "add"), [one], [])
        assert.deepStrictEqual(outcome.fired, [one])
        check(outcome, [one])
      })
    )

    it.effect(`${one} beside every other`, () =>
      Effect.gen(function* () {
        for (const [nth, other] of Mishap.names.entries()) {
          if (nth <= at || !isRun(at + nth, 37)) continue
          const call = callOf(one, other)
          // Once a refund has ended the order, there is nothing left to cancel.
          if (call === undefined || (one === "refund-lands" && call === "cancel one")) continue
          const outcome = yield* under(formOf(call), [one, other], [])
          const expected = Mishap.exclude(one, other)
            ? outcome.fired.length === 1
            : outcome.fired.length === 2
          assert.isTrue(expected, `${one} and ${other}: ${outcome.fired.join(", ")}`)
          check(outcome, outcome.fired)
        }
      })
    )

    it.effect(`${one} on panels of every kind`, () =>
      Effect.gen(function* () {
        const { on: call = "add", speaks, does, tag } = mishaps[one]
        for (const [nth, trait] of Trait.names.entries()) {
          if (!isRun(at + nth, 72)) continue
          const { on } = Trait.describe(trait)
          const concerns = on === "all" || on.some((action) => action === calls[call].action)
          if (!concerns || trait === "multiples-only") continue
          const { seen, did, fired } = yield* under(formOf(call), [one], [trait])
          assert.deepStrictEqual(fired, [one], trait)
          if (did !== undefined) assert.strictEqual(did, does, trait)
          if (tag !== undefined) assert.strictEqual(seen.tag, tag, trait)
          if (trait === "bom") assert.strictEqual(seen.raw.startsWith("\uFEFF"), speaks ?? false)
        }
      })
    )
  }

  for (const [name, form, row] of elsewhere) {
    it.effect(`${name} on ${row.on}, alone and beside every other`, () =>
      Effect.gen(function* () {
        const { action } = calls[row.on]
        const rowOf = (one: Mishap.Name): MishapRow => (one === name ? row : mishaps[one])
        const alone = yield* under(form, [name], [], refilled)
        assert.deepStrictEqual(alone.fired, [name])
        check(alone, [name], rowOf)
        for (const [nth, other] of Mishap.names.entries()) {
          if (!isRun(nth, 24)) continue
          const { on } = Mishap.describe(other)
          // The rows of others are those of their own call.
          if (other === name || on !== "all" || (other === "refund-lands" && action === "cancel")) continue
          const outcome = yield* under(form, [name, other], [], refilled)
          assert.strictEqual(outcome.fired.length, Mishap.exclude(name, other) ? 1 : 2, other)
          check(outcome, outcome.fired, rowOf)
        }
      })
    )
  }
})
