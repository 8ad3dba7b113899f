/**
 * Live orders as server-sent events. One sweep looks at all orders that somebody watches; what it saw is kept
 * for whoever comes later, and encoded once for all. An event's ID is made from the state itself, so a
 * listener that was cut off, by a restart of this server too, goes on where it stopped.
 */
import { createHash } from "node:crypto"
import type { OrderId } from "@smmkit/core/Identifiers"
import { isFinal } from "@smmkit/core/OrderState"
import { type Answer, OrderStatus } from "@smmkit/core/OrderStatus"
import * as Chunk from "effect/Chunk"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import type * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { local, ofPanelError, type Problem, toText } from "./Problem.js"
import { Seen, Status } from "./Shapes.js"

export class Events extends Context.Tag("@smmkit/http-demo/Events")<Events, Events.Service>() {}

export declare namespace Events {
  export interface Service {
    /** The frames of some orders' events, from after the last one that was received, to their ends. */
    readonly stream: (orders: ReadonlyArray<OrderId>, lastId: string) => Stream.Stream<Uint8Array>
    /** What is known of an order's past. */
    readonly history: (order: OrderId) => Effect.Effect<ReadonlyArray<Seen>>
    /** Puts what somebody else just read of an order into its history. */
    readonly note: (order: OrderId, status: Answer) => Effect.Effect<void>
    /** How these orders are doing, as far as that can be told; the panel is asked where it was not lately. */
    readonly states: (orders: ReadonlyArray<OrderId>) => Effect.Effect<ReadonlyMap<OrderId, Answer>>
    /** Ends all streams: the server is about to stop. */
    readonly close: Effect.Effect<void>
  }
}

interface Event {
  readonly id: string
  readonly frame: Uint8Array
  readonly seen: Seen | undefined
}

/** What was seen of one order, oldest first; the first `dropped` events are forgotten. */
interface Log {
  readonly events: Array<Event>
  dropped: number
  /** Whether nothing more will come. */
  done: boolean
}

/** How an order was doing, and when that was. */
interface Look {
  readonly status: Answer
  readonly at: number
}

const encoder = new TextEncoder()
const encodeSeen = Schema.encodeSync(Schema.parseJson(Seen))
const encodeStatus = Schema.encodeSync(Schema.parseJson(Status))

const frame = (event: string, id: string, data: string): Uint8Array =>
  encoder.encode(`${id === "" ? "" : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`)

const heartbeat = encoder.encode(": still here\n\n")
const end = frame("end", "", "{}")

/** A digest of the order and its state: equal states of one order have equal IDs, in every process. */
const idOf = (order: OrderId, status: Answer): string =>
  createHash("sha256")
    .update(`${order} ${encodeStatus(status)}`)
    .digest("base64url")
    .slice(0, 22)

const mostEvents = 2000
const mostKept = 2000
/** How long an order that has ended is believed to stay so. */
const lasting = 60 * 60 * 1000

/** Puts a value last, and forgets the first where there are too many. */
const keep = <K, V>(map: Map<K, V>, key: K, value: V): V => {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (oldest !== undefined && map.size > mostKept) map.delete(oldest)
  return value
}

const defect = local(500, "Defect", "What the panel says of this order cannot be written.")

export interface Options {
  /** The pause between two looks at the orders that are watched. */
  readonly interval: Duration.Duration
  /** How often a silent stream says that it is alive. */
  readonly heartbeat: Duration.Duration
}

