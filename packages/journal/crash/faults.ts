/** How answers get lost, each as often as the others. */
import type { Mishap } from "@smmkit/sandbox"

export const kinds = [
  "refused",
  "dropped-before",
  "dropped-after",
  "booked-late",
  "half-body",
  "server-error-before",
  "server-error-after",
  "gateway-error",
  "html-before",
  "empty-body",
  "rate-limited"
] as const satisfies ReadonlyArray<Mishap.Name>

/** Faults by chance, `rate` in all. The catalogue has to be readable all the same, but `services` is asked rarely and repeated. */
export const faults = (rate: number): Mishap.Rates =>
  Object.fromEntries(kinds.map((kind) => [kind, rate / kinds.length]))
