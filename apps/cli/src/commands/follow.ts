/** `smmkit follow`, `orders` and `events`: what happens to the orders of the account. */
import { Money } from "@smmkit/core"
import { Follow, FollowConfig, FollowEvent, FollowOrder, FollowStore, Sweep } from "@smmkit/follow"
import { Journal } from "@smmkit/journal"
import { Effect, Layer, Schema, Stream } from "effect"
import { short } from "../Entries.js"
import { ExitCode, misused } from "../Failure.js"
import * as JournalSession from "../JournalSession.js"
import { given, whole } from "../Numbers.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import * as Rows from "../Rows.js"
import * as Session from "../Session.js"

const takenIn = Effect.flatMap(FollowStore.FollowStore, (store) =>
  Effect.repeat(store.takeIn, { while: (more) => more })
)

/** The service, which knows how the panel of the account keeps its books where that is said. */
const service = (invocation: Invocation) =>
  Layer.unwrapEffect(
    Effect.zipWith(Journal.Journal, JournalSession.options(invocation), ({ account }, { books }) =>
      Follow.layerService({ books: books && { [account]: books } })
    )
  )

/** Provides a command with the service; whatever was placed before anybody followed is taken in first. */
const provide =
  (invocation: Invocation) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>) =>
    Effect.provide(
      effect,
      Layer.effectDiscard(takenIn).pipe(
        Layer.provideMerge(Layer.provideMerge(service(invocation), Sweep.layerPulse())),
        Layer.mapError((error) => (error._tag === "InvalidOption" ? misused(error) : error)),
        Layer.provideMerge(FollowStore.layer)
      )
    ).pipe(JournalSession.provide(invocation))

const at = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString())

const encodeOrder = Schema.encodeSync(FollowOrder.FollowOrder)
const encodeWhat = Schema.encodeSync(FollowEvent.What)

const eventView: Rows.View<FollowEvent.FollowEvent> = {
  columns: [
    { title: "NUMBER", isNumber: true, least: 6 },
    { title: "ORDER", least: 10 },
    { title: "EVENT", least: 13 },
    { title: "SEEN", least: 19 },
    { title: "KEY", enough: 12, isOptional: true }
  ],
  cells: ({ number, order, name, at, key }) => [String(number), order, name, short(at), key ?? ""],
  json: ({ number, order, key, parent, at: seen, what }) => {
    const { _tag, ...facts } = encodeWhat(what)
    return { number, order, event: _tag, at: at(seen), key, parent, ...facts }
  }
}

const orderView: Rows.View<FollowOrder.FollowOrder> = {
  columns: [
    { title: "ORDER" },
    { title: "STATE", least: 11 },
    { title: "REMAINS", isNumber: true },
    { title: "DUE BACK", isNumber: true },
    { title: "PLACED", isOptional: true },
    { title: "KEY", enough: 12, isOptional: true }
  ],
  cells: ({ order, state, remains, due, placed, key }) => [
    order,
    state ?? "not seen yet",
    remains === null ? "" : String(remains),
    due === null ? "unknown" : Money.formatAmount(due.amount),
    short(placed),
    key ?? ""
  ],
  json: (order) => {
    const { placed, ended, next, looked, ...facts } = encodeOrder(order)
    return { ...facts, placed: at(placed), ended: at(ended), looked: at(looked), next: at(next) }
  }
}

/** Looks at all that is due by now, as fast as the panel's limit lets it. */
const onceThrough = ({ account, round }: Sweep.Sweep) =>
  Effect.gen(function* () {
    const store = yield* FollowStore.FollowStore
    const end = yield* store.now
    const isDue = (due: number | null): boolean => due !== null && due <= end
    while (true) {
      const { now, agendas } = yield* store.agenda([account])
      const [agenda] = agendas
      if (agenda === undefined || agenda.paused) return
      const { due, refillDue, free } = agenda
      if (!isDue(due) && !isDue(refillDue)) return
      yield* Effect.sleep(Math.max(0, free - now))
      yield* round(isDue(due) ? "orders" : "refills")
    }
  })

/** Looks after the orders of the account, and tells what happens to them. */
export const follow = (invocation: Invocation) =>
  Effect.gen(function* () {
    const { term } = FollowConfig.ofAccount(yield* Session.account(invocation))
    const { books } = yield* JournalSession.options(invocation)
    const sweep = yield* Sweep.make({ panel: yield* Session.options(invocation), books, term })
    const { account } = sweep
    const store = yield* FollowStore.FollowStore
    const { events } = yield* Follow.Follow
    const after = { [account]: (yield* store.ends).get(account) ?? 0 }
    const open = store.orders({ account, open: true })
    if (invocation.flag("now")) yield* Stream.runForEach(open, ({ order }) => store.hurry(account, order))
    if (invocation.flag("once")) {
      yield* onceThrough(sweep)
      yield* Rows.write(events({ account, after, live: false }), eventView)
      return ExitCode.done
    }
    yield* Effect.forkScoped(sweep.run)
    const output = yield* Output
    // A program that reads on has no use for an array without an end.
    const line = (event: FollowEvent.FollowEvent) => `${output.encode(eventView.json(event))}\n`
    const writer = output.json ? Rows.joined(line) : Rows.writer(eventView, output)
    yield* Rows.writeLive(events({ account, after }), writer)
    return ExitCode.done
  }).pipe(
    Effect.scoped,
    Effect.provide(Session.network),
    Effect.catchTags({ InvalidOption: misused, InvalidCursor: misused }),
    provide(invocation)
  )

/** The orders that are followed, as they were last seen. */
export const orders = (invocation: Invocation) =>
  Effect.gen(function* () {
    const { account } = yield* Journal.Journal
    const { orders } = yield* Follow.Follow
    yield* Rows.write(orders({ account }), orderView)
    return ExitCode.done
  }).pipe(Effect.catchTag("InvalidOption", misused), provide(invocation))

/** What has happened to orders. */
export const events = (invocation: Invocation) =>
  Effect.flatMap(given(invocation, "after", whole(0, Number.MAX_SAFE_INTEGER)), (after = 0) =>
    Effect.gen(function* () {
      const { account } = yield* Journal.Journal
      const { events } = yield* Follow.Follow
      yield* Rows.write(events({ account, after: { [account]: after }, live: false }), eventView)
      return ExitCode.done
    }).pipe(Effect.catchTags({ InvalidOption: misused, InvalidCursor: misused }), provide(invocation))
  )
