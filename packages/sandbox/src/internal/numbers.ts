/** The IDs that a panel gives: from where on, with what gaps, in which ranges, as numbers or as opaque text. */
import * as BigInts from "effect/BigInt"
import * as Option from "effect/Option"
import type { Numbered } from "../SandboxSettings.js"
import * as Opaque from "./opaque.js"
import { draw, whole } from "./seeded.js"

export interface Numbers<Id> {
  /** The next ID of a range (a server), as of now. */
  readonly next: (range: number, now: number) => Id
  /** Whether an ID was given to somebody by now, us or another customer. */
  readonly isGiven: (id: string, now: number) => boolean
}

interface Range {
  readonly start: bigint
  /** The last number that was given to one of ours, and when; before the first, the number before the start. */
  last: bigint
  time: number
}

export const make = <Id>(
  { starts, gap, opaque }: Numbered,
  { seed, name, othersEvery }: { readonly seed: number; readonly name: string; readonly othersEvery: number },
  brand: (text: string) => Id,
  now: number
): Numbers<Id> => {
  const ranges = starts.map((start): Range => ({ start, last: start - 1n, time: now }))
  /** How many orders of other customers came between two times. */
  const others = (from: number, to: number): bigint =>
    othersEvery === 0 ? 0n : BigInt(Math.floor(to / othersEvery) - Math.floor(from / othersEvery))
  const skipped = (last: bigint): bigint =>
    gap === 0 ? 0n : BigInt(whole(draw(seed, name, "gap", String(last)), 0, gap))

  /** The next number that no other range has reached: ranges may start close to each other, or alike. */
  const free = (range: Range, number: bigint): bigint => {
    const holder = ranges.find((one) => one !== range && number >= one.start && number <= one.last)
    return holder === undefined ? number : free(range, holder.last + 1n)
  }

  return {
    next: (nth, time) => {
      const range = ranges[nth % ranges.length] ?? ranges[0]
      if (range === undefined) return brand("1")
      const isFirst = range.last < range.start
      const skip = isFirst ? 0n : skipped(range.last)
      const number = free(range, range.last + 1n + skip + others(range.time, Math.max(time, range.time)))
      range.last = number
      range.time = Math.max(time, range.time)
      return brand(opaque ? Opaque.scramble(seed, name, number) : String(number))
    },
    isGiven: (id, time) => {
      const number = opaque
        ? Opaque.unscramble(seed, name, id)
        : /^[1-9]\d{0,39}$/.test(id)
          ? Option.getOrUndefined(BigInts.fromString(id))
          : undefined
      return (
        number !== undefined &&
        ranges.some(
          (range) =>
            number >= range.start && number <= range.last + others(range.time, Math.max(time, range.time))
        )
      )
    }
  }
}
