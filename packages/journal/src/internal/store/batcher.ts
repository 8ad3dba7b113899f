/**
 * Group commit: what is asked for while one transaction is being written goes into the next one
 * together, so that many durable writes share one sync of the disk.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import type * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as FiberSet from "effect/FiberSet"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import { StoreError } from "../../JournalError.js"
import { batchSize } from "../metrics.js"
import { isSilent } from "../sql/connection.js"

/** One write, and who waits for what it gives; to be told once more does nothing. */
interface Item<Op, A> {
  readonly op: Op
  readonly tell: Tell<A>
}

export type Tell<A> = (result: Exit.Exit<A, StoreError>) => void

/** Asks for a write, and calls back with what it gave: a step and a fiber less than an effect, for each write. */
export type Submit<Op, A> = (op: Op, tell: Tell<A>) => void

/** The same as an effect. Who leaves is not told, and what was asked for is written all the same. */
export const submitted = <Op, A>(submit: Submit<Op, A>, op: Op): Effect.Effect<A, StoreError> =>
  Effect.async((resume) => submit(op, resume))

const most = 256

/** Fewer than this are not worth a transaction beside one that is under way. */
const worth = 32

/** Lets every fiber that can run do so first, so that what they write next can join the batch. */
const pause = Effect.async<void>((resume) => {
  setImmediate(() => resume(Effect.void))
})

const closed = Cause.fail(new StoreError({ reason: "other", detail: "it was closed meanwhile" }))

const noResult = Exit.die("a write gave no result")

/** Those who wait would wait as long again for a server that is silent, so they are told at once. */
const concernsAll = (cause: Cause.Cause<StoreError>) => Option.exists(Cause.failureOption(cause), isSilent)

/**
 * With two `lanes` what comes together goes half and half, so that this program works on one half while the server
 * works on the other.
 */
export const make = <Op, A>(
  write: (ops: ReadonlyArray<Op>) => Effect.Effect<ReadonlyArray<Either.Either<A, StoreError>>, StoreError>,
  lanes: 1 | 2
): Effect.Effect<Submit<Op, A>, never, Scope.Scope> =>
  Effect.gen(function* () {
    // With what this was made with, as a batch is of many callers; what begins once that is closed ends at once.
    const start = yield* FiberSet.makeRuntime()
    let waiting: Array<Item<Op, A>> = []
    /** What is being written, by lane. */
    const batches = new Set<ReadonlyArray<Item<Op, A>>>()
    /** How many lanes run, or are about to. */
    let running = 0

    const failAll = (items: ReadonlyArray<Item<Op, A>>, cause: Cause.Cause<StoreError>) => {
      for (const { tell } of items) tell(Exit.failCause(cause))
    }

    const failEverything = (cause: Cause.Cause<StoreError>) => {
      const all = [...[...batches].flat(), ...waiting]
      waiting = []
      failAll(all, cause)
    }

    const tellAll = (
      batch: ReadonlyArray<Item<Op, A>>,
      results: ReadonlyArray<Either.Either<A, StoreError>>
    ) => {
      batch.forEach(({ tell }, at) => {
        const result = results[at]
        tell(result === undefined ? noResult : Exit.fromEither(result))
      })
    }

    /** Whether one more lane would be of use. */
    const isLaneWanted = () =>
      running === 0 ||
      (running < lanes &&
        waiting.length >= Math.max(worth, ...Array.from(batches, (batch) => Math.ceil(batch.length / 2))))

    const take = () => {
      const share = lanes === 2 && batches.size === 0 && waiting.length >= 2 * worth ? 2 : 1
      const batch = waiting.slice(0, Math.min(most, Math.ceil(waiting.length / share)))
      waiting = waiting.slice(batch.length)
      return batch
    }

    const flush: Effect.Effect<void> = Effect.suspend(() => {
      const batch = take()
      if (batch.length === 0) {
        running -= 1
        return Effect.void
      }
      batches.add(batch)
      const written = Effect.matchCause(write(batch.map(({ op }) => op)), {
        onFailure: (cause) => {
          if (concernsAll(cause)) failEverything(cause)
          else failAll(batch, cause)
          batches.delete(batch)
        },
        onSuccess: (results) => {
          tellAll(batch, results)
          batches.delete(batch)
        }
      })
      batchSize.unsafeUpdate(batch.length, [])
      begin()
      return Effect.zipRight(Effect.zipRight(written, pause), flush)
    })

    /** A lane, from its first batch until nothing waits; where it is closed before, all are told. */
    const lane = Effect.zipRight(pause, flush).pipe(
      Effect.interruptible,
      Effect.onInterrupt(() =>
        Effect.sync(() => {
          running -= 1
          failEverything(closed)
        })
      ),
      Effect.uninterruptible
    )

    /** Begins one more lane where it is of use. */
    const begin = () => {
      if (!isLaneWanted()) return
      running += 1
      start(lane)
    }

    return (op, tell) => {
      waiting.push({ op, tell })
      begin()
    }
  })
