/**
 * Live orders as server-sent events: what happened to them, from the log that `@smmkit/follow` keeps, and how they
 * stand. An order that somebody watches is looked at more often; one look serves all who listen. An event's ID is its
 * number in the log, so a listener that was cut off, by a restart of this server too, goes on where it stopped.
 */
import type { OrderId } from "@smmkit/core/Identifiers"
import { OrderStatus } from "@smmkit/core/OrderStatus"
import { Follow } from "@smmkit/follow/Follow"
import { type FollowEvent, What } from "@smmkit/follow/FollowEvent"
import type { FollowOrder } from "@smmkit/follow/FollowOrder"
import { Journal } from "@smmkit/journal/Journal"
import * as Chunk from "effect/Chunk"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as PubSub from "effect/PubSub"
import * as Queue from "effect/Queue"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { local, ofAnswerable, ofPanelError, type Problem, toText } from "./Problem.js"
import { Happened, Standing } from "./Shapes.js"

export class Events extends Context.Tag("@smmkit/http-demo/Events")<Events, Events.Service>() {}

export declare namespace Events {
  export interface Service {
    /** The frames of some orders' events, from after the last one that was received, to their ends. */
    readonly stream: (orders: ReadonlyArray<OrderId>, lastId: string) => Stream.Stream<Uint8Array>
    /** What happened to an order, and how it stands: null where it is not followed. */
    readonly past: (
      order: OrderId
    ) => Effect.Effect<
      { readonly standing: FollowOrder | null; readonly history: ReadonlyArray<Happened> },
      Problem
    >
    /** How the orders stand for which money may be given back. */
    readonly stopped: Effect.Effect<ReadonlyMap<OrderId, FollowOrder>, Problem>
    /** Ends all streams: the server is about to stop. */
    readonly close: Effect.Effect<void>
  }
}

/** A frame about an order (or about none, to wake who waits), under the number of its event where it tells of one. */
interface News {
  readonly order: OrderId | null
  readonly number: number | null
  readonly frame: Uint8Array
  /** Whether it says that the order is over. */
  readonly isLast: boolean
}

const encoder = new TextEncoder()
const encodeWhat = Schema.encodeSync(What)
const encodeHappened = Schema.encodeSync(Schema.parseJson(Happened))
const encodeFacts = Schema.encodeSync(Standing)
const encodeStanding = Schema.encodeSync(Schema.parseJson(Standing))

const frame = (event: string, id: string, data: string): Uint8Array =>
  encoder.encode(`${id === "" ? "" : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`)

const heartbeat = encoder.encode(": still here\n\n")
const end = frame("end", "", "{}")
// A browser that was cut off waits this long before it comes again.
const start = encoder.encode("retry: 1000\n\n")

/** How much news a listener may be behind before it misses some. */
const mostNews = 4096

const shownEvent = ({ number, order, at, what }: FollowEvent): Happened => {
  const { _tag: event, ...detail } = encodeWhat(what)
  return { number, order, event, at, detail }
}

const happened = (event: FollowEvent): News => ({
  order: event.order,
  number: event.number,
  frame: frame("happened", String(event.number), encodeHappened(shownEvent(event))),
  isLast: false
})

const isOver = ({ ended, gone }: Pick<FollowOrder, "ended" | "gone">): boolean => ended !== null || gone

const stands = (order: FollowOrder): News => ({
  order: order.order,
  number: null,
  frame: frame("status", "", encodeStanding(order)),
  isLast: isOver(order)
})

const troubled = (order: OrderId, problem: Problem): News => ({
  order,
  number: null,
  frame: frame("trouble", "", `{"order":${JSON.stringify(order)},"problem":${toText(problem)}}`),
  isLast: false
})

const wakeUp: News = { order: null, number: null, frame: start, isLast: false }

const unreadable = (why: string): Problem =>
  local(502, "Unreadable", why, { fault: "panel", retryable: true })

/** What of an order is news where it has changed. */
const newsIn = (order: FollowOrder): string => {
  const { looked, ...facts } = encodeFacts(order)
  return JSON.stringify(facts)
}

export interface Options {
  /** The pause between two looks at an order that is watched. */
  readonly interval: Duration.Duration
  /** How often a silent stream says that it is alive. */
  readonly heartbeat: Duration.Duration
}

/** What somebody watches: by how many, what was told of it last, and whether trouble was. */
interface Watched {
  listeners: number
  told: string
  isTroubled: boolean
}

