/**
 * What programs without types may give a call for its options or an ID: each is looked at once, before anything
 * is sent, and what cannot be worked with is told by its name, what it held and the remedy.
 */
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import type { CallOptions } from "../Call.js"
import { NotSent } from "../Transport.js"
import { shown, tried } from "./look.js"
import { readId } from "./wire.js"

/** Nothing is sent for what was given. */
export const refused = (field: string, value: unknown, remedy: string): NotSent =>
  new NotSent({ reason: "withheld", detail: `${field} is ${shown(value)}: ${remedy}` })

/** Whether a deadline is one; what is no number is no time. */
const isDeadline = (deadline: unknown): boolean =>
  deadline === undefined ||
  DateTime.isDateTime(deadline) ||
  (!Number.isNaN(deadline) && Duration.decodeUnknown(deadline)._tag === "Some")

export const wrongTime = (field: string, time: unknown): NotSent | undefined =>
  tried(
    () => isDeadline(time) && !DateTime.isDateTime(time),
    () => false
  )
    ? undefined
    : refused(field, time, 'give a time such as "30 seconds"')

const callbacks = ["gate", "onRetry", "onLate"]

/** A copy of the options of a call. */
export const options = <O extends CallOptions>(
  given: O | undefined
): Either.Either<O | undefined, NotSent> => {
  // Many programs say nothing so.
  if (given === undefined || given === null) return Either.right(undefined)
  const wrong = (field: string, value: unknown, remedy: string) => Either.left(refused(field, value, remedy))
  const none = () => wrong("options", given, "give an object, which may be empty")
  return tried(() => {
    if (!Predicate.isRecord(given)) return none()
    const own = { ...given }
    if (!isDeadline(own.deadline)) return wrong("deadline", own.deadline, 'give a time such as "10 seconds"')
    const fields = new Map(Object.entries(own))
    const name = callbacks.find((name) => !/^(?:function|undefined)$/.test(typeof fields.get(name)))
    return name === undefined ? Either.right(own) : wrong(name, fields.get(name), "give a function")
  }, none)
}

/** Why a call of the client is none. */
export const wrongCall = (call: object): NotSent | undefined => {
  const isCall = ({ action, params, decode }: Readonly<Record<string, unknown>>) =>
    Predicate.isString(action) && Predicate.isRecord(params) && Predicate.isFunction(decode)
  return tried(
    () => Predicate.isRecord(call) && isCall(call),
    () => false
  )
    ? undefined
    : refused("call", call, "give an object with action, params and decode")
}

/** What a gate says. One that breaks, or says what is neither yes nor no, keeps all from being sent. */
export const ask = (gate: () => NotSent | undefined): NotSent | undefined => {
  const broken = () => refused("gate", gate, "have it give undefined, or a NotSent")
  return tried(() => {
    const said: unknown = gate()
    return said === undefined || said instanceof NotSent ? said : broken()
  }, broken)
}

/** Why an ID is none, which would be another one, or several, on the wire. */
export const wrongId = (field: string, id: unknown): NotSent | undefined =>
  typeof id === "string" && readId(id) === id
    ? undefined
    : refused(field, id, 'give an ID as text, such as "23501"')

const isList = (value: unknown): boolean => Array.isArray(value)

/** A copy of a list of texts, or why it is none. */
export const list = <Id extends string>(
  field: string,
  given: ReadonlyArray<Id>
): Either.Either<ReadonlyArray<Id>, NotSent> => {
  const wrong = (value: unknown) =>
    Either.left(refused(field, value, 'give a list of IDs as texts, such as ["23501"]'))
  return tried(
    () => {
      if (!isList(given)) return wrong(given)
      const own: Array<Id> = []
      // Sees holes as entries, and ends at the first.
      for (const id of given) {
        if (typeof id !== "string") return wrong(id)
        own.push(id)
      }
      return Either.right(own)
    },
    () => wrong(given)
  )
}
