/** Random worlds: orders of all kinds at a sandbox, what panels do to them, and a sweep in memory that follows them. */
import { OrderStatus, type PanelError } from "@smmkit/core"
import { Sandbox, type SandboxOptions, SandboxPanel } from "@smmkit/sandbox"
import { BigDecimal, Clock, Effect, Either, FastCheck, Option, TestClock } from "effect"
import { type Birth, born, type Context, type Line, type Observation, type Row } from "../src/FollowModel.js"
import { judge } from "../src/internal/judging/judge.js"

export type Kind = "plain" | "drip" | "package" | "subscription"

export type Happening =
  | { readonly do: "place"; readonly kind: Kind; readonly units: number }
  | { readonly do: "cancel" | "hold" | "look"; readonly which: number }
  | {
      readonly do: "change"
      readonly which: number
      readonly state: string | undefined
      readonly remains: number | undefined
      readonly refund: string | undefined
      readonly after: number
    }
  | { readonly do: "wait"; readonly minutes: number }

const which = FastCheck.nat({ max: 30 })
const states = ["Completed", "Partial", "Canceled", "Refunded", "Fail", "Processing", "In progress", "Odd"]

export const happening: FastCheck.Arbitrary<Happening> = FastCheck.oneof(
  {
    weight: 5,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("place" as const),
      kind: FastCheck.constantFrom<Kind>("plain", "plain", "drip", "package", "subscription"),
      units: FastCheck.integer({ min: 50, max: 400 })
    })
  },
  {
    weight: 3,
    arbitrary: FastCheck.record({ do: FastCheck.constantFrom("cancel" as const, "hold" as const), which })
  },
  { weight: 3, arbitrary: FastCheck.record({ do: FastCheck.constant("look" as const), which }) },
  {
    weight: 6,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("change" as const),
      which,
      state: FastCheck.constantFrom(undefined, ...states),
      remains: FastCheck.option(FastCheck.nat({ max: 120 }), { nil: undefined }),
      // So many decimals that what is left of the price cannot be taken for the price rounded.
      refund: FastCheck.constantFrom(undefined, undefined, undefined, "0.0123456789"),
      after: FastCheck.constantFrom(0, 0, 3_600_000)
    })
  },
  {
    weight: 4,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("wait" as const),
      minutes: FastCheck.constantFrom(1, 20, 90, 1500)
    })
  }
)

export const options: FastCheck.Arbitrary<SandboxOptions.Options> = FastCheck.record({
  seed: FastCheck.nat({ max: 1000 }),
  decimals: FastCheck.constantFrom(undefined, undefined, 0, 2, 4),
  rounding: FastCheck.constantFrom("down" as const, "half-up" as const),
  partial: FastCheck.constantFrom(0, 0.3, 1),
  pace: FastCheck.constantFrom("steady" as const, "by-service" as const, "bursts" as const),
  balance: FastCheck.constant("600")
})

/** An order that can be placed of a kind, what it costs unrounded, and how many units and runs it has. */
const orderOf = (sandbox: Sandbox.Sandbox.Service, kind: Kind, units: number, nth: number) => {
  const type = kind === "package" ? "Package" : kind === "subscription" ? "Subscriptions" : "Default"
  const offer = sandbox.catalogue.find(
    ({ service, dripfeed }) => service.type === type && (kind !== "drip" || dripfeed)
  )
  const { service: id, rate } = offer?.service ?? { service: "1", rate: Option.none() }
  const of = (count: number) =>
    Option.getOrNull(Option.map(rate, (one) => BigDecimal.multiply(one, BigDecimal.make(BigInt(count), 3))))
  const link = `https://example.com/p/${nth}`
  const quantity = String(units)
  switch (kind) {
    case "plain":
      return { form: { service: id, link, quantity }, price: of(units), units, runs: null }
    case "drip":
      return {
        form: { service: id, link, quantity, runs: "3", interval: "30" },
        price: of(3 * units),
        units: 3 * units,
        runs: 3
      }
    case "package":
      return { form: { service: id, link }, price: of(1000), units: null, runs: null }
    case "subscription": {
      const form = { service: id, username: `u${nth}`, min: "20", max: "90", delay: "5", posts: "3" }
      return { form, price: null, units: null, runs: null }
    }
  }
}

