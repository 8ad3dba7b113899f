/**
 * A stream's elements in groups, and the outcomes of work on several groups at a time, in order.
 *
 * Effect's `groupedWithin` and `mapEffect` do the same. They start fibers for each group, and what is left
 * of a fiber keeps what it worked on until V8 collects its old objects: a stream of a million answers then
 * takes twice the time. Here the fibers stay, and an outcome is held by its place alone.
 */
import * as Cause from "effect/Cause"
import type * as Chunk from "effect/Chunk"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Mailbox from "effect/Mailbox"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"

/** How a stream is cut: a group goes when it is full, or when its first element has waited for the window. */
export interface Groups {
  readonly most: number
  readonly window: Duration.Duration
}

/** Reads a stream ahead by some groups. What came before a failure comes out before the failure. */
const grouped = <A, E, R>(
  self: Stream.Stream<A, E, R>,
  { most, window }: Groups,
  ahead: number
): Effect.Effect<Mailbox.ReadonlyMailbox<ReadonlyArray<A>, E>, never, R | Scope.Scope> =>
  Effect.gen(function* () {
    const scope = yield* Effect.scope
    const groups = yield* Mailbox.make<ReadonlyArray<A>, E>({ capacity: ahead })
    let group: Array<A> = []
    let nth = 0
    let timed: number | undefined

    const cut = (): ReadonlyArray<A> => {
      const whole = group
      group = []
      nth += 1
      return whole
    }
    const flush = Effect.suspend(() =>
      group.length === 0 ? Effect.void : Effect.asVoid(groups.offer(cut()))
    )
    // Knows its group by number: what waits for the window to pass holds nothing else.
    const flushLate = (which: number) =>
      Effect.forkIn(
        Effect.delay(
          Effect.suspend(() => (which === nth ? flush : Effect.void)),
          window
        ),
        scope
      )
    const add = (chunk: Chunk.Chunk<A>) =>
      Effect.suspend(() => {
        const whole: Array<ReadonlyArray<A>> = []
        for (const one of chunk) {
          group.push(one)
          if (group.length === most) whole.push(cut())
        }
        const offered = Effect.asVoid(groups.offerAll(whole))
        if (group.length === 0 || timed === nth) return offered
        timed = nth
        return Effect.zipRight(offered, Effect.asVoid(flushLate(nth)))
      })

    const read = Effect.flatMap(Effect.exit(Stream.runForEachChunk(self, add)), (exit) =>
      Effect.zipRight(flush, exit)
    )
    yield* Effect.forkScoped(Mailbox.into(read, groups))
    return groups
  })

/** What each group came to, in order, by work on up to `concurrency` of them at a time. */
export const mapGroups = <A, E, R, B>(
  self: Stream.Stream<A, E, R>,
  groups: Groups,
  concurrency: number,
  work: (group: ReadonlyArray<A>) => Effect.Effect<Chunk.Chunk<B>>
): Stream.Stream<B, E, R> =>
  Stream.unwrapScoped(
    Effect.gen(function* () {
      const waiting = yield* grouped(self, groups, concurrency)
      // As many may be done and not yet taken as are under way. An array, since a Map's or a Set's
      // tables, outgrown again and again, hold on to what passed through them.
      const size = 2 * concurrency
      const outcomes = new Array<Exit.Exit<Chunk.Chunk<B>, Option.Option<E>> | undefined>(size).fill(
        undefined
      )
      const room = yield* Effect.makeSemaphore(size)
      const turn = yield* Effect.makeSemaphore(1)
      const arrived = Effect.unsafeMakeLatch()
      let begun = 0
      let taken = 0

      const begin = turn.withPermits(1)(
        Effect.zipRight(
          room.take(1),
          Effect.map(Effect.exit(waiting.takeN(1)), (exit) => ({ exit, place: begun++ }))
        )
      )
      const outcomeOf = (
        exit: Exit.Exit<readonly [Chunk.Chunk<ReadonlyArray<A>>, boolean], E>
      ): Effect.Effect<Chunk.Chunk<B>, Option.Option<E>> => {
        if (Exit.isFailure(exit)) return Effect.failCause(Cause.map(exit.cause, Option.some))
        const [group] = exit.value[0]
        return group === undefined ? Effect.fail(Option.none()) : work(group)
      }
      const worker = Effect.gen(function* () {
        let isOpen = true
        while (isOpen) {
          const { exit, place } = yield* begin
          const outcome = yield* Effect.exit(outcomeOf(exit))
          outcomes[place % size] = outcome
          isOpen = Exit.isSuccess(outcome)
          if (place === taken) arrived.unsafeOpen()
        }
      })
      for (let nth = 0; nth < concurrency; nth++) yield* Effect.forkScoped(worker)

      const next: Effect.Effect<Chunk.Chunk<B>, Option.Option<E>> = Effect.suspend(() => {
        const place = taken % size
        const outcome = outcomes[place]
        if (outcome === undefined) {
          arrived.unsafeClose()
          return Effect.zipRight(arrived.await, next)
        }
        outcomes[place] = undefined
        taken += 1
        return Effect.zipRight(room.release(1), outcome)
      })
      return Stream.repeatEffectChunkOption(next)
    })
  )
