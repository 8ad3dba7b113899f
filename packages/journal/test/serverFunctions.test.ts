import { assert, it } from "@effect/vitest"
import { PanelError } from "@smmkit/core"
import { BigDecimal, Clock, Context, Effect, FastCheck, Layer, Option, Runtime, TestClock } from "effect"
import { type JournalEntry, Sqlite, Store } from "../src/index.js"
import { change, intent, orderId, ref } from "../src/testing/samples.js"
import { database, isInstalled, store } from "./postgres.js"

const decimal = BigDecimal.unsafeFromString

/** What is asked of both stores: many intents at once, or many outcomes, or what changes the surroundings. */
type Step =
  | { readonly do: "intend"; readonly intents: ReadonlyArray<Ask> }
  | { readonly do: "report"; readonly reports: ReadonlyArray<Tell> }
  | { readonly do: "limit"; readonly perDay: string | undefined }
  | { readonly do: "quieten" }
  | { readonly do: "erase"; readonly key: number }
  | { readonly do: "archive"; readonly keys: ReadonlyArray<number> }
  | { readonly do: "decide"; readonly key: number; readonly isPlaced: boolean; readonly order: number | null }
  | { readonly do: "learn"; readonly key: number; readonly charge: string }
  | { readonly do: "measure" }
  | { readonly do: "wait" }
  | { readonly do: "set back" }

interface Ask {
  /** Of an order, or of its refill or cancel. */
  readonly action: JournalEntry.Action
  readonly key: number
  readonly order: number
  readonly account: number
  readonly fresh: boolean
  readonly apart: number | null
  readonly price: string | undefined
  readonly atMost: boolean
  readonly limit: "perOrder" | "perRun" | "perDay" | undefined
}

interface Tell {
  readonly action: JournalEntry.Action
  readonly key: number
  readonly account: number
  readonly attempt: number
  readonly outcome: "Answered" | "Refused" | "Unsent" | "Lost" | "Duplicate"
  readonly order: number
  readonly charge: string | undefined
}

const small = (max: number) => FastCheck.integer({ min: 0, max })
const action = FastCheck.constantFrom("add" as const, "add" as const, "refill" as const, "cancel" as const)
const price = FastCheck.constantFrom(undefined, "1.5", "0.3 USD", "2 usd", "1 KWD", "0")

const ask: FastCheck.Arbitrary<Ask> = FastCheck.record({
  action,
  key: small(5),
  order: small(2),
  account: small(1),
  fresh: FastCheck.boolean(),
  apart: FastCheck.constantFrom(null, null, 0, 3000, 600_000),
  price,
  atMost: FastCheck.boolean(),
  limit: FastCheck.constantFrom(
    undefined,
    undefined,
    "perOrder" as const,
    "perRun" as const,
    "perDay" as const
  )
})

const tell: FastCheck.Arbitrary<Tell> = FastCheck.record({
  action,
  key: small(5),
  account: small(1),
  attempt: small(3),
  outcome: FastCheck.constantFrom(
    "Answered" as const,
    "Answered" as const,
    "Refused" as const,
    "Unsent" as const,
    "Lost" as const,
    "Duplicate" as const
  ),
  order: small(4),
  charge: price
})

const step: FastCheck.Arbitrary<Step> = FastCheck.oneof(
  {
    weight: 6,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("intend" as const),
      intents: FastCheck.array(ask, { minLength: 1, maxLength: 6 })
    })
  },
  {
    weight: 6,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("report" as const),
      reports: FastCheck.array(tell, { minLength: 1, maxLength: 6 })
    })
  },
  {
    weight: 1,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("limit" as const),
      perDay: FastCheck.constantFrom(undefined, "3")
    })
  },
  { weight: 1, arbitrary: FastCheck.constant({ do: "quieten" as const }) },
  { weight: 1, arbitrary: FastCheck.record({ do: FastCheck.constant("erase" as const), key: small(5) }) },
  {
    weight: 1,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("archive" as const),
      keys: FastCheck.array(small(5))
    })
  },
  {
    weight: 2,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("decide" as const),
      key: small(5),
      isPlaced: FastCheck.boolean(),
      order: FastCheck.constantFrom(null, 0, 1, 4)
    })
  },
  {
    weight: 1,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("learn" as const),
      key: small(5),
      charge: FastCheck.constantFrom("0.7", "1 USD")
    })
  },
  { weight: 1, arbitrary: FastCheck.constant({ do: "measure" as const }) },
  { weight: 1, arbitrary: FastCheck.constant({ do: "wait" as const }) },
  { weight: 1, arbitrary: FastCheck.constant({ do: "set back" as const }) }
)

