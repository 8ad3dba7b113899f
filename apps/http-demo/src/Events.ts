/**
 * Live orders as server-sent events: what happened to them, from the log that `@smmkit/follow` keeps, and how they
 * stand. An order that somebody watches is looked at more often; one look serves all who listen. An event's ID is its
 * number in the log, so a listener that was cut off, by a restart of this server too, goes on where it stopped.
 */
import * as Sse from "@effect/experimental/Sse"
import type { OrderId } from "@smmkit/core/Identifiers"
import { OrderStatus } from "@smmkit/core/OrderStatus"
import { Follow } from "@smmkit/follow/Follow"
import { type FollowEvent, What } from "@smmkit/follow/FollowEvent"
import { FollowOrder } from "@smmkit/follow/FollowOrder"
import { Journal } from "@smmkit/journal/Journal"
import * as Chunk from "effect/Chunk"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as PubSub from "effect/PubSub"
import * as Queue from "effect/Queue"
import * as RcMap from "effect/RcMap"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { local, ofPanelError, type Problem, toText } from "./Problem.js"
import { Happened } from "./Shapes.js"

const encodeWhat = Schema.encodeSync(What)
const encodeHappened = Schema.encodeSync(Schema.parseJson(Happened))
const encodeStanding = Schema.encodeSync(Schema.parseJson(FollowOrder))

/** An event of the log as the API shows it. */
export const shown = ({ number, order, at, what }: FollowEvent): Happened => {
  const { _tag: event, ...detail } = encodeWhat(what)
  return { number, order, event, at, detail }
}

const frame = (event: string, data: string, id?: number): string =>
  Sse.encoder.write({ _tag: "Event", event, data, id: id === undefined ? id : String(id) })

// A browser that was cut off waits this long before it comes again.
const start = Sse.encoder.write(new Sse.Retry({ duration: Duration.seconds(1), lastEventId: undefined }))
const over = frame("end", "{}")
const heartbeats = Stream.map(Stream.fromSchedule(Schedule.spaced("15 seconds")), () => ": still here\n\n")

/** What there is to tell of an order. What happened has a number; all else is told when it has changed. */
interface News {
  readonly order: OrderId
  readonly event: "happened" | "status" | "trouble"
  readonly number?: number
  readonly data: string
  /** Whether it says that the order is over. */
  readonly isLast?: boolean
}

const happened = (event: FollowEvent): News => ({
  order: event.order,
  event: "happened",
  number: event.number,
  data: encodeHappened(shown(event))
})

const troubled = (order: OrderId, problem: Problem): News => ({
  order,
  event: "trouble",
  data: `{"order":${JSON.stringify(order)},"problem":${toText(problem)}}`
})

const unreadable = (why: string): Problem =>
  local(502, "Unreadable", why, { fault: "panel", retryable: true })

/** How an order stands, and what is wrong with it; both are empty where there is nothing to say. */
const stands = (row: FollowOrder, problem: string | null): ReadonlyArray<News> => [
  problem === null
    ? { order: row.order, event: "trouble", data: "" }
    : troubled(row.order, unreadable(problem)),
  {
    order: row.order,
    event: "status",
    data: row.looked === null && problem === null ? "" : encodeStanding({ ...row, problem }),
    isLast: row.ended !== null || row.gone
  }
]

/** Whether it was not told before; that an order was looked at once more is no news. */
const untold = () => {
  const told = new Map<string, string>()
  return ({ order, event, number, data }: News): boolean => {
    if (number !== undefined) return true
    const facts = data.replace(/"(?:looked|looks|next|failures)":\w+/g, "")
    const isSame = told.get(`${event} ${order}`) === facts
    told.set(`${event} ${order}`, facts)
    return data !== "" && !isSame
  }
}

/** How much news a listener may be behind. */
const mostNews = 4096

