/** Which faults befall which call: by script, else by chance. */
import * as Duration from "effect/Duration"
import { PCGRandom } from "effect/Utils"
import type { Exchange } from "../Exchange.js"
import { type Name, names, type Rates, type Step } from "../Fault.js"
import { all } from "./faults/all.js"
import type { Call, Definition } from "./faults/fault.js"

/** What befalls one call. */
interface Mishap {
  readonly faults: ReadonlyArray<Name>
  readonly after: number | undefined
}

export interface Mishaps {
  readonly set: (rates: Rates) => void
  readonly script: (steps: ReadonlyArray<Step>, action: string | undefined) => void
  readonly clear: () => void
  /** Draws for the next call; undefined where nothing befalls it. */
  readonly next: (action: string) => Mishap | undefined
}

const definitions: Readonly<Record<Name, Definition>> = all

const canBefall = (action: string) => (name: Name) => definitions[name].on?.includes(action) ?? true

const read = (step: Step): Mishap => {
  if (step === "none") return { faults: [], after: undefined }
  if (typeof step === "string") return { faults: [step], after: undefined }
  if (!("fault" in step)) return { faults: step, after: undefined }
  return { faults: [step.fault].flat(), after: Duration.toMillis(step.after) }
}

// No action has this name, so it can stand for all of them.
const everyAction = "*"

export const make = (seed: number, initial: Rates): Mishaps => {
  const random = new PCGRandom(seed)
  const scripts = new Map<string, Array<Step>>()
  let rates: ReadonlyArray<readonly [Name, number]> = []

  const set = (next: Rates): void => {
    rates = names.flatMap((name) => {
      const rate = next[name] ?? 0
      return rate > 0 ? [[name, rate] as const] : []
    })
  }
  const take = (action: string): Mishap | undefined => {
    const step = scripts.get(action)?.shift() ?? scripts.get(everyAction)?.shift()
    return step === undefined ? undefined : read(step)
  }
  const draw = (action: string): Mishap => ({
    faults: rates
      .filter(([name, rate]) => canBefall(action)(name) && random.number() < rate)
      .map(([name]) => name)
      .slice(0, 1),
    after: undefined
  })

  set(initial)
  return {
    set,
    script: (steps, action = everyAction) => {
      scripts.set(action, [...(scripts.get(action) ?? []), ...steps])
    },
    clear: () => {
      scripts.clear()
      rates = []
    },
    next: (action) => {
      if (scripts.size === 0 && rates.length === 0) return undefined
      const { faults, after } = take(action) ?? draw(action)
      const befalling = faults.filter(canBefall(action))
      return befalling.length === 0 ? undefined : { faults: befalling, after }
    }
  }
}

/** What a call comes to when faults befall it, those named first outermost. */
export const befall = (faults: ReadonlyArray<Name>, call: Call, next: () => Exchange): Exchange =>
  faults.reduceRight<() => Exchange>((inner, name) => () => definitions[name].act(call, inner), next)()
