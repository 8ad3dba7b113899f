/**
 * What programs without types may give a call: each part is looked at once, before anything is done, and what cannot
 * be worked with is told by its name, what it held and the remedy.
 */
import { OrderId } from "@smmkit/core/Identifiers"
import * as Check from "@smmkit/core/Options"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"

type Given<A> = Either.Either<A, Check.InvalidOption>

export const order = Check.decoded(OrderId, 'give the ID of an order as text, such as "23501"')

/** A copy of an object of options, of which none is misspelt. */
export const options = <A extends object>(
  check: ReturnType<typeof Check.checker>,
  given: A,
  names: ReadonlyArray<string>
): Given<A> =>
  Either.gen(function* () {
    const own = yield* check("options", given, () =>
      Check.copy(`give an object of ${names.join(", ")}`)(given)
    )
    yield* check("options", own, Check.only(names))
    return own
  })

/** What each field of an object has to be. */
export type Fields<A> = { readonly [Name in keyof A]-?: Check.Check<unknown> }

/** What may be left out. */
export const maybe =
  (is: Check.Check<unknown>): Check.Check<unknown> =>
  (value) =>
    value === undefined ? Either.right(undefined) : is(value)

const upToNothing = <A>(list: ReadonlyArray<A>): ReadonlyArray<A> => {
  const own: Array<A> = []
  for (const one of list) {
    own.push(one)
    if (one === undefined) break
  }
  return own
}

/** A list of anything, up to the first hole, as there may be four billion of them; what is in it is looked at by itself. */
export const aList =
  (remedy: string) =>
  <A>(value: ReadonlyArray<A>): Either.Either<ReadonlyArray<A>, string> =>
    Array.isArray(value) ? Either.right(upToNothing(value)) : Either.left(remedy)

/** An object of a call, and how its fields are called: by themselves, unless there may be several such objects. */
interface Place {
  readonly field: string
  readonly inside?: string
  /** Whether there may be other fields beside these, as where a whole event stands for its place. */
  readonly isOpen?: boolean
}

/** The checks of a call of this name. */
export const call = (name: string) => {
  const check = Check.checker(`${name} call`)

  const part = <A>(field: string, value: A, is: Check.Check<unknown>): Given<A> =>
    Either.map(check(field, value, is), () => value)

  const object = <A extends object>(
    { field, inside = "", isOpen = false }: Place,
    value: A,
    fields: Fields<A>
  ): Given<A> =>
    Either.gen(function* () {
      const names = Object.keys(fields)
      const remedy = `give an object of ${names.join(", ")}`
      const own = yield* check(field, value, () => Check.copy(remedy)(value))
      if (!isOpen) yield* check(field, own, Check.only(names))
      for (const [name, is] of Object.entries<Check.Check<unknown>>(fields)) {
        const held: unknown = Reflect.get(own, name)
        yield* check(`${inside}${name}`, held, is)
      }
      return own
    })

  /** An object of anybody's names, each field by one check. */
  const record = <A>(
    field: string,
    value: Readonly<Record<string, A>>,
    remedy: string,
    is: Check.Check<unknown>
  ): Given<Readonly<Record<string, A>>> =>
    Either.gen(function* () {
      // A map has no fields, and would say nothing.
      const own = yield* check(field, value, () =>
        Predicate.isIterable(value) ? Either.left(remedy) : Check.copy(remedy)(value)
      )
      for (const [name, held] of Object.entries(own)) yield* check(`${field}.${name}`, held, is)
      return own
    })

  /** A list, each entry of which is looked at under its place. */
  const list = <A>(
    field: string,
    value: ReadonlyArray<A>,
    remedy: string,
    each: (place: string, one: A) => Given<A>
  ): Given<ReadonlyArray<A>> =>
    Either.gen(function* () {
      const all = yield* check(field, value, () => aList(remedy)(value))
      const own: Array<A> = []
      for (const [at, one] of all.entries()) own.push(yield* each(`${field}[${at}]`, one))
      return own
    })

  return { part, object, record, list }
}
