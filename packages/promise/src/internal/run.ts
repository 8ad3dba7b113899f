/** Runs what a call is made of, as a promise that its caller may give up. */
import type { Reason } from "@smmkit/core/Transport"
import { Interrupted as CoreInterrupted, NotSent as CoreNotSent } from "@smmkit/core/Transport"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import type { AnyError } from "../AnyError.js"
import type { CallOptions } from "../Options.js"
import { PanelClosed } from "../UsageErrors.js"
import * as Calls from "./call.js"
import * as Errors from "./errors.js"
import * as Hold from "./hold.js"
import { subscribe } from "./signal.js"

/** How long what is written down of a call that was given up is waited for, in milliseconds. */
const patience = 1000

/** Who is waiting for a call. */
interface Waiting {
  readonly close: () => void
  readonly ended: Promise<void>
}

/** A call that spends, and what is to be said of it where its own end is not waited for. */
export interface Spending {
  readonly call: Calls.Call
  /** Leaves it to the others who wait for it; true where there are any. */
  readonly leave: () => boolean
  /** Says that nobody knows what became of it. */
  readonly unknown: (reason: Reason) => AnyError
}

export interface Runner {
  /** Lets what was given up go on, and the process live until it has ended. */
  readonly keep: Calls.Keep
  readonly run: <A>(
    effect: Effect.Effect<A, Errors.Failure>,
    options: CallOptions,
    spending?: Spending | undefined
  ) => Promise<A>
  /** What a read that was given up ends with. */
  readonly interrupted: (reason: Reason) => AnyError
  /** Takes no more calls, and gives those up that may be given up; ends when the others have. */
  readonly close: () => Promise<void>
}

/** An error whose stack leads to who made the call, and not into the works. */
const calledFrom = (error: AnyError, { stack = "" }: Error): AnyError => {
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line))
  if (frames.length === 0) return error
  const own = [`${error.name}: ${error.message}`, ...frames].join("\n")
  return Object.defineProperty(error, "stack", { value: own, configurable: true, writable: true })
}

export const closed = (): PanelClosed =>
  new PanelClosed("The panel is closed: nothing was sent; create another with createPanel")

export const make = (conceal: Errors.Conceal): Runner => {
  const hold = Hold.make()
  const background = new Set<Fiber.RuntimeFiber<unknown>>()
  const waiting = new Set<Waiting>()
  let isClosed = false

  const notSent = (reason: Reason) => Errors.of(new CoreNotSent({ reason, detail: "" }), conceal)
  const interrupted = (reason: Reason) => Errors.of(new CoreInterrupted({ reason, detail: "" }), conceal)

  const run: Runner["run"] = (effect, { signal, timeout }, spending) => {
    if (isClosed) return Promise.reject(closed())
    const here = new Error()
    return new Promise((resolve, refuse) => {
      const reject = (error: AnyError): void => refuse(calledFrom(error, here))
      const call = spending?.call
      let isAborted = false
      let abort = (): void => {
        isAborted = true
      }
      const unsubscribe = subscribe(signal, () => abort())
      if (isAborted) return reject(notSent("aborted"))
      const letGo = hold.take()
      const fiber = Effect.runFork(Effect.locally(effect, Calls.current, call))
      let timers: ReadonlyArray<ReturnType<typeof setTimeout>> = []
      let isOver = false

      /** Ends the promise, once. */
      const end = (settle: () => void): void => {
        if (isOver) return
        isOver = true
        for (const timer of timers) clearTimeout(timer)
        unsubscribe()
        waiting.delete(one)
        letGo()
        settle()
        over()
      }
      const stop = (error: AnyError): void => {
        fiber.unsafeInterruptAsFork(FiberId.none)
        end(() => reject(error))
      }
      const giveUp = (reason: Reason): void => {
        if (isOver) return
        if (spending === undefined || call === undefined) {
          stop(interrupted(reason))
        } else if (spending.leave()) {
          stop(spending.unknown(reason))
        } else {
          call.abandon(reason)
          // Where its end is near, what became of it has only to be written down.
          const late = () => stop(call.maySpend ? spending.unknown(reason) : notSent(reason))
          if (call.hasBegun) timers = [...timers, setTimeout(late, patience)]
          else late()
        }
      }
      abort = () => giveUp("aborted")
      let over = (): void => {}
      const one: Waiting = {
        ended: new Promise((done) => {
          over = done
        }),
        close: () => {
          if (call === undefined) return stop(closed())
          call.refuse("withheld")
          if (!call.hasBegun) stop(closed())
        }
      }
      waiting.add(one)
      if (timeout !== undefined) timers = [setTimeout(() => giveUp("timeout"), timeout)]
      fiber.addObserver((exit) =>
        end(() => {
          if (exit._tag === "Success") return resolve(exit.value)
          const maySpend = call?.maySpend === true
          if (!isClosed || !Cause.isInterruptedOnly(exit.cause)) {
            return reject(Errors.ofCause(exit.cause, conceal, maySpend))
          }
          reject(spending !== undefined && maySpend ? spending.unknown("aborted") : closed())
        })
      )
    })
  }

  const keep: Calls.Keep = (fiber) => {
    const letGo = hold.take()
    background.add(fiber)
    fiber.addObserver(() => {
      background.delete(fiber)
      letGo()
    })
  }

  return {
    keep,
    run,
    interrupted,
    close: async () => {
      isClosed = true
      const others = [...waiting]
      for (const one of others) one.close()
      await Promise.all(others.map(({ ended }) => ended))
      await Effect.runPromise(
        Effect.forEach(background, (fiber) => fiber.await, { concurrency: "unbounded", discard: true })
      )
    }
  }
}
