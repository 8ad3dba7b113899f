/**
 * Live orders as server-sent events. One poller an order, however many listen; what it saw is kept for
 * whoever comes later, and encoded once for all. An event's ID is made from the state itself, so a
 * listener that was cut off, by a restart of this server too, goes on where it stopped.
 */
import { createHash } from "node:crypto"
import type { OrderId } from "@smmkit/core/Identifiers"
import { isFinal } from "@smmkit/core/OrderState"
import { type Answer, OrderStatus, type OrderStatusError } from "@smmkit/core/OrderStatus"
import * as Chunk from "effect/Chunk"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Option from "effect/Option"
import * as RcMap from "effect/RcMap"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { ofPanelError, toText } from "./Problem.js"
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
const mostLogs = 2000

export interface Options {
  /** How long a poller waits between two looks at an order. */
  readonly interval: Duration.Duration
  /** How often a silent stream says that it is alive. */
  readonly heartbeat: Duration.Duration
}

export const make = (options: Options): Effect.Effect<Events.Service, never, OrderStatus | Scope.Scope> =>
  Effect.gen(function* () {
    const panel = yield* OrderStatus
    const logs = new Map<OrderId, Log>()
    // Whoever waits for news takes the latch of that moment; news open it and put up another.
    let news = Effect.unsafeMakeLatch(false)
    let isClosing = false
    const wake = (): void => {
      const due = news
      news = Effect.unsafeMakeLatch(false)
      due.unsafeOpen()
    }

    const logOf = (order: OrderId): Log => {
      const log = logs.get(order) ?? { events: [], dropped: 0, done: false }
      // What was looked at last is forgotten last.
      logs.delete(order)
      logs.set(order, log)
      const [oldest] = logs.keys()
      if (oldest !== undefined && logs.size > mostLogs) logs.delete(oldest)
      return log
    }

    const append = (log: Log, event: Event): void => {
      log.events.push(event)
      if (log.events.length > mostEvents) {
        log.events.shift()
        log.dropped += 1
      }
      wake()
    }

    const finish = (log: Log, done: boolean): boolean => {
      if (log.done !== done) {
        log.done = done
        wake()
      }
      return done
    }

    const saw = (order: OrderId, status: Answer): Effect.Effect<boolean> =>
      Effect.map(Clock.currentTimeMillis, (at) => {
        const log = logOf(order)
        const id = idOf(order, status)
        if (log.events.findLast(({ seen }) => seen !== undefined)?.id !== id) {
          const seen = { id, at, order, status }
          append(log, { id, frame: frame("status", id, encodeSeen(seen)), seen })
        }
        return finish(log, isFinal(status.status))
      })

    /** That an order cannot be read is news too, once each time that it begins. */
    const failed = (order: OrderId, error: OrderStatusError): boolean => {
      const log = logOf(order)
      const last = log.events.at(-1)
      if (last === undefined || last.seen !== undefined) {
        const text = `{"order":${JSON.stringify(order)},"problem":${toText(ofPanelError(error))}}`
        append(log, { id: "", frame: frame("trouble", "", text), seen: undefined })
      }
      return finish(log, error._tag === "NotFound")
    }

    const look = (order: OrderId): Effect.Effect<boolean> =>
      Effect.matchEffect(panel.get(order), {
        onFailure: (error) => Effect.sync(() => failed(order, error)),
        onSuccess: (status) => saw(order, status)
      })

    const pollers = yield* RcMap.make({
      idleTimeToLive: options.interval,
      lookup: (order: OrderId) =>
        Effect.suspend(() => {
          logOf(order).done = false
          const schedule = Schedule.spaced(options.interval)
          return Effect.forkScoped(Effect.repeat(look(order), { until: (done) => done, schedule }))
        })
    })

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
          Effect.timeoutTo(news.await, {
            duration: options.heartbeat,
            onSuccess: () => next(places),
            onTimeout: () => Effect.succeedSome([Chunk.of(heartbeat), places])
          })
        )
      })

    return {
      history: (order) =>
        Effect.sync(() => (logs.get(order)?.events ?? []).flatMap(({ seen }) => seen ?? [])),
      note: (order, status) => Effect.asVoid(saw(order, status)),
      close: Effect.sync(() => {
        isClosing = true
        wake()
      }),
      stream: (orders, lastId) =>
        Effect.forEach(orders, (order) => RcMap.get(pollers, order)).pipe(
          Effect.map(() => {
            const places = orders.map((order) => {
              const log = logOf(order)
              const known = lastId === "" ? -1 : log.events.findLastIndex(({ id }) => id === lastId)
              return [log, log.dropped + known + 1] as const
            })
            // A browser that was cut off waits this long before it comes again.
            const start = Stream.make(encoder.encode("retry: 1000\n\n"))
            const rest = Stream.unfoldChunkEffect(places, next)
            return Stream.concat(
              Stream.concat(start, rest),
              Stream.suspend(() => (isClosing ? Stream.empty : Stream.make(end)))
            )
          }),
          Stream.unwrapScoped
        )
    }
  })

export const layer = (interval: Duration.DurationInput): Layer.Layer<Events, never, OrderStatus> =>
  Layer.scoped(Events, make({ interval: Duration.decode(interval), heartbeat: Duration.seconds(15) }))
