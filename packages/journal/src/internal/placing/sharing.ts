/** One call for each key, shared by all who ask for it in this process while it is on its way. */
import * as Effect from "effect/Effect"
import type { JournalEntry } from "../../JournalEntry.js"
import { KeyConflict } from "../../JournalError.js"
import type { PlaceError } from "../../JournalModel.js"
import { entryId } from "../book/book.js"
import * as Identity from "../identity.js"
import * as Pledge from "./pledge.js"
import { type Call, type CallMany, deserted, type Plan, type Result, type Sender } from "./sender.js"

interface Shared {
  readonly plan: Plan
  readonly ended: Pledge.Pledge<JournalEntry, PlaceError>
  /** Called when the order is sent, for the one who asked first. */
  readonly onSend: (() => void) | undefined
}

export interface Tools {
  readonly sender: Sender
  /** Waits a little for another process, and judges it if it has ended. */
  readonly wait: (round: number) => Effect.Effect<void>
}

/** Begins the call of a key, or waits for the one that was begun. */
export type Share = (
  plan: Plan,
  call: Call,
  onSend?: (() => void) | undefined
) => Effect.Effect<JournalEntry, PlaceError>

/** One call of many keys, of which none is shared; those that it leaves are to be asked for by themselves. */
export type ShareMany = (
  plans: ReadonlyArray<Plan>,
  call: CallMany
) => Effect.Effect<ReadonlyArray<Result | undefined>>

export const make = ({ sender, wait }: Tools) =>
  Effect.gen(function* () {
    const all = new Map<string, Shared>()
    /** The ends of all calls that are on their way. */
    const ends = new Set<Effect.Effect<void>>()

    /** Begins what goes on when those who wait for it leave. */
    const begin = <A, E>(
      work: Effect.Effect<A, E>,
      ended: Pledge.Pledge<A, E>,
      atEnd?: () => void
    ): Effect.Effect<void> => {
      ends.add(ended.over)
      // Not to be torn apart: what has begun ends for all who wait for it.
      return Effect.uninterruptible(
        Effect.map(Effect.forkDaemon(Effect.interruptible(work)), (fiber) =>
          fiber.addObserver((exit) => {
            ends.delete(ended.over)
            atEnd?.()
            ended.tell(exit)
          })
        )
      )
    }

    /** One that nobody waits for any more; who comes next starts another, at the very moment that it ends. */
    const giveUp = (shared: Shared) => {
      close(shared)
      return Effect.fail(deserted)
    }

    const close = (shared: Shared) => {
      if (all.get(entryId(shared.plan)) === shared) all.delete(entryId(shared.plan))
    }

    const run = (shared: Shared, call: Call, round: number): Effect.Effect<JournalEntry, PlaceError> => {
      const isLost = () => !shared.ended.isWanted()
      return Effect.flatMap(sender.attempt(shared.plan, call, { isLost, onSend: shared.onSend }), (entry) => {
        if (entry !== undefined) return Effect.succeed(entry)
        if (isLost()) return giveUp(shared)
        return Effect.zipRight(
          Effect.zipRight(sender.unwritten.retry, wait(round)),
          Effect.suspend(() => (isLost() ? giveUp(shared) : run(shared, call, round + 1)))
        )
      })
    }

    const start = (plan: Plan, call: Call, onSend: Shared["onSend"]): Effect.Effect<Shared> =>
      Effect.suspend(() => {
        const shared: Shared = { plan, ended: Pledge.make(), onSend }
        all.set(entryId(plan), shared)
        return Effect.as(
          begin(run(shared, call, 0), shared.ended, () => close(shared)),
          shared
        )
      })

    // What was sent is waited for, so that its outcome is written down before the store closes.
    yield* Effect.addFinalizer(() =>
      Effect.suspend(() => Effect.forEach(ends, (end) => end, { discard: true, concurrency: "unbounded" }))
    )

    const share: Share = (plan, call, onSend) =>
      Effect.suspend(() => {
        const begun = all.get(entryId(plan))
        if (begun === undefined) return Effect.flatMap(start(plan, call, onSend), ({ ended }) => ended.heard)
        const field = Identity.difference(begun.plan.request, plan.request)
        if (field === undefined) return begun.ended.heard
        const held = begun.plan.request[field] ?? ""
        return Effect.fail(new KeyConflict({ key: plan.key, field, held, asked: plan.request[field] ?? "" }))
      })

    const shareMany: ShareMany = (plans, call) =>
      Effect.suspend(() => {
        const ended = Pledge.make<ReadonlyArray<Result | undefined>, never>()
        const work = sender.attemptMany(plans, call, () => !ended.isWanted())
        return Effect.zipRight(begin(work, ended), ended.heard)
      })
    return { share, shareMany }
  })
