/** What programs without types may give a call, and what is said to it. */
import * as Identifiers from "@smmkit/core/Identifiers"
import * as Money from "@smmkit/core/Money"
import * as Check from "@smmkit/core/Options"
import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import type * as Schema from "effect/Schema"
import type { CallOptions, FollowOptions } from "../Options.js"
import { SmmkitError } from "../SmmkitError.js"
import { InvalidArgument } from "../UsageErrors.js"
import type { Conceal } from "./errors.js"
import { notNegative } from "./options.js"

const longestValue = 100

/** A value as an error shows it. */
const shown = (value: unknown): string => {
  if (value === undefined || value === null) return ""
  if (typeof value === "string") return value.slice(0, longestValue)
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return `${value}`
  return Array.isArray(value) ? "a list" : `a value of type ${typeof value}`
}

/** What a signal has to have, whichever realm it is from. */
const isSignal = (value: unknown): value is AbortSignal =>
  Predicate.isObject(value) &&
  Predicate.hasProperty(value, "aborted") &&
  Predicate.isBoolean(value.aborted) &&
  Predicate.hasProperty(value, "addEventListener") &&
  Predicate.isFunction(value.addEventListener) &&
  Predicate.hasProperty(value, "removeEventListener") &&
  Predicate.isFunction(value.removeEventListener)

const longestTime = Duration.toMillis(Check.longestTimer)
const checkSignal = Check.is(isSignal, "give the signal of an AbortController")
const checkTimeout = Check.whole({ least: 1, most: longestTime })
const checkEvery = Check.whole({ least: 1000, most: longestTime })
const checkText = Check.is(
  (value): value is string => typeof value === "string" && value !== "",
  "give a text that is not empty"
)
const checkFlag = Check.is((value): value is boolean => typeof value === "boolean", "give true or false")
const checkPlace = Check.whole({ least: 0 })
const checkLine = Check.whole({ least: 1 })
const checkAmount = notNegative('give an amount in plain digits, such as "12.50"')

/** An ID as text; a number where JavaScript holds it exactly, as another may have been rounded already. */
export const idText = (value: unknown): unknown =>
  typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? String(value) : value

const idOf = <Id extends string>(schema: Schema.Schema<Id, string>): Check.Check<Id> => {
  const remedy = 'give an ID as text, such as "23501"; a number only where it is whole and below 2^53'
  const check = Check.decoded(schema, remedy)
  return (value) => check(idText(value))
}

const checkOrder = idOf(Identifiers.OrderId)
const checkRefill = idOf(Identifiers.RefillId)
const checkService = idOf(Identifiers.ServiceId)

/** What placing an order once takes. */
export interface Once extends CallOptions {
  readonly quote: Money.Money | undefined
  readonly atMost: Money.Money["amount"] | undefined
}

/** From where on events are told. */
export interface Since {
  readonly after: number | undefined
  readonly live: boolean | undefined
}

/** Which lines of refunds are meant. */
export interface Which {
  readonly order: Identifiers.OrderId | undefined
  readonly open: boolean | undefined
}