export const make = (
  options: Options
): Effect.Effect<Events.Service, never, Follow | Journal | OrderStatus | Scope.Scope> =>
  Effect.gen(function* () {
    const follow = yield* Follow
    const panel = yield* OrderStatus
    const { account } = yield* Journal
    const news = yield* PubSub.sliding<News>(mostNews)
    const watched = new Map<OrderId, Watched>()
    /** The last event that was told of, and what is wrong with the account. */
    let [last, trouble, isClosing]: [number, string | null, boolean] = [0, null, false]

    /** Tells all who listen what has changed of an order; gives what they were told before. */
    const tell = (row: FollowOrder, one: Watched): Effect.Effect<ReadonlyArray<News>> =>
      Effect.suspend(() => {
        const problem = row.problem ?? trouble
        const status = row.looked === null ? [] : [stands(row)]
        const problems = problem === null ? [] : [troubled(row.order, unreadable(problem))]
        const told = row.looked === null ? "" : newsIn(row)
        const isSame = told === one.told
        const fresh = [...(isSame ? [] : status), ...(one.isTroubled ? [] : problems)]
        const known = [...(isSame ? status : []), ...(one.isTroubled ? problems : [])]
        one.told = told
        one.isTroubled = problem !== null
        return Effect.as(PubSub.publishAll(news, fresh), known)
      })

    /** Looks at an order again that was not looked at for a while. */
    const hurry = ({ order, looked, next, ...row }: FollowOrder) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        !isOver(row) && (looked ?? 0) + Duration.toMillis(options.interval) <= now && (next ?? 0) > now
          ? follow.now(account, order)
          : Effect.void
      )

    const round = Effect.gen(function* () {
      if (watched.size === 0) return
      trouble = (yield* follow.lag).find((one) => one.account === account)?.problem ?? null
      for (const [order, one] of [...watched]) {
        const row = yield* follow.get(account, order)
        if (Option.isSome(row)) yield* Effect.zipRight(tell(row.value, one), hurry(row.value))
      }
    })

    const live = Effect.gen(function* () {
      const lag = (yield* follow.lag).find((one) => one.account === account)
      last = Math.max(last, lag?.events ?? 0)
      yield* Stream.runForEach(follow.events({ account, after: { [account]: last } }), (event) => {
        last = event.number
        return watched.has(event.order) ? PubSub.publish(news, happened(event)) : Effect.void
      })
    })

    /** For ever, whatever goes wrong. */
    const kept = <E>(what: Effect.Effect<void, E>) =>
      Effect.catchAllCause(what, (cause) => Effect.logError("live orders are not told of", cause)).pipe(
        Effect.zipRight(Effect.sleep(Duration.min(options.interval, Duration.seconds(1)))),
        Effect.forever,
        Effect.forkScoped
      )
    yield* Effect.zipRight(kept(round), kept(live))

    const watch = (order: OrderId) =>
      Effect.acquireRelease(
        Effect.sync(() => {
          const one = watched.get(order) ?? { listeners: 0, told: "", isTroubled: false }
          one.listeners += 1
          watched.set(order, one)
          return one
        }),
        (one) =>
          Effect.sync(() => {
            one.listeners -= 1
            if (one.listeners === 0) watched.delete(order)
          })
      )

    /** What a listener is told of an order at first. One that was placed elsewhere is followed from now on. */
    const beginning = (order: OrderId, one: Watched, isNew: (event: FollowEvent) => boolean) =>
      Effect.gen(function* () {
        const row = yield* follow.get(account, order)
        if (Option.isSome(row)) {
          const past = yield* follow.history(account, order)
          return [...past.filter(isNew).map(happened), ...(yield* tell(row.value, one))]
        }
        yield* panel.get(order)
        yield* follow.watch([{ account, order }])
        return []
      }).pipe(
        Effect.catchAll((error) => {
          const problem = error._tag === "StoreError" ? ofAnswerable(503, error) : ofPanelError(error)
          return Effect.succeed([{ ...troubled(order, problem), isLast: true }])
        })
      )

    const listen = (orders: ReadonlyArray<OrderId>, after: number) =>
      Effect.gen(function* () {
        const all = yield* Effect.forEach(orders, (order) =>
          Effect.map(watch(order), (one) => ({ order, one }))
        )
        const queue = yield* PubSub.subscribe(news)
        // What is later than that comes by the queue; numbers become visible in their order.
        const upTo = last
        const isNew = ({ number }: FollowEvent) => number > after && number <= upTo
        const first = yield* Effect.forEach(all, ({ order, one }) => beginning(order, one, isNew))
        const open = new Set(orders)
        const told = (some: Iterable<News>): Chunk.Chunk<Uint8Array> => {
          const frames: Array<Uint8Array> = []
          for (const { order, frame, isLast } of some) {
            if (order === null || !open.has(order)) continue
            frames.push(frame)
            if (isLast) open.delete(order)
          }
          return Chunk.unsafeFromArray(frames)
        }
        const silence = { duration: options.heartbeat, onTimeout: () => Chunk.of(heartbeat) }
        const later = Effect.timeoutTo(Queue.takeBetween(queue, 1, mostNews), {
          ...silence,
          onSuccess: (some) => told(Chunk.filter(some, ({ number }) => (number ?? upTo + 1) > upTo))
        })
        // By their numbers over all orders: the ID that was received last stands for all before it.
        const byNumber = first.flat().sort((a, b) => (a.number ?? upTo + 1) - (b.number ?? upTo + 1))
        const next = Effect.suspend(() => (open.size === 0 || isClosing ? Effect.fail(Option.none()) : later))
        return Stream.concat(Stream.fromChunk(told(byNumber)), Stream.repeatEffectChunkOption(next))
      })

    return {
      stream: (orders, lastId) =>
        Stream.make(start).pipe(
          Stream.concat(Stream.unwrapScoped(listen(orders, /^\d{1,15}$/.test(lastId) ? Number(lastId) : 0))),
          Stream.concat(Stream.suspend(() => (isClosing ? Stream.empty : Stream.make(end))))
        ),
      past: (order) =>
        Effect.zipWith(follow.get(account, order), follow.history(account, order), (row, events) => ({
          standing: Option.getOrNull(row),
          history: events.map(shownEvent)
        })).pipe(Effect.mapError((error) => ofAnswerable(503, error))),
      stopped: Stream.runFold(
        follow.orders({ account, states: ["Partial", "Canceled", "Refunded", "Failed"] }),
        new Map<OrderId, FollowOrder>(),
        (all, row) => all.set(row.order, row)
      ).pipe(Effect.mapError((error) => ofAnswerable(503, error))),
      close: Effect.suspend(() => {
        isClosing = true
        return Effect.asVoid(PubSub.publish(news, wakeUp))
      })
    }
  })

export const layer = (
  interval: Duration.DurationInput
): Layer.Layer<Events, never, Follow | Journal | OrderStatus> =>
  Layer.scoped(Events, make({ interval: Duration.decode(interval), heartbeat: Duration.seconds(15) }))
