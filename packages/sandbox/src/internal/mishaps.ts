/** Which mishaps befall which call: by script, else by rules and chance. */
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as Mishap from "../Mishap.js"
import type { Definition } from "./faults/mishap.js"
import { mishaps as table } from "./faults/mishaps.js"
import { fromOpaque } from "./opaque.js"
import { draw } from "./seeded.js"

const definitions: Readonly<Record<Mishap.Name, Definition>> = table

/** What a mishap may be bound to. */
export interface Caller {
  readonly action: Mishap.Action | "unknown"
  /** The how manieth call of this action it is. */
  readonly nth: number
  readonly account: string | undefined
  readonly key: string | undefined
  readonly orders: ReadonlyArray<string>
}

/** A mishap that befalls a call. */
export interface Befallen {
  readonly name: Mishap.Name
  readonly definition: Definition
  readonly after: number | undefined
  /** The only order that is meant. */
  readonly order: string | undefined
}

export interface Mishaps {
  /** Says what is wrong with what it is given, in words, and then does nothing. */
  readonly set: (rates: Mishap.Rates) => string | undefined
  readonly add: (rules: ReadonlyArray<Mishap.Rule>, until: number) => string | undefined
  readonly script: (steps: ReadonlyArray<Mishap.Step>, where: Mishap.Where) => string | undefined
  readonly left: (where: Mishap.Where) => number
  readonly clear: () => void
  /** Draws for a call. */
  readonly next: (caller: Caller, now: number) => ReadonlyArray<Befallen>
}

interface Standing {
  readonly names: ReadonlyArray<Mishap.Name>
  readonly where: Mishap.Where
  readonly chance: number
  readonly after: number | undefined
  readonly until: number
}

interface Script {
  readonly where: Mishap.Where
  readonly steps: Array<Mishap.Step>
}

const isChance = (value: number): boolean => Predicate.isNumber(value) && value >= 0 && value <= 1

const millis = (after: Duration.DurationInput | undefined): number | undefined =>
  after === undefined ? undefined : Math.round(Duration.toMillis(after))

const wrongName = (names: ReadonlyArray<string>): string | undefined => {
  const stray = names.find((name) => !Schema.is(Mishap.Name)(name))
  return stray === undefined ? undefined : `there is no mishap ${JSON.stringify(stray)}`
}

const wrongWhere = ({ action }: Mishap.Where): string | undefined =>
  action === undefined || Schema.is(Mishap.Action)(action)
    ? undefined
    : `there is no action ${JSON.stringify(action)}`

const isNoWait = (after: number | undefined): boolean =>
  after !== undefined && !(Number.isFinite(after) && after >= 0)

const wrongWait = (after: number | undefined): string | undefined =>
  isNoWait(after) ? "give `after` a span of time that ends, such as 5 minutes" : undefined

/** What is wrong with rates by chance, in words. */
export const wrongRates = (rates: Mishap.Rates): string | undefined => {
  const wrong = Object.entries(rates).find(([, rate]) => rate !== undefined && !isChance(rate))
  return (
    wrongName(Object.keys(rates)) ??
    (wrong === undefined ? undefined : `give ${wrong[0]} a chance from 0 to 1`)
  )
}

const namesOf = (step: Mishap.Step): ReadonlyArray<Mishap.Name> => {
  if (step === "none") return []
  if (typeof step === "string") return [step]
  return ["mishap" in step ? step.mishap : step].flat()
}

const afterOf = (step: Mishap.Step): number | undefined =>
  typeof step === "object" && "mishap" in step ? millis(step.after) : undefined

const isSame = (one: Mishap.Where, other: Mishap.Where): boolean =>
  one.action === other.action &&
  one.account === other.account &&
  one.key === other.key &&
  one.order === other.order

const isBound = (where: Mishap.Where): boolean => !isSame(where, {})

const fits = ({ action, account, key, order }: Mishap.Where, caller: Caller): boolean =>
  (action === undefined || action === caller.action) &&
  (account === undefined || account === caller.account) &&
  (key === undefined || key === caller.key) &&
  (order === undefined || caller.orders.some((id) => fromOpaque(id) === fromOpaque(order)))

