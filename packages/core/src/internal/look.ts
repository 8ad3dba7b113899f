/** Looking at what a program without types gave, which may throw at a look. */
import * as Duration from "effect/Duration"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"

/** What a function gives, or something else, made only where what it looks at throws, as a getter or a proxy may. */
export const tried = <A>(look: () => A, otherwise: () => A): A => {
  try {
    return look()
  } catch {
    return otherwise()
  }
}

const longest = 60

const show = (value: unknown): string => {
  if (typeof value === "string") return JSON.stringify(value.slice(0, longest))
  if (Duration.isDuration(value)) return Duration.format(value)
  if (Redacted.isRedacted(value)) return ""
  if (Array.isArray(value)) return "a list"
  if (typeof value === "symbol") return "a symbol"
  return Predicate.isObject(value)
    ? `${typeof value === "function" ? "a" : "an"} ${typeof value}`
    : `${value}`
}

/** A value as an error shows it. */
export const shown = (value: unknown): string =>
  tried(
    () => show(value),
    () => "something that throws at a look"
  )
