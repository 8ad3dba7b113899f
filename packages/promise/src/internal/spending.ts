/** What is to be said of a call that spends where its end is not waited for, and who shares one. */
import { OutcomeUnknown } from "@smmkit/core/PanelError"
import { Interrupted, type Reason } from "@smmkit/core/Transport"
import * as Clock from "effect/Clock"
import { Call } from "./call.js"
import * as Errors from "./errors.js"
import type { Spending } from "./run.js"

const clock = Clock.make()

/** What was asked. */
export interface Asked {
  readonly action: string
  readonly request: Readonly<Record<string, string>>
}

const unknown = ({ action, request }: Asked, conceal: Errors.Conceal) => {
  const at = clock.unsafeCurrentTimeMillis()
  return (reason: Reason) => {
    const cause = new Interrupted({ reason, detail: "" })
    return Errors.of(new OutcomeUnknown({ action, at, request, meaning: null, cause }), conceal)
  }
}

/** A call that one alone waits for. */
export const alone = (asked: Asked, conceal: Errors.Conceal): Spending => ({
  call: new Call(),
  leave: () => false,
  unknown: unknown(asked, conceal)
})

interface Shared {
  readonly call: Call
  callers: number
}

/** Calls by key. Who asks for a key that is on its way waits for that call, which goes on while one of them does. */
export const sharing = () => {
  const byKey = new Map<string, Shared>()
  return (key: string, asked: Asked, conceal: Errors.Conceal) => {
    const known = byKey.get(key)
    const shared =
      known === undefined || known.call.reason !== undefined ? { call: new Call(), callers: 0 } : known
    byKey.set(key, shared)
    shared.callers += 1
    let hasLeft = false
    const leave = (): boolean => {
      if (!hasLeft) {
        hasLeft = true
        shared.callers -= 1
        if (shared.callers === 0 && byKey.get(key) === shared) byKey.delete(key)
      }
      return shared.callers > 0
    }
    const spending: Spending = { call: shared.call, leave, unknown: unknown(asked, conceal) }
    return spending
  }
}
