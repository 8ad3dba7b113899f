/** One call for each key, shared by all who ask for it in this process while it is on its way. */
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import type { JournalEntry } from "../../JournalEntry.js"
import { KeyConflict } from "../../JournalError.js"
import type { PlaceError } from "../../JournalModel.js"
import { entryId } from "../book/book.js"
import * as Identity from "../identity.js"
import * as Pledge from "./pledge.js"
import { type Call, type CallMany, deserted, type Plan, type Result, type Sender } from "./sender.js"

interface Shared {
  readonly id: string
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

/** What is provided to all that a fiber does. */
export type Within = <A, E>(effect: Effect.Effect<A, E>) => Effect.Effect<A, E>

/** Begins the call of a key, or waits for the one that was begun. */
export type Share = (
  plan: Plan,
  call: Call,
  onSend?: (() => void) | undefined,
  /** For the fiber that makes the call. */
  within?: Within | undefined
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

    /**
     * Begins what goes on when those who wait for it leave. This is not to be torn apart, as who waits for what was not
     * begun would wait for ever.
     */
    const begin = <A, E>(
      work: Effect.Effect<A, E>,
      ended: Pledge.Pledge<A, E>,
      atEnd?: () => void
    ): Effect.Effect<unknown> => {
      ends.add(ended.over)
      return Effect.forkDaemon(
        Effect.interruptible(
          Effect.withFiberRuntime<A, E>((fiber) => {
            fiber.addObserver((exit) => {
              ends.delete(ended.over)
              atEnd?.()
              ended.tell(exit)
            })
            return work
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
      if (all.get(shared.id) === shared) all.delete(shared.id)
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

    // What was sent is waited for, so that its outcome is written down before the store closes.
    yield* Effect.addFinalizer(() =>
      Effect.suspend(() => Effect.forEach(ends, (end) => end, { discard: true, concurrency: "unbounded" }))
    )

    const share: Share = (plan, call, onSend, within = identity) =>
      Effect.uninterruptibleMask((restore) => {
        const id = entryId(plan)
        const begun = all.get(id)
        if (begun === undefined) {
          const shared: Shared = { id, plan, ended: Pledge.make(), onSend }
          all.set(id, shared)
          const beginning = begin(within(run(shared, call, 0)), shared.ended, () => close(shared))
          return Effect.zipRight(beginning, restore(shared.ended.heard))
        }
        const field = Identity.difference(begun.plan.request, plan.request)
        if (field === undefined) return restore(begun.ended.heard)
        const held = begun.plan.request[field] ?? ""
        return Effect.fail(new KeyConflict({ key: plan.key, field, held, asked: plan.request[field] ?? "" }))
      })

    const shareMany: ShareMany = (plans, call) =>
      Effect.uninterruptibleMask((restore) => {
        const ended = Pledge.make<ReadonlyArray<Result | undefined>, never>()
        const work = sender.attemptMany(plans, call, () => !ended.isWanted())
        return Effect.zipRight(begin(work, ended), restore(ended.heard))
      })
    return { share, shareMany }
  })