const money = (text: string) => {
  const [amount = "0", currency] = text.split(" ")
  return { amount: decimal(amount), currency: Option.fromNullable(currency) }
}

type AccountOf = (at: number) => string

/** The key of an order, or of the first change of an order. */
const keyOf = (action: JournalEntry.Action, key: number) => (action === "add" ? `key ${key}` : `${key}#1`)

const intentOf = (one: Ask, at: number, attempt: string, accountOf: AccountOf): Store.Intent =>
  one.action === "add"
    ? orderOf(one, at, attempt, accountOf)
    : change(one.action, String(one.key), 1, {
        account: accountOf(one.account),
        owner: `owner-${at % 2}`,
        limits: one.limit === undefined ? {} : { [one.limit]: decimal("2.5") },
        attempt
      })

const orderOf = (one: Ask, at: number, attempt: string, accountOf: AccountOf): Store.Intent =>
  intent(keyOf("add", one.key), {
    account: accountOf(one.account),
    request: { service: "1", link: `https://example.com/${one.order}`, quantity: "100" },
    fresh: one.fresh,
    apart: one.apart,
    // A batch is of one process.
    owner: `owner-${at % 2}`,
    price: one.price === undefined ? undefined : money(one.price),
    atMost: one.price === undefined && one.atMost ? decimal("1") : undefined,
    limits: one.limit === undefined ? {} : { [one.limit]: decimal("2.5") },
    attempt
  })

const refusal = (meaning: "bad-link" | "duplicate-active") =>
  new PanelError.RequestRefusal({ meaning, said: "no", status: 200 })

const outcomeOf = (one: Tell): Store.Report["outcome"] => {
  switch (one.outcome) {
    case "Answered": {
      const charge = one.charge === undefined || one.action !== "add" ? null : money(one.charge)
      return { _tag: "Answered", order: orderId(`${one.order + 1}`), charge }
    }
    case "Refused":
      return { _tag: "Refused", error: refusal("bad-link"), note: "no" }
    case "Duplicate":
      return { _tag: "Refused", error: refusal("duplicate-active"), note: "twice" }
    case "Unsent":
      return { _tag: "Unsent", error: null, note: "it was not sent" }
    case "Lost":
      return { _tag: "Lost", error: null, note: "no answer" }
  }
}

const refOf = ({ action, key, account }: Tell, accountOf: AccountOf) =>
  ref(keyOf(action, key), accountOf(account), action)

