/**
 * A stream's elements in groups, and the outcomes of work on several groups at a time, in order.
 *
 * Effect's `groupedWithin` and `mapEffect` do the same. They start fibers for each group, and what is left
 * of a fiber keeps what it worked on until V8 collects its old objects: a stream of a million answers then
 * takes twice the time. Here the fibers stay, and an outcome is held by its place alone.
 */
import * as Cause from "effect/Cause"
import * as Chunk from "effect/Chunk"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { quiet } from "./rhythm.js"

/**
 * How a stream is cut: a group goes when it is full, or when its first element has waited for the window;
 * without a window, when no more come for some turns of the event loop.
 */
export interface Groups {
  readonly most: number
  readonly window: Duration.Duration | undefined
}

/** Starts what ends with the scope, also where whoever opens the scope may not be interrupted. */
const start = <R>(effect: Effect.Effect<unknown, unknown, R>): Effect.Effect<void, never, R | Scope.Scope> =>
  Effect.asVoid(Effect.forkScoped(Effect.interruptible(effect)))

/**
 * Reads a stream ahead by one group, which fills up for as long as nobody asks for it. Gives the next one;
 * after the last, how the stream ended. Only one may ask at a time.
 */
const grouped = <A, E, R>(
  self: Stream.Stream<A, E, R>,
  { most, window }: Groups
): Effect.Effect<Effect.Effect<ReadonlyArray<A>, Option.Option<E>>, never, R | Scope.Scope> =>
  Effect.gen(function* () {
    const clock = yield* Effect.clock
    const grown = Effect.unsafeMakeLatch()
    const room = Effect.unsafeMakeLatch()
    let group: Array<A> = []
    let due = Number.POSITIVE_INFINITY
    let ended: Exit.Exit<void, E> | undefined

    const add = (chunk: ReadonlyArray<A>, from: number): Effect.Effect<void> =>
      Effect.suspend(() => {
        if (from >= chunk.length) return Effect.void
        if (group.length === most) {
          room.unsafeClose()
          return Effect.zipRight(room.await, add(chunk, from))
        }
        if (group.length === 0) {
          due =
            window === undefined
              ? Number.POSITIVE_INFINITY
              : clock.unsafeCurrentTimeMillis() + Duration.toMillis(window)
          grown.unsafeOpen()
        }
        const part = chunk.slice(from, from + most - group.length)
        group.push(...part)
        if (group.length === most) grown.unsafeOpen()
        return add(chunk, from + part.length)
      })
    yield* start(
      Effect.onExit(
        Stream.runForEachChunk(self, (chunk) => add(Chunk.toReadonlyArray(chunk), 0)),
        (exit) =>
          Effect.sync(() => {
            ended = exit
            grown.unsafeOpen()
          })
      )
    )

    const waited = (left: number): Effect.Effect<void> =>
      window !== undefined
        ? Effect.sleep(left)
        : Effect.map(
            quiet(() => group.length),
            () => {
              due = 0
            }
          )

    const next: Effect.Effect<ReadonlyArray<A>, Option.Option<E>> = Effect.suspend(() => {
      const left = due - clock.unsafeCurrentTimeMillis()
      if (group.length === most || (group.length > 0 && (left <= 0 || ended !== undefined))) {
        const whole = group
        group = []
        room.unsafeOpen()
        return Effect.succeed(whole)
      }
      if (ended !== undefined) {
        return Exit.isSuccess(ended)
          ? Effect.fail(Option.none())
          : Effect.failCause(Cause.map(ended.cause, Option.some))
      }
      grown.unsafeClose()
      const wait = group.length === 0 ? grown.await : Effect.raceFirst(grown.await, waited(left))
      return Effect.zipRight(wait, next)
    })
    return next
  })

// Nobody has so many calls under way; who has no bound for them need not have places for all.
const mostPlaces = 1000

/**
 * What each group came to, in order, by work on several at a time. No more than `concurrency` of them are
 * under way, done, or just being read.
 */
export const mapGroups = <A, E, R, B>(
  self: Stream.Stream<A, E, R>,
  groups: Groups,
  concurrency: number,
  work: (group: ReadonlyArray<A>) => Effect.Effect<Chunk.Chunk<B>>
): Stream.Stream<B, E, R> =>
  Stream.unwrapScoped(
    Effect.gen(function* () {
      const next = yield* grouped(self, groups)
      const size = Math.min(concurrency, mostPlaces)
      const places = yield* Effect.makeSemaphore(size)
      const turn = yield* Effect.makeSemaphore(1)
      const arrived = Effect.unsafeMakeLatch()
      // By place, one after the other and round again. An array, since a Map's or a Set's tables, outgrown
      // again and again, hold on to what passed through them.
      const outcomes = Array.from<Exit.Exit<Chunk.Chunk<B>, Option.Option<E>> | undefined>({ length: size })
      let workers = 0
      let begun = 0
      let read = 0

      const begin = turn.withPermits(1)(
        Effect.zipRight(
          places.take(1),
          Effect.map(Effect.exit(next), (group) => ({ group, place: begun++ }))
        )
      )
      const step = Effect.flatMap(begin, ({ group, place }) =>
        Effect.zipRight(
          Exit.isSuccess(group) && workers < size ? another : Effect.void,
          // Whatever becomes of this fiber, the reader hears of it.
          Effect.onExit(Effect.flatMap(group, work), (outcome) =>
            Effect.sync(() => {
              outcomes[place % size] = outcome
              if (place === read) arrived.unsafeOpen()
            })
          )
        )
      )
      const worker = Effect.gen(function* () {
        while (Exit.isSuccess(yield* Effect.exit(step)));
      })
      const another: Effect.Effect<void, never, Scope.Scope> = Effect.suspend(() => {
        workers += 1
        return start(worker)
      })
      yield* another

      const outcome: Effect.Effect<Chunk.Chunk<B>, Option.Option<E>> = Effect.suspend(() => {
        const place = read % size
        const known = outcomes[place]
        if (known === undefined) {
          arrived.unsafeClose()
          return Effect.zipRight(arrived.await, outcome)
        }
        outcomes[place] = undefined
        read += 1
        return known
      })
      // The place of a group is free when its reader comes back for another.
      const pull = Effect.suspend(() => (read === 0 ? outcome : Effect.zipRight(places.release(1), outcome)))
      return Stream.repeatEffectChunkOption(pull)
    })
  )