/** Orders followed in memory. */
export interface World {
  readonly rows: Map<string, Row>
  readonly lines: Map<string, ReadonlyArray<Line>>
  /** The orders that were given back so much by hand. */
  readonly byHand: Set<string>
  /** The parents of which a run was changed by itself. */
  readonly runsChanged: Set<string>
  readonly context: Context
}

export const emptyWorld = ({ decimals, rounding }: SandboxOptions.Options): World => ({
  rows: new Map(),
  lines: new Map(),
  byHand: new Set(),
  runsChanged: new Set(),
  context: { books: { decimals, rounding }, usual: null, price: 1000 }
})

const isMissing = (error: PanelError.ReadError): boolean =>
  error._tag === "NotFound" || (error._tag === "UnexpectedAnswer" && error.reason === "missing")

export const observe = (result: Either.Either<OrderStatus.Answer, PanelError.ReadError>): Observation =>
  Either.match(result, {
    onRight: (answer) => ({ _tag: "Seen", answer }),
    onLeft: (error) =>
      isMissing(error) ? { _tag: "NotKnown", suspect: false } : { _tag: "Unreadable", problem: error.message }
  })

const give = (world: World, birth: Birth, now: number): void => {
  const known = world.rows.get(birth.order)
  world.rows.set(birth.order, known === undefined ? born(birth, now) : { ...known, due: now })
}

/** Looks at the orders that are due, or at all. */
export const sweep = (world: World, all = false) =>
  Effect.gen(function* () {
    const status = yield* OrderStatus.OrderStatus
    const before = yield* Clock.currentTimeMillis
    const due = [...world.rows.values()].filter((row) => all || (row.due !== null && row.due <= before))
    const answers = yield* status.many(due.map(({ order }) => order))
    const now = yield* Clock.currentTimeMillis
    for (const { id, result } of answers) {
      const row = world.rows.get(id)
      if (row === undefined) continue
      const judged = judge(row, observe(result), now, world.context)
      world.rows.set(id, judged.row)
      world.lines.set(id, [...(world.lines.get(id) ?? []), ...judged.lines])
      for (const birth of judged.births) give(world, birth, now)
    }
  })

export const happen = (world: World, one: Happening) =>
  Effect.gen(function* () {
    const sandbox = yield* Sandbox.Sandbox
    const orders = yield* sandbox.orders()
    const pick = (nth: number) => orders[nth % Math.max(1, orders.length)]
    const now = yield* Clock.currentTimeMillis
    switch (one.do) {
      case "place": {
        const { form, ...known } = orderOf(sandbox, one.kind, one.units, orders.length)
        yield* sandbox.handle({ key: sandbox.key, action: "add", ...form })
        for (const booking of (yield* sandbox.bookings).slice(-1)) {
          if (world.rows.has(booking.order)) return
          const birth = {
            account: "main",
            order: booking.order,
            key: booking.order,
            parent: null,
            term: null
          }
          give(
            world,
            { ...birth, ...known, service: form.service, currency: sandbox.currency, placed: now },
            now
          )
        }
        return
      }
      case "cancel":
        return void (yield* sandbox.handle({
          key: sandbox.key,
          action: "cancel",
          orders: pick(one.which)?.order ?? "1"
        }))
      case "hold":
        return void (yield* Effect.either(sandbox.hold(pick(one.which)?.order ?? "1")))
      case "change": {
        const view = pick(one.which)
        if (view === undefined) return
        const isParent = view.children.length > 0
        // A run that is Canceled or Partial by word, and of which nothing is given back, looks like one on a panel that keeps its charges.
        const isKept = one.state === "Fail" || (one.state === "Completed" && one.remains !== undefined)
        if (isParent && (isKept || one.refund !== undefined)) return
        const { state, remains, refund, after: refundAfter } = one
        const done = yield* Effect.either(sandbox.change(view.order, { state, remains, refund, refundAfter }))
        if (Either.isLeft(done)) return
        for (const parent of Option.toArray(view.parent)) world.runsChanged.add(parent)
        if (refund !== undefined) for (const id of [view.order, ...view.children]) world.byHand.add(id)
        return
      }
      case "look":
        return yield* sweep(world)
      case "wait":
        return yield* TestClock.adjust(`${one.minutes} minutes`)
    }
  })

export const panel = (given: SandboxOptions.Options) =>
  SandboxPanel.layer(given, { retries: 0, batchWindow: 0 })
