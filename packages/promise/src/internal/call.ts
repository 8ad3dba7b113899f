/**
 * A call of a program, which may be given up at any time, and the calls to the panel that it is made of. What
 * was not sent by then will not be; of what was sent it is not known what became of it.
 */
import type { SpendCall, SpendOptions } from "@smmkit/core/Call"
import type { PanelClient } from "@smmkit/core/PanelClient"
import { OutcomeUnknown, type SpendError } from "@smmkit/core/PanelError"
import { Interrupted, NotSent, type Reason } from "@smmkit/core/Transport"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import * as FiberRef from "effect/FiberRef"
import * as Predicate from "effect/Predicate"
import type { Conceal } from "./errors.js"

/** One call to the panel. */
interface Sending {
  /** Whether it may have been sent, and may have done something. */
  readonly maySpend: () => boolean
  readonly giveUp: () => void
}

/** A call that spends or changes something, from here to its end. */
export class Call {
  readonly #sendings = new Set<Sending>()
  #reason: Reason | undefined

  /** Why it was given up. */
  get reason(): Reason | undefined {
    return this.#reason
  }

  /** Whether anything of it has come as far as the panel's queue. */
  get hasBegun(): boolean {
    return this.#sendings.size > 0
  }

  get maySpend(): boolean {
    return [...this.#sendings].some((sending) => sending.maySpend())
  }

  add(sending: Sending): void {
    this.#sendings.add(sending)
  }

  /** Sends nothing more. What was sent may come to its end. */
  refuse(reason: Reason): void {
    this.#reason ??= reason
    for (const sending of this.#sendings) if (!sending.maySpend()) sending.giveUp()
  }

  /** Ends it now, whatever has been sent. */
  abandon(reason: Reason): void {
    this.refuse(reason)
    for (const sending of this.#sendings) sending.giveUp()
  }
}

/**
 * On refusals of calls that were given up, as whoever shares such a call gets them too. In a span Effect fails with a
 * proxy of an error, so that it cannot be told by its identity.
 */
const refusal = Symbol("@smmkit/promise/refusal")

const refuse = (reason: Reason): NotSent =>
  Object.assign(new NotSent({ reason, detail: "" }), { [refusal]: true })

/** Whether an error says no more than that somebody gave the call up before it was sent. */
export const isRefusal = (error: object): boolean => refusal in error

/** The call that a fiber works for, also where it was started by another part of the program. */
export const current = FiberRef.unsafeMake<Call | undefined>(undefined)

/** Watches over what goes on though it was given up. */
export type Keep = (fiber: Fiber.RuntimeFiber<unknown>) => void

const stop = (fiber: Fiber.RuntimeFiber<unknown>): void => fiber.unsafeInterruptAsFork(FiberId.none)

const longestText = 500

/** The part of an answer that a person wants to read. */
const gist = (answer: unknown): string => {
  if (Predicate.hasProperty(answer, "order")) return `order ${answer.order}`
  const rows = Predicate.hasProperty(answer, "rows") ? answer.rows : answer
  return (JSON.stringify(rows) ?? "").slice(0, longestText)
}

/** What an answer that came late says, in words. */
const words = (late: Either.Either<unknown, SpendError>): string => {
  if (Either.isRight(late)) return `it was done: ${gist(late.right)}`
  return `${isNo(late.left) ? "it was not done" : "it may have been done"}: ${late.left.message}`
}

const isNo = ({ processed }: SpendError): boolean => processed === "no"

/** What came of it, if there was an answer: whoever gave it up knows as much as one that broke. */
const lateOf = <A>(exit: Exit.Exit<A, SpendError>): Either.Either<A, SpendError> | undefined => {
  if (exit._tag === "Success") return Either.right(exit.value)
  const failure = Cause.failureOption(exit.cause)
  if (failure._tag === "None") return undefined
  const error = failure.value
  return error._tag === "OutcomeUnknown" && error.cause._tag === "Interrupted"
    ? undefined
    : Either.left(error)
}

/** The client of a panel whose calls that spend can be given up. */
export const abandonable = (
  client: PanelClient.Service,
  keep: Keep,
  conceal: Conceal
): PanelClient.Service => {
  const spend = <A>(
    asked: SpendCall<A>,
    options: SpendOptions<Either.Either<A, SpendError>>,
    call: Call
  ): Effect.Effect<A, SpendError> =>
    Effect.uninterruptibleMask((restore) =>
      Effect.gen(function* () {
        const clock = yield* Effect.clock
        const ended = Effect.unsafeMakeLatch()
        const refused = () => (call.reason === undefined ? undefined : refuse(call.reason))
        let at: number | undefined
        let outcome: Exit.Exit<A, SpendError> | undefined
        let isGivenUp = false

        const gate = () => {
          const no = refused() ?? options.gate?.()
          if (no === undefined) at = clock.unsafeCurrentTimeMillis()
          return no
        }
        const onRetry = () => {
          at = undefined
          options.onRetry?.()
        }
        const work = Effect.flatMap(
          Effect.exit(Effect.interruptible(client.spend(asked, { ...options, gate, onRetry }))),
          (exit) => {
            const late = lateOf(exit)
            if (late !== undefined && Either.isLeft(late) && isNo(late.left)) at = undefined
            outcome = exit
            ended.unsafeOpen()
            if (!isGivenUp || late === undefined) return Effect.void
            const said = conceal(
              `The ${asked.action} that was given up had an answer after all: ${words(late)}`
            )
            return Effect.zipRight(Effect.logWarning(said), options.onLate?.(late) ?? Effect.void)
          }
        )
        const no = refused()
        if (no !== undefined) return yield* no
        const working = yield* Effect.forkDaemon(work)
        call.add({
          maySpend: () => at !== undefined,
          giveUp: () => {
            if (outcome === undefined) isGivenUp = true
            ended.unsafeOpen()
          }
        })
        yield* Effect.onInterrupt(restore(ended.await), () => Effect.sync(() => stop(working)))
        const known = outcome
        if (known !== undefined) return yield* known
        const reason = call.reason ?? "aborted"
        if (at === undefined) {
          stop(working)
          return yield* refuse(reason)
        }
        keep(working)
        return yield* new OutcomeUnknown({
          action: asked.action,
          at,
          request: asked.params,
          meaning: null,
          cause: new Interrupted({ reason, detail: "" })
        })
      })
    )
  return {
    ...client,
    spend: (asked, options = {}) =>
      Effect.flatMap(FiberRef.get(current), (call) =>
        call === undefined ? client.spend(asked, options) : spend(asked, options, call)
      )
  }
}
