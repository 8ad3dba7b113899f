/**
 * Opaque spellings of numbers that are no counter in disguise: neighbours look nothing alike, and which
 * came first cannot be told. Each is a round trip, so that the panel knows its own again.
 */
import { draw } from "./seeded.js"

const bits = 64n
const all = (1n << bits) - 1n

/** Odd, so that multiplying by it can be undone. */
const factor = 0x9e3779b97f4a7c15n
const inverse = 0xf1de83e19937733dn

/** Each step can be undone: multiplying by an odd number, and mixing the upper half into the lower. */
const mixed = (value: bigint): bigint => value ^ (value >> 32n)

const maskOf = (seed: number, name: string): bigint =>
  (BigInt(Math.floor(draw(seed, name, "high") * 0x1_0000_0000)) << 32n) |
  BigInt(Math.floor(draw(seed, name, "low") * 0x1_0000_0000))

/** Twenty signs of base 36 hold what is needed: what lies above 64 bits, and the scrambled rest. */
export const scramble = (seed: number, name: string, number: bigint): string => {
  const mask = maskOf(seed, name)
  const once = mixed((((number & all) ^ mask) * factor) & all)
  const twice = mixed((once * factor) & all)
  const above = number >> bits
  const text = twice.toString(36).padStart(13, "0")
  return above === 0n ? `ord_${text}` : `ord_${text}_${above.toString(36)}`
}

const shape = /^ord_([0-9a-z]{13})(?:_([0-9a-z]{1,20}))?$/

/** The number behind an opaque spelling; undefined where the text is none. */
export const unscramble = (seed: number, name: string, text: string): bigint | undefined => {
  const [, low, high] = shape.exec(text) ?? []
  if (low === undefined) return undefined
  const once = (mixed(read(low)) * inverse) & all
  const rest = ((mixed(once) * inverse) & all) ^ maskOf(seed, name)
  const number = rest + (high === undefined ? 0n : read(high) << bits)
  // Of two texts that come to the same number, the panel has written one only.
  return scramble(seed, name, number) === text ? number : undefined
}

const read = (digits: string): bigint =>
  [...digits].reduce((value, digit) => value * 36n + BigInt(Number.parseInt(digit, 36)), 0n)

// The spellings that the fault `opaque-id` hands out of a panel that counts.
const wire = [0, "opaque-id"] as const

export const toOpaque = (number: number): string => scramble(...wire, BigInt(number))

/** The panel's own number in either spelling. */
export const fromOpaque = (id: string): string => {
  const number = unscramble(...wire, id)
  return number === undefined ? id : String(number)
}
