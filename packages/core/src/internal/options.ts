/** What options may hold: the value where it is usable, else what would be right. */
import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import * as Option from "effect/Option"

/** A value that is usable or not. */
export const usable = <A>(value: A, isUsable: boolean, remedy: string): Either.Either<A, string> =>
  isUsable ? Either.right(value) : Either.left(remedy)

export const whole = (value: number, least: number): Either.Either<number, string> =>
  usable(value, Number.isSafeInteger(value) && value >= least, `give a whole number from ${least}`)

export const oneOf = <A extends string>(value: A, all: ReadonlyArray<A>): Either.Either<A, string> =>
  usable(value, all.includes(value), `give one of ${all.join(", ")}`)

/** A time; whether it may be none at all, or endless, depends on what it is for. */
export const time = (
  value: Duration.DurationInput,
  { none = false, endless = false }: { readonly none?: boolean; readonly endless?: boolean } = {}
): Either.Either<Duration.Duration, string> => {
  const remedy = `give a time such as "10 seconds"${none ? "" : ", longer than none"}`
  // `Duration` takes what is no number, or below zero, for no time at all.
  const isTime = typeof value !== "number" || value >= 0
  return Option.match(isTime ? Duration.decodeUnknown(value) : Option.none(), {
    onNone: () => Either.left(remedy),
    onSome: (duration) => {
      const isLong = none || Duration.greaterThan(duration, Duration.zero)
      return usable(duration, isLong && (endless || Duration.isFinite(duration)), remedy)
    }
  })
}
