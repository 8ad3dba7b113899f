/** A figure of the table: what is measured, what is aimed at, and how it is found out. */
import { medianOf, type Pair, ratio } from "./alternate.js"

/** What a ratio is to be. */
export type Aim = { readonly most: number } | { readonly least: number }

/** One line of the table. */
export interface Row {
  readonly figure: string
  /** Null where the figure is for information. */
  readonly aim: Aim | null
  readonly value: number
  readonly unit: "times" | "kB" | "ms" | "count"
  /** What was measured, with its unit, such as `12.3 ms`. */
  readonly smmkit: string
  readonly limit: string | null
  readonly common: string | null
}

export interface Figure {
  readonly id: string
  /** `whole` as the table has it; else once and small, to prove that it works. */
  readonly measure: (whole: boolean) => Promise<ReadonlyArray<Row>>
}

export const isMet = ({ aim, value }: Pick<Row, "aim" | "value">): boolean => {
  if (aim === null) return true
  return "most" in aim ? value <= aim.most : value >= aim.least
}

export const ms = (value: number): string => `${value.toFixed(value < 1 ? 3 : value < 100 ? 1 : 0)} ms`

/** The line of one ratio to the limit. */
export const row = (
  figure: string,
  most: number,
  pair: Pair,
  kind: "cpu" | "wall",
  common: number | null,
  per = 1
): Row => ({
  figure,
  aim: { most },
  value: ratio(pair, kind),
  unit: "times",
  smmkit: ms(medianOf(pair.smmkit, kind) / per),
  limit: ms(medianOf(pair.limit, kind) / per),
  common: common === null ? null : ms(common)
})
