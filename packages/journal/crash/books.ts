/** Comparing the panel's books with the journal, order by order. */
import { type JournalEntry, Store } from "@smmkit/journal"
import { Sandbox } from "@smmkit/sandbox"
import { Chunk, Effect, Schedule, Stream } from "effect"
import { storeAt } from "./stores.js"

export interface Books {
  readonly balanced: boolean
  readonly faults: number
  readonly bookings: ReadonlyArray<{ readonly order: string; readonly link: string }>
  readonly refills: ReadonlyArray<{ readonly refill: string; readonly order: string }>
  /** Orders whose state changed as they were cancelled. */
  readonly canceled: ReadonlyArray<string>
}

/** What a sandbox's own books say. */
export const booksOf = Effect.gen(function* () {
  const sandbox = yield* Sandbox.Sandbox
  const bookings = yield* sandbox.bookings
  const fired = yield* sandbox.faults.fired
  const refills = yield* sandbox.refills
  const transitions = yield* Effect.orDie(sandbox.logs.transitions())
  const books: Books = {
    balanced: yield* sandbox.ledger.isBalanced,
    faults: fired.length,
    bookings: bookings.map(({ order, form }) => ({ order, link: form["link"] ?? "" })),
    refills: refills.map(({ refill, order }) => ({ refill, order })),
    canceled: transitions.flatMap(({ cause, order }) => (cause === "cancel" ? [order] : []))
  }
  return books
})

export interface Comparison {
  /** Links that the panel booked more than once, or never although the journal says placed, and so on: all empty. */
  readonly bookedTwice: ReadonlyArray<string>
  readonly lost: ReadonlyArray<string>
  readonly wronglyPlaced: ReadonlyArray<string>
  readonly wronglyUnplaced: ReadonlyArray<string>
  readonly wrongId: ReadonlyArray<string>
  /** The same of refills and cancels, by their orders: all empty. */
  readonly refilledTwice: ReadonlyArray<string>
  readonly refillsLost: ReadonlyArray<string>
  readonly wronglyRefilled: ReadonlyArray<string>
  readonly cancelsLost: ReadonlyArray<string>
  /** How many refills and cancels there were. */
  readonly changes: Readonly<Record<string, number>>
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

/** What the journal says of refills and cancels, of which each order has one at most, and what the panel says. */
const compareChanges = (
  { refills, canceled }: Books,
  entries: ReadonlyArray<JournalEntry.JournalEntry>
): Pick<Comparison, "refilledTwice" | "refillsLost" | "wronglyRefilled" | "cancelsLost" | "changes"> => {
  const own = (action: "refill" | "cancel") => entries.filter((entry) => entry.action === action)
  const refillsOf = (order: string | null) => refills.filter((refill) => refill.order === order)
  const open = (action: "refill" | "cancel") =>
    new Set(
      own(action).flatMap(({ state, subject }) =>
        (state === "placed" || state === "in-doubt") && subject !== null ? [subject] : []
      )
    )
  const [refilled, stopped] = [open("refill"), open("cancel")]
  return {
    refilledTwice: refills.map(({ order }) => order).filter((order, at, all) => all.indexOf(order) !== at),
    refillsLost: refills.map(({ order }) => order).filter((order) => !refilled.has(order)),
    wronglyRefilled: own("refill").flatMap(({ state, subject, order }) =>
      state === "placed" && !refillsOf(subject).some(({ refill }) => refill === order) ? [subject ?? ""] : []
    ),
    cancelsLost: canceled.filter((order) => !stopped.has(order)),
    changes: tally([...own("refill"), ...own("cancel")].map(({ action, state }) => `${action} ${state}`))
  }
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
    ...compareChanges(books, entries),
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
    report.refilledTwice,
    report.refillsLost,
    report.wronglyRefilled,
    report.cancelsLost,
    report.doubts.unexplained
  ].every((list) => list.length === 0)