/** Reads the arguments of calls; what cannot be worked with is thrown as an `InvalidArgument`. */
export const make = (conceal: Conceal) => {
  const invalid = (field: string, value: unknown, remedy: string): InvalidArgument => {
    const text = conceal(shown(value))
    const message =
      text === "" ? `${field} is missing: ${remedy}` : `${field} is ${JSON.stringify(text)}: ${remedy}`
    return new InvalidArgument(message, { field, value: text, remedy })
  }
  const read = <A>(field: string, value: unknown, check: Check.Check<A>): A => {
    const checked = check(value)
    if (Either.isLeft(checked)) throw invalid(field, value, checked.left)
    return checked.right
  }

  /** Fields of an object by their checks; one that is not asked for is an error, as it may be misspelt. */
  const fields = (
    value: unknown,
    field: string,
    names: ReadonlyArray<string>
  ): Readonly<Record<string, unknown>> => {
    if (value === undefined) return {}
    const remedy = `give an object with ${names.join(", ")}, or leave it out`
    if (!Predicate.isRecord(value)) throw invalid(field, value === null ? "null" : value, remedy)
    const foreign = Object.keys(value).find((name) => !names.includes(name))
    if (foreign !== undefined) {
      throw invalid(
        `${field}.${foreign}`,
        value[foreign],
        `there is no such option; there are ${names.join(", ")}`
      )
    }
    return value
  }
  const optional = <A>(of: Readonly<Record<string, unknown>>, name: string, check: Check.Check<A>) => {
    const value = of[name]
    return value === undefined ? undefined : read(name, value === null ? "null" : value, check)
  }
  const callOf = (given: Readonly<Record<string, unknown>>): CallOptions => ({
    signal: optional(given, "signal", checkSignal),
    timeout: optional(given, "timeout", checkTimeout)
  })
  const whichOf = (given: Readonly<Record<string, unknown>>): Which => ({
    order: optional(given, "order", checkOrder),
    open: optional(given, "open", checkFlag)
  })
  const each = <A>(value: unknown, field: string, check: Check.Check<A>): ReadonlyArray<A> => {
    if (!Array.isArray(value)) throw invalid(field, value, "give a list of IDs")
    const all: ReadonlyArray<unknown> = value
    const ids: Array<A> = []
    for (let at = 0; at < all.length; at++) ids.push(read(`${field}[${at}]`, all[at], check))
    return ids
  }

  return {
    orderId: (value: unknown) => read("id", value, checkOrder),
    orderIds: (value: unknown) => each(value, "ids", checkOrder),
    refillId: (value: unknown) => read("id", value, checkRefill),
    refillIds: (value: unknown) => each(value, "ids", checkRefill),
    serviceId: (value: unknown) => read("id", value, checkService),
    key: (value: unknown) => read("key", value, checkText),
    call: (value: unknown): CallOptions => callOf(fields(value, "options", ["signal", "timeout"])),
    follow: (value: unknown): FollowOptions => {
      const given = fields(value, "options", ["every", "signal"])
      return { every: optional(given, "every", checkEvery), signal: optional(given, "signal", checkSignal) }
    },
    events: (value: unknown): Since & Pick<CallOptions, "signal"> => {
      const given = fields(value, "options", ["after", "live", "signal"])
      return {
        after: optional(given, "after", checkPlace),
        live: optional(given, "live", checkFlag),
        signal: optional(given, "signal", checkSignal)
      }
    },
    which: (value: unknown): Which => whichOf(fields(value, "filter", ["order", "open"])),
    whichStream: (value: unknown): Which & Pick<CallOptions, "signal"> => {
      const given = fields(value, "filter", ["order", "open", "signal"])
      return { ...whichOf(given), signal: optional(given, "signal", checkSignal) }
    },
    /** Whatever has these fields is a line, as the events and the lines themselves have more. */
    line: (value: unknown) => {
      if (!Predicate.isRecord(value)) throw invalid("line", value, "give a line with order and line")
      return {
        order: read("line.order", value["order"], checkOrder),
        line: read("line.line", value["line"], checkLine),
        account:
          value["account"] === undefined ? undefined : read("line.account", value["account"], checkText)
      }
    },
    how: (value: unknown) => read("how", value, checkText),
    once: (value: unknown): Once => {
      const given = fields(value, "options", ["signal", "timeout", "quote", "atMost"])
      const quote =
        given["quote"] === undefined ? undefined : fields(given["quote"], "quote", ["amount", "currency"])
      return {
        ...callOf(given),
        quote:
          quote &&
          Money.make(
            read("quote.amount", quote["amount"], checkAmount),
            Predicate.isNullable(quote["currency"])
              ? undefined
              : read("quote.currency", quote["currency"], checkText)
          ),
        atMost: optional(given, "atMost", checkAmount)
      }
    },
    /**
     * What an order holds, looked at once: what a getter says, or another part of the program writes, is not to change
     * between its check and its sending.
     */
    order: (value: unknown): unknown => {
      if (!Predicate.isRecord(value)) return value
      const { type = "Default", service, ...rest } = value
      const copied = Object.entries(rest).flatMap(([name, field]) =>
        // As the types have it: a field that is undefined is one that was left out.
        field === undefined ? [] : [[name, copy(field)] as const]
      )
      return { type, service: idText(service), ...Object.fromEntries(copied) }
    },
    /** What breaks while it is read is no value to work with. */
    reading: <A>(what: string, get: () => A): A => {
      try {
        return get()
      } catch (error) {
        throw error instanceof SmmkitError
          ? error
          : invalid(what, "an object that cannot be read", "give plain values: reading it failed")
      }
    }
  }
}

const copy = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.slice()
  return Predicate.isRecord(value) ? { ...value } : value
}