export const make = (seed: number, initial: Mishap.Rates): Mishaps => {
  const scripts: Array<Script> = []
  const rules: Array<Standing> = []
  let rates: ReadonlyArray<Standing> = []

  const set = (next: Mishap.Rates): string | undefined => {
    const wrong = wrongRates(next)
    if (wrong !== undefined) return wrong
    rates = Mishap.names.map((name) => ({
      names: [name],
      where: {},
      chance: next[name] ?? 0,
      after: undefined,
      until: Number.POSITIVE_INFINITY
    }))
    return undefined
  }
  const befall = (
    names: ReadonlyArray<Mishap.Name>,
    after: number | undefined,
    { order }: Mishap.Where
  ): ReadonlyArray<Befallen> =>
    names.map((name) => ({
      name,
      definition: definitions[name],
      after,
      order: order === undefined ? undefined : fromOpaque(order)
    }))
  /** The step that falls to the call, which is gone then. What is bound to something comes first. */
  const take = (caller: Caller): ReadonlyArray<Befallen> | undefined => {
    const left = scripts.filter(({ where, steps }) => steps.length > 0 && fits(where, caller))
    const script = left.find(({ where }) => isBound(where)) ?? left[0]
    const step = script?.steps.shift()
    return script === undefined || step === undefined
      ? undefined
      : befall(namesOf(step), afterOf(step), script.where)
  }
  const byChance = (caller: Caller, now: number): ReadonlyArray<Befallen> =>
    [...rules, ...rates]
      .filter(({ where, until }) => now < until && fits(where, caller))
      .flatMap(({ names, where, chance, after }) =>
        befall(
          names.filter((name) => draw(seed, "mishap", name, caller.action, caller.nth) < chance),
          after,
          where
        )
      )
  /** Of what excludes each other, the first one by chance. */
  const compatible = (all: ReadonlyArray<Befallen>, { action, nth }: Caller): ReadonlyArray<Befallen> => {
    const taken: Array<Befallen> = []
    const place = ({ name }: Befallen) => draw(seed, "first", name, action, nth)
    for (const one of [...all].sort((one, other) => place(one) - place(other))) {
      if (!taken.some(({ name }) => Mishap.exclude(name, one.name))) taken.push(one)
    }
    return taken
  }

  set(initial)
  return {
    set,
    add: (added, until) => {
      const read = added.map(
        ({ mishap, chance = 1, after, until: end, ...where }): Standing => ({
          names: [mishap].flat(),
          where,
          chance,
          after: millis(after),
          until: Math.min(until, end === undefined ? until : DateTime.toEpochMillis(end))
        })
      )
      for (const { names, where, chance, after } of read) {
        const wrong = wrongName(names) ?? wrongWhere(where) ?? wrongWait(after)
        if (wrong !== undefined) return wrong
        if (!isChance(chance)) return `give ${names.join(", ")} a chance from 0 to 1`
      }
      rules.push(...read)
      return undefined
    },
    script: (steps, where) => {
      const wrong =
        wrongName(steps.flatMap(namesOf)) ?? wrongWhere(where) ?? wrongWait(steps.map(afterOf).find(isNoWait))
      if (wrong !== undefined) return wrong
      const script = scripts.find((one) => isSame(one.where, where))
      // One by one: a script may be longer than a call can have arguments.
      if (script === undefined) scripts.push({ where, steps: [...steps] })
      else for (const step of steps) script.steps.push(step)
      return undefined
    },
    left: (where) => scripts.find((one) => isSame(one.where, where))?.steps.length ?? 0,
    clear: () => {
      scripts.length = 0
      rules.length = 0
      rates = []
    },
    next: (caller, now) => {
      if (scripts.length === 0 && rules.length === 0 && rates.length === 0) return []
      const fallen = (take(caller) ?? byChance(caller, now)).filter(
        ({ definition: { on } }) =>
          on === undefined || (caller.action !== "unknown" && on.includes(caller.action))
      )
      return fallen.length < 2 ? fallen : compatible(fallen, caller)
    }
  }
}
