/**
 * The refills, or the cancels, of one order: each has a number, counted from 1, and its key is made of both. The
 * number grows only when the one before has ended for certain, so no two of them are ever under way together.
 */
import type { JournalEntry } from "../../JournalEntry.js"

export const keyOf = (order: string, nth: number): string => `${order}#${nth}`

/** All keys of an order's series lie between these two. */
export const bounds = (order: string): { readonly first: string; readonly last: string } => ({
  first: `${order}#`,
  last: `${order}$`
})

const parts = /^(.+)#([1-9]\d{0,8})$/s

/** The order that a key of a series is about. */
export const subjectOf = (key: string): string | null => parts.exec(key)?.[1] ?? null

/** Which one of its series an entry is; 0 of a key that is of none. */
export const nthOf = ({ key }: Pick<JournalEntry, "key">): number => Number(parts.exec(key)?.[2] ?? 0)

/** What is about an order, in the order of its numbers. */
export const sorted = (order: string, entries: ReadonlyArray<JournalEntry>): ReadonlyArray<JournalEntry> =>
  entries.filter(({ key }) => subjectOf(key) === order).sort((one, other) => nthOf(one) - nthOf(other))
