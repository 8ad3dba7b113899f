/** Comparing the panel's books with the journal, order by order. */
import { type JournalEntry, Store } from "@smmkit/journal"
import { Chunk, Effect, Schedule, Stream } from "effect"
import { storeAt } from "./stores.js"

export interface Books {
  readonly balanced: boolean
  readonly faults: number
  readonly bookings: ReadonlyArray<{ readonly order: string; readonly link: string }>
}

export interface Comparison {
  /** Links that the panel booked more than once, or never although the journal says placed, and so on: all empty. */
  readonly bookedTwice: ReadonlyArray<string>
  readonly lost: ReadonlyArray<string>
  readonly wronglyPlaced: ReadonlyArray<string>
  readonly wronglyUnplaced: ReadonlyArray<string>
  readonly wrongId: ReadonlyArray<string>
  /** Links of which the journal has no entry. */
  readonly missing: ReadonlyArray<string>
  readonly doubts: {
    readonly total: number
    readonly booked: number
    readonly notBooked: number
    readonly unexplained: ReadonlyArray<string>
    readonly why: Readonly<Record<string, number>>
  }
}

/** Each order has a link of its own, by which it is known in the books. */
export const linkOf = (at: number) => `https://example.com/p/${at}`

/** The entries of a journal that nobody works with any more, as soon as no call counts as under way. */
export const readJournal = (
  store: string
): Effect.Effect<ReadonlyArray<JournalEntry.JournalEntry>, unknown> =>
  Effect.gen(function* () {
    const { entries, judge } = yield* Store.Store
    yield* judge
    return Chunk.toReadonlyArray(yield* Stream.runCollect(entries()))
  }).pipe(
    Effect.filterOrFail(
      (entries) => entries.every(({ state }) => state !== "sending"),
      () => "a call is still under way"
    ),
    Effect.retry(Schedule.intersect(Schedule.spaced("500 millis"), Schedule.recurs(120))),
    Effect.provide(storeAt(store))
  )

export const tally = (words: ReadonlyArray<string>): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

export const compare = (
  orders: number,
  books: Books,
  entries: ReadonlyArray<JournalEntry.JournalEntry>
): Comparison => {
  const bookings = new Map<string, Array<string>>()
  for (const { order, link } of books.bookings) bookings.set(link, [...(bookings.get(link) ?? []), order])
  const byLink = new Map(entries.map((entry) => [entry.request["link"] ?? "", entry]))
  const links = Array.from({ length: orders }, (_, at) => linkOf(at))
  const bookedOf = (link: string) => bookings.get(link) ?? []
  const inState = (state: string) => links.filter((link) => byLink.get(link)?.state === state)
  const doubts = inState("in-doubt")
  return {
    bookedTwice: links.filter((link) => bookedOf(link).length > 1),
    // An order that the panel has, and the journal does not know of as placed or in doubt.
    lost: links.filter(
      (link) => bookedOf(link).length > 0 && !["placed", "in-doubt"].includes(byLink.get(link)?.state ?? "")
    ),
    wronglyPlaced: inState("placed").filter((link) => bookedOf(link).length === 0),
    wronglyUnplaced: [...inState("refused"), ...inState("not-placed")].filter(
      (link) => bookedOf(link).length > 0
    ),
    wrongId: inState("placed").filter((link) => !bookedOf(link).includes(byLink.get(link)?.order ?? "")),
    missing: links.filter((link) => !byLink.has(link)),
    doubts: {
      total: doubts.length,
      booked: doubts.filter((link) => bookedOf(link).length > 0).length,
      notBooked: doubts.filter((link) => bookedOf(link).length === 0).length,
      unexplained: doubts.filter((link) => byLink.get(link)?.note === ""),
      why: tally(doubts.map((link) => byLink.get(link)?.note ?? ""))
    }
  }
}

/** Whether the books and the journal agree on every order that the journal knows. */
export const agree = (report: Comparison & { readonly balanced: boolean }): boolean =>
  report.balanced &&
  [
    report.bookedTwice,
    report.lost,
    report.wronglyPlaced,
    report.wronglyUnplaced,
    report.wrongId,
    report.doubts.unexplained
  ].every((list) => list.length === 0)