const make = (interval: Duration.Duration) =>
  Effect.gen(function* () {
    const follow = yield* Follow
    const panel = yield* OrderStatus
    const { account } = yield* Journal
    const news = yield* PubSub.sliding<News>(mostNews)
    const closed = yield* Deferred.make<void>()
    const one = yield* Effect.makeSemaphore(1)
    /** What somebody watches, and what was told of it. */
    const watched = yield* RcMap.make({ lookup: (_: OrderId) => Effect.sync(untold) })

    const lag = Effect.map(follow.lag, (all) => all.find((lag) => lag.account === account))
    /** The last event of the log that was told of, and what is wrong with the account. */
    let last = (yield* lag)?.events ?? 0
    let trouble: string | null = null

    /** Tells of what has happened since, in the log's order. */
    const catchUp = one.withPermits(1)(
      Effect.suspend(() =>
        Stream.runForEach(follow.events({ account, after: { [account]: last }, live: false }), (event) => {
          last = event.number
          return PubSub.publish(news, happened(event))
        })
      )
    )

    /** Looks at an order again that was not looked at for a while. */
    const hurry = ({ order, looked, next }: FollowOrder) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        next !== null && next > now && (looked ?? 0) + Duration.toMillis(interval) <= now
          ? follow.now(account, order)
          : Effect.void
      )

    // What a row says has happened, the log holds: rows are read before it, and told after it.
    const round = Effect.gen(function* () {
      const orders = yield* RcMap.keys(watched)
      if (orders.length === 0) return
      trouble = (yield* lag)?.problem ?? null
      const rows = yield* Effect.forEach(orders, (order) => follow.get(account, order))
      yield* catchUp
      for (const row of rows.flatMap(Option.toArray)) {
        const isNew = yield* Effect.scoped(RcMap.get(watched, row.order))
        yield* PubSub.publishAll(news, stands(row, row.problem ?? trouble).filter(isNew))
        if (row.ended === null && !row.gone) yield* hurry(row)
      }
    })
    yield* Effect.catchAllCause(round, (cause) => Effect.logError("live orders are not told of", cause)).pipe(
      Effect.repeat(Schedule.spaced(Duration.min(interval, Duration.seconds(1)))),
      Effect.forkScoped
    )

    /** How an order stands. One that was placed elsewhere is followed from now on. */
    const beginning = (order: OrderId) =>
      Effect.gen(function* () {
        const row = yield* follow.get(account, order)
        if (Option.isSome(row)) return stands(row.value, row.value.problem ?? trouble)
        yield* panel.get(order)
        yield* follow.watch([{ account, order }])
        return []
      }).pipe(
        Effect.catchAll((error) =>
          Effect.succeed([{ ...troubled(order, ofPanelError(error)), isLast: true }])
        )
      )

    const listen = (orders: ReadonlyArray<OrderId>, after: number) =>
      Effect.gen(function* () {
        yield* Effect.forEach(orders, (order) => RcMap.get(watched, order))
        const queue = yield* PubSub.subscribe(news)
        const now = yield* Effect.forEach(orders, beginning)
        yield* catchUp
        // What is later comes by the queue. By their numbers over all orders: an ID stands for all before it.
        const upTo = last
        const past = (yield* Effect.forEach(orders, (order) => follow.history(account, order)))
          .flat()
          .filter(({ number }) => number > after && number <= upTo)
          .sort((a, b) => a.number - b.number)
        const open = new Set(orders)
        const isNew = untold()
        const frames = (some: Iterable<News>): ReadonlyArray<string> =>
          Array.from(some).flatMap((one) => {
            const isMine = open.has(one.order) && isNew(one)
            if (one.isLast === true) open.delete(one.order)
            return isMine ? [frame(one.event, one.data, one.number)] : []
          })
        const first = frames([...past.map(happened), ...now.flat()])
        const later = Stream.repeatEffect(Queue.takeBetween(queue, 1, mostNews)).pipe(
          // Who is that far behind has missed some: his stream breaks off, and another one tells him all.
          Stream.takeWhile((some) => some.length < mostNews),
          Stream.map((some) =>
            frames(Chunk.filter(some, ({ number }) => number === undefined || number > upTo))
          ),
          Stream.takeUntil(() => open.size === 0)
        )
        return Stream.concat(Stream.make(first), open.size === 0 ? Stream.empty : later).pipe(
          Stream.mapConcat((some) => some),
          Stream.merge(heartbeats, { haltStrategy: "left" }),
          Stream.concat(Stream.suspend(() => (open.size === 0 ? Stream.make(over) : Stream.empty)))
        )
      }).pipe(
        Effect.catchAll((error) => Effect.as(Effect.logError("a live stream ends", error), Stream.empty))
      )

    return {
      /** The frames of some orders' events, from after the last one that was received, to their ends. */
      stream: (orders: ReadonlyArray<OrderId>, lastId: string): Stream.Stream<Uint8Array> =>
        Stream.make(start).pipe(
          Stream.concat(Stream.unwrapScoped(listen(orders, /^\d{1,15}$/.test(lastId) ? Number(lastId) : 0))),
          Stream.encodeText,
          Stream.interruptWhenDeferred(closed)
        ),
      /** Ends all streams: the server is about to stop. */
      close: Effect.asVoid(Deferred.succeed(closed, undefined))
    }
  })

/** Takes the pause between two looks at an order that is watched. */
export class Events extends Effect.Service<Events>()("@smmkit/http-demo/Events", { scoped: make }) {}
