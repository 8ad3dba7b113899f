/** From what a driver failed with to the one error of the store. */
import { TransactionConnection } from "@effect/sql/SqlClient"
import { SqlError } from "@effect/sql/SqlError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FiberRef from "effect/FiberRef"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import { StoreError } from "../../JournalError.js"
import { type Link, meaningOf } from "./sqlReasons.js"

const deepest = 5

const textOf = (failure: object, name: "code" | "message" | "syscall"): string =>
  Predicate.hasProperty(failure, name) && Predicate.isString(failure[name]) ? failure[name] : ""

/** A failure and its causes, the outermost first. */
const chain = (failure: unknown): ReadonlyArray<Link> => {
  const found: Array<Link> = []
  let next = failure
  for (let depth = 0; depth < deepest && Predicate.isObject(next); depth++) {
    found.push({
      code: textOf(next, "code"),
      message: textOf(next, "message"),
      syscall: textOf(next, "syscall")
    })
    const errors = Predicate.hasProperty(next, "errors") && Array.isArray(next.errors) ? next.errors : []
    next = Predicate.hasProperty(next, "cause") ? next.cause : errors[0]
  }
  return found
}

const longestDetail = 200

/** A connection address can hold a password, so none is ever quoted. */
const withoutAddresses = (text: string) => text.replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, "(address)")

/** The driver's own words; its code first, unless they begin with it. */
const saidBy = (link: Link | undefined): string => {
  const { code = "", message = "" } = link ?? {}
  return message.startsWith(code) ? message : [code, message].filter((part) => part !== "").join(": ")
}

export const storeError = (failure: unknown): StoreError => {
  if (failure instanceof StoreError) return failure
  const links = chain(failure)
  const isOfDriver = failure instanceof SqlError
  const [meaning = { reason: "other", remedy: "" } as const] = links.flatMap(
    (link) => meaningOf(link, isOfDriver) ?? []
  )
  const detail = withoutAddresses(saidBy(links.at(-1))).slice(0, longestDetail)
  return new StoreError({ ...meaning, detail })
}

/** Whether another one has just written what may stand there but once (PostgreSQL; SQLite has one writer). */
export const isContested = ({ detail }: StoreError): boolean => detail.startsWith("23505")

const isFailure = (failure: unknown) => failure instanceof SqlError || failure instanceof StoreError

/**
 * Fails inside a transaction of whoever asks: @effect/sql would let the store's statements join it, whatever
 * database it is of, so that an intent could be rolled back after its order was sent.
 */
export const outside = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | StoreError, R> =>
  // One step, as this is asked for each order.
  Effect.withFiberRuntime((fiber) => {
    const context = fiber.getFiberRef(FiberRef.currentContext)
    return Option.isNone(Context.getOption(context, TransactionConnection)) ? effect : Effect.fail(inside)
  })

const inside = new StoreError({
  reason: "other",
  detail: "it was asked inside a transaction, which could take back what is written",
  remedy: "use the journal outside of `withTransaction`"
})

/** Turns the driver's error into the store's. A commit or a rollback that fails comes as a defect. */
export const typed = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, StoreError, R> =>
  outside(effect).pipe(
    Effect.mapError(storeError),
    Effect.catchAllDefect((defect) =>
      isFailure(defect) ? Effect.fail(storeError(defect)) : Effect.die(defect)
    )
  )