export const make = (options: Options): Effect.Effect<Events.Service, never, OrderStatus | Scope.Scope> =>
  Effect.gen(function* () {
    const panel = yield* OrderStatus
    const logs = new Map<OrderId, Log>()
    const looks = new Map<OrderId, Look>()
    /** How many streams watch an order. */
    const watched = new Map<OrderId, number>()
    // Whoever waits takes the latch of that moment; who has something to tell opens it and puts up another.
    const latches = { news: Effect.unsafeMakeLatch(false), wanted: Effect.unsafeMakeLatch(false) }
    let isClosing = false
    const wake = (name: keyof typeof latches): void => {
      const due = latches[name]
      latches[name] = Effect.unsafeMakeLatch(false)
      due.unsafeOpen()
    }

    const logOf = (order: OrderId): Log =>
      keep(logs, order, logs.get(order) ?? { events: [], dropped: 0, done: false })

    const append = (log: Log, event: Event): void => {
      log.events.push(event)
      if (log.events.length > mostEvents) {
        log.events.shift()
        log.dropped += 1
      }
      wake("news")
    }

    const finish = (log: Log, done: boolean): void => {
      if (log.done === done) return
      log.done = done
      wake("news")
    }

    const saw = (order: OrderId, status: Answer, at: number): void => {
      const log = logOf(order)
      const id = idOf(order, status)
      keep(looks, order, { status, at })
      if (log.events.findLast(({ seen }) => seen !== undefined)?.id !== id) {
        const seen = { id, at, order, status }
        append(log, { id, frame: frame("status", id, encodeSeen(seen)), seen })
      }
      finish(log, isFinal(status.status))
    }

    /** That an order cannot be read is news too, once each time that it begins. */
    const failed = (order: OrderId, problem: Problem): void => {
      const log = logOf(order)
      const last = log.events.at(-1)
      if (last === undefined || last.seen !== undefined) {
        const text = `{"order":${JSON.stringify(order)},"problem":${toText(problem)}}`
        append(log, { id: "", frame: frame("trouble", "", text), seen: undefined })
      }
      finish(log, problem.status === 404)
    }

    /** Asks the panel about orders. What goes wrong with one of them is told of that one. */
    const look = (orders: ReadonlyArray<OrderId>, at: number): Effect.Effect<void> =>
      Effect.flatMap(panel.many(orders), (answers) =>
        Effect.forEach(
          answers,
          ({ id, result }) =>
            Effect.try(() =>
              Either.match(result, {
                onLeft: (error) => failed(id, ofPanelError(error)),
                onRight: (status) => saw(id, status, at)
              })
            ).pipe(
              Effect.tapErrorCause((cause) => Effect.logError(`order ${id} cannot be shown`, cause)),
              Effect.orElse(() => Effect.sync(() => failed(id, defect)))
            ),
          { discard: true }
        )
      )

    const sweep = Effect.gen(function* () {
      const { wanted } = latches
      const orders = [...watched.keys()].filter((order) => !logOf(order).done)
      if (orders.length === 0) return yield* wanted.await
      yield* look(orders, yield* Clock.currentTimeMillis)
      yield* Effect.timeoutOption(wanted.await, options.interval)
    })
    yield* Effect.forkScoped(
      Effect.forever(
        Effect.catchAllCause(sweep, (cause) =>
          Effect.zipRight(
            Effect.logError("a look at the orders failed", cause),
            Effect.sleep(options.interval)
          )
        )
      )
    )

    const watch = (order: OrderId) =>
      Effect.acquireRelease(
        Effect.sync(() => {
          const others = watched.get(order) ?? 0
          watched.set(order, others + 1)
          if (others > 0) return
          logOf(order).done = false
          wake("wanted")
        }),
        () =>
          Effect.sync(() => {
            const others = (watched.get(order) ?? 1) - 1
            if (others === 0) watched.delete(order)
            else watched.set(order, others)
          })
      )

    type Place = readonly [log: Log, next: number]

    /** The frames after these places; waits until there are some. */
    const next = (
      places: ReadonlyArray<Place>
    ): Effect.Effect<Option.Option<readonly [Chunk.Chunk<Uint8Array>, ReadonlyArray<Place>]>> =>
      Effect.suspend(() => {
        const fresh = places.flatMap(([log, place]) => log.events.slice(Math.max(place - log.dropped, 0)))
        if (fresh.length > 0) {
          const frames = Chunk.unsafeFromArray(fresh.map((event) => event.frame))
          const after = places.map(([log]) => [log, log.dropped + log.events.length] as const)
          return Effect.succeedSome([frames, after])
        }
        if (isClosing || places.every(([log]) => log.done)) return Effect.succeedNone
        return Effect.flatten(
          Effect.timeoutTo(latches.news.await, {
            duration: options.heartbeat,
            onSuccess: () => next(places),
            onTimeout: () => Effect.succeedSome([Chunk.of(heartbeat), places])
          })
        )
      })

    return {
      history: (order) =>
        Effect.sync(() => (logs.get(order)?.events ?? []).flatMap(({ seen }) => seen ?? [])),
      note: (order, status) => Effect.map(Clock.currentTimeMillis, (at) => saw(order, status, at)),
      states: (orders) =>
        Effect.flatMap(Clock.currentTimeMillis, (now) => {
          const recent = now - Duration.toMillis(options.interval)
          const stale = orders.filter((order) => {
            const last = looks.get(order)
            return last === undefined || last.at < (isFinal(last.status.status) ? now - lasting : recent)
          })
          const known = () =>
            orders.flatMap((order) => {
              const seen = looks.get(order)
              return seen === undefined ? [] : [[order, seen.status] as const]
            })
          return Effect.map(look(stale, now), () => new Map(known()))
        }),
      close: Effect.sync(() => {
        isClosing = true
        wake("news")
      }),
      stream: (orders, lastId) =>
        Effect.map(Effect.forEach(orders, watch), () => {
          const places = orders.map((order) => {
            const log = logOf(order)
            const known = lastId === "" ? -1 : log.events.findLastIndex(({ id }) => id === lastId)
            return [log, log.dropped + known + 1] as const
          })
          // A browser that was cut off waits this long before it comes again.
          const start = Stream.make(encoder.encode("retry: 1000\n\n"))
          return Stream.concat(start, Stream.unfoldChunkEffect(places, next)).pipe(
            Stream.concat(Stream.suspend(() => (isClosing ? Stream.empty : Stream.make(end))))
          )
        }).pipe(Stream.unwrapScoped)
    }
  })

export const layer = (interval: Duration.DurationInput): Layer.Layer<Events, never, OrderStatus> =>
  Layer.scoped(Events, make({ interval: Duration.decode(interval), heartbeat: Duration.seconds(15) }))
