/** One call for each key, shared by all who ask for it in this process while it is on its way. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import * as Runtime from "effect/Runtime"
import * as RuntimeFlags from "effect/RuntimeFlags"
import * as Tracer from "effect/Tracer"
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

/** Who asks for a key. */
export interface Asker {
  readonly gate?: Pledge.Gate
  readonly onSend?: (() => void) | undefined
  /** The parent of what the fiber that makes the call does. */
  readonly span?: Tracer.Span | undefined
}

/** Begins the call of a key, or waits for the one that was begun. */
export type Share = (plan: Plan, call: Call, asker: Asker) => Effect.Effect<JournalEntry, PlaceError>

/** One call of many keys, of which none is shared; those that it leaves are to be asked for by themselves. */
export type ShareMany = (
  plans: ReadonlyArray<Plan>,
  call: CallMany,
  gate: Pledge.Gate
) => Effect.Effect<ReadonlyArray<Result | undefined>>

export const make = ({ sender, wait }: Tools) =>
  Effect.gen(function* () {
    const all = new Map<string, Shared>()
    /** All calls that are on their way. */
    const under = new Set<Pick<Pledge.Pledge<unknown, unknown>, "over">>()
    const { runtimeFlags } = yield* Effect.runtime<never>()
    const interruptible = RuntimeFlags.enable(runtimeFlags, RuntimeFlags.Interruption)

    /**
     * Begins what goes on when those who wait for it leave, with all that who began it has. At once, as who waits for
     * what was not begun would wait for ever; a fork by steps copies a fiber's references three times as often.
     */
    const begin = <A, E>(
      work: Effect.Effect<A, E>,
      ended: Pledge.Pledge<A, E>,
      by: Fiber.RuntimeFiber<unknown, unknown>,
      span?: Tracer.Span | undefined,
      atEnd?: () => void
    ) => {
      under.add(ended)
      const context = by.currentContext
      const runtime = Runtime.make({
        context: span === undefined ? context : Context.add(context, Tracer.ParentSpan, span),
        fiberRefs: by.getFiberRefs(),
        runtimeFlags: interruptible
      })
      // Not before who began it waits, or it would be done for nobody.
      Runtime.runFork(runtime, work, { immediate: false }).addObserver((exit) => {
        under.delete(ended)
        atEnd?.()
        ended.tell(exit)
      })
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
      const { onSend, ended } = shared
      return Effect.flatMap(
        sender.attempt(shared.plan, call, { isLost, gate: ended.gate, onSend }),
        (entry) => {
          if (entry !== undefined) return Effect.succeed(entry)
          if (isLost()) return giveUp(shared)
          return Effect.zipRight(
            Effect.zipRight(sender.unwritten.retry, wait(round)),
            Effect.suspend(() => (isLost() ? giveUp(shared) : run(shared, call, round + 1)))
          )
        }
      )
    }

    // What was sent is waited for, so that its outcome is written down before the store closes.
    yield* Effect.addFinalizer(() =>
      Effect.suspend(() =>
        Effect.forEach(under, ({ over }) => over(), { discard: true, concurrency: "unbounded" })
      )
    )

    const share: Share = (plan, call, { gate, onSend, span }) =>
      Effect.withFiberRuntime((fiber) => {
        const id = entryId(plan)
        const begun = all.get(id)
        if (begun === undefined) {
          const shared: Shared = { id, plan, ended: Pledge.make(), onSend }
          all.set(id, shared)
          begin(run(shared, call, 0), shared.ended, fiber, span, () => close(shared))
          return shared.ended.heard(gate)
        }
        const field = Identity.difference(begun.plan.request, plan.request)
        if (field === undefined) return begun.ended.heard(gate)
        const held = begun.plan.request[field] ?? ""
        return Effect.fail(new KeyConflict({ key: plan.key, field, held, asked: plan.request[field] ?? "" }))
      })

    const shareMany: ShareMany = (plans, call, gate) =>
      Effect.withFiberRuntime((fiber) => {
        const ended = Pledge.make<ReadonlyArray<Result | undefined>, never>()
        begin(
          sender.attemptMany(plans, call, { isLost: () => !ended.isWanted(), gate: ended.gate }),
          ended,
          fiber
        )
        return ended.heard(gate)
      })
    return { share, shareMany }
  })