/** Everything that both stores say, as plain values. */
const plain = (value: unknown): unknown =>
  // Which of several doubts is named does not matter.
  JSON.parse(JSON.stringify(value)?.replace(/"Twin","key":"[^"]*"/g, '"Twin"') ?? "null")

const act = (
  one: Store.Store.Service,
  step: Step,
  at: number,
  accountOf: AccountOf
): Effect.Effect<unknown, unknown> => {
  switch (step.do) {
    case "intend":
      return Effect.forEach(
        step.intents,
        (ask, nth) => Effect.either(one.intend(intentOf(ask, at, `${at}.${nth} ${accountOf(0)}`, accountOf))),
        { concurrency: "unbounded" }
      )
    case "report":
      return Effect.gen(function* () {
        const reports = yield* Effect.forEach(step.reports, (tell) =>
          Effect.map(one.find(refOf(tell, accountOf)), (entry): Store.Report => {
            // Mostly of the last try, and now and then of one that was long ago.
            const attempt =
              tell.attempt === 0
                ? `0.0 ${accountOf(0)}`
                : Option.match(entry, { onNone: () => "", onSome: (entry) => entry.attempt })
            return { ...refOf(tell, accountOf), attempt, outcome: outcomeOf(tell) }
          })
        )
        return yield* Effect.forEach(reports, (report) => Effect.either(one.report(report)), {
          concurrency: "unbounded"
        })
      })
    case "limit":
      return one.limit(accountOf(0), { perDay: step.perDay === undefined ? undefined : decimal(step.perDay) })
    case "quieten":
      return one.quieten(accountOf(1), "panel.example", "me", 60_000)
    case "erase":
      return one.erase(ref(`key ${step.key}`, accountOf(0)))
    case "archive": {
      const keys = step.keys.map((key) => keyOf("add", key))
      return Effect.zipRight(
        one.unwatch(accountOf(0), keys),
        Effect.flatMap(one.now, (now) => one.archive(now + 1))
      )
    }
    case "decide":
      return Effect.either(
        one.decide(ref(keyOf("add", step.key), accountOf(0)), {
          event: step.isPlaced ? "ruled-placed" : "ruled-absent",
          order: step.isPlaced && step.order !== null ? orderId(`${step.order + 1}`) : null,
          note: "a person said so",
          settling: null
        })
      )
    case "learn":
      return Effect.either(one.learn(ref(keyOf("add", step.key), accountOf(0)), money(step.charge)))
    case "measure":
      return Effect.gen(function* () {
        const account = yield* one.account(accountOf(0), "panel.example")
        const point = { at: yield* one.now, balance: decimal("100"), currency: "USD" }
        const verdict = { _tag: "Told", placed: [], absent: [], why: "" } as const
        return yield* one.conclude({ account, point, doubts: [] }, verdict)
      })
    case "wait":
    case "set back":
      return Effect.void
  }
}

/** What a store holds in the end. */
const told = (one: Store.Store.Service, accountOf: AccountOf) =>
  Effect.gen(function* () {
    const actions = ["add", "refill", "cancel"] as const
    const numbers = Array.from({ length: 6 }, (_, key) => key)
    const now = yield* one.now
    const day = new Date(now).toISOString().slice(0, 10)
    return yield* Effect.forEach([accountOf(0), accountOf(1)], (account) =>
      Effect.gen(function* () {
        const entries = yield* Effect.forEach(actions, (action) =>
          one.findMany(
            account,
            numbers.map((key) => keyOf(action, key)),
            action
          )
        )
        const spent = yield* Effect.forEach([{ run: "run-1" }, { day }], (scope) => one.spent(account, scope))
        const sums = spent.map((list) =>
          list
            .map(
              ({ amount, currency }) => `${BigDecimal.format(amount)} ${Option.getOrElse(currency, () => "")}`
            )
            .sort()
        )
        const { base, spent: measured, ...row } = yield* one.account(account, "panel.example")
        const balance = base === null ? null : BigDecimal.format(base.balance)
        return [
          { ...row, balance, measured: BigDecimal.format(measured) },
          actions.map((action, at) => numbers.map((key) => entries[at]?.get(keyOf(action, key)))),
          sums
        ]
      })
    )
  })

/** How many random sequences are tried; more on demand. */
const worlds = Number(process.env["SMMKIT_WORLDS"] ?? 8)

const services = (layer: Layer.Layer<Store.Store, unknown>) =>
  Effect.map(Layer.build(layer), Context.get(Store.Store))

it.scoped.skipIf(!isInstalled)(
  "PostgreSQL's functions do what the moves say, whatever is asked in whatever order",
  () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("10 days")
      const moves = yield* services(Sqlite.layer(":memory:"))
      const functions = yield* services(store(yield* database, { clock: "program" }))
      const runtime = yield* Effect.runtime<never>()
      let runs = 0
      const agree = (steps: ReadonlyArray<Step>) =>
        Effect.gen(function* () {
          // Accounts of their own, so that no run hears of another.
          runs += 1
          const accountOf = (at: number) => `account-${runs}-${at}`
          for (const [at, step] of steps.entries()) {
            if (step.do === "set back") yield* TestClock.setTime((yield* Clock.currentTimeMillis) - 90_000)
            yield* TestClock.adjust(step.do === "wait" ? "2 minutes" : "1 seconds")
            const one = plain(yield* act(moves, step, at, accountOf))
            assert.deepStrictEqual(plain(yield* act(functions, step, at, accountOf)), one)
          }
          assert.deepStrictEqual(
            plain(yield* told(functions, accountOf)),
            plain(yield* told(moves, accountOf))
          )
        })
      const steps = FastCheck.array(step, { minLength: 1, maxLength: 10 })
      const property = FastCheck.asyncProperty(steps, (steps) => Runtime.runPromise(runtime)(agree(steps)))
      yield* Effect.promise(() => FastCheck.assert(property, { numRuns: worlds }))
    }),
  { timeout: 600_000 + worlds * 10_000 }
)

it.scoped.skipIf(!isInstalled)("they are given each text as it is, also one that would end a text", () =>
  Effect.gen(function* () {
    const one = yield* services(store(yield* database))
    for (const text of ["$smmkit$", "$smmkit", "$", "$$", "'", "\\", `\\'"; --`]) {
      const key = `a key of ${text}`
      const request = { link: text, service: "1" }
      assert.strictEqual((yield* one.intend(intent(key, { request })))._tag, "Intended", text)
      const entry = yield* Effect.flatten(one.find(ref(key)))
      assert.deepStrictEqual(entry.request, request)
    }
  })
)
