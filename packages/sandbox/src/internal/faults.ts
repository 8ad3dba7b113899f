/** The control over faults. What cannot be done comes back as the error that says so. */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Mishap from "../Mishap.js"
import { SandboxError } from "../SandboxOptions.js"
import type * as Sandbox from "../SandboxService.js"
import * as Trait from "../Trait.js"
import type { Mishaps } from "./mishaps.js"
import type { Reception } from "./reception.js"

/** What calls are meant, where an action may stand for itself. */
export const bound = (where: Mishap.Action | Mishap.Where = {}): Mishap.Where =>
  typeof where === "string" ? { action: where } : where

/** Does what may be refused in words. */
const attempt = (field: string, act: () => string | undefined): Effect.Effect<void, SandboxError> =>
  Effect.suspend(() => {
    const remedy = act()
    return remedy === undefined ? Effect.void : Effect.fail(new SandboxError({ field, remedy }))
  })

export const make = (mishaps: Mishaps, reception: Reception): Sandbox.Faults => ({
  setTraits: (traits) =>
    attempt("traits", () => {
      const problem = Trait.problem(traits)
      if (problem === undefined) reception.wear(traits)
      return problem
    }),
  traits: Effect.sync(reception.traits),
  set: (rates) => attempt("mishaps", () => mishaps.set(rates)),
  add: (...rules) => attempt("mishaps", () => mishaps.add(rules, Number.POSITIVE_INFINITY)),
  during: (time, ...rules) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) =>
      attempt("mishaps", () => mishaps.add(rules, now + Duration.toMillis(time)))
    ),
  script: (steps, where) => attempt("mishaps", () => mishaps.script(steps, bound(where))),
  left: (where) => Effect.sync(() => mishaps.left(bound(where))),
  clear: Effect.sync(mishaps.clear),
  fired: Effect.sync(reception.fired)
})
