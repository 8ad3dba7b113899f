/** What comes of a call, written into its entry, or beside it where an earlier try was placed as well. */
import { OutcomeUnknown, type PanelError, UnexpectedAnswer } from "@smmkit/core/PanelError"
import type { Event, JournalEntry } from "../../JournalEntry.js"
import type { Report } from "../../StoreMessage.js"
import { restarted } from "./account.js"
import { accountOf, type Book, entryId, holderId, put, putAccount } from "./book.js"
import { chargeIn, chargeTo } from "./charges.js"
import { isOrder, joined, moved, placedEarlier, wasPlacedEarlier } from "./steps.js"

const eventOf = {
  Answered: "answered",
  Refused: "refused",
  Unsent: "unsent",
  Lost: "lost"
} as const satisfies Record<Report["outcome"]["_tag"], Event>

const contradictory = (entry: JournalEntry, order: string, holder: string) =>
  new OutcomeUnknown({
    action: entry.action,
    at: entry.updated,
    request: entry.request,
    meaning: null,
    cause: new UnexpectedAnswer({
      reason: "contradictory",
      meaning: null,
      status: 200,
      excerpt: `order ${order}, which the entry ${holder} holds already`
    })
  })

/** The key of an order that was placed beside that of its key. */
export const doubleKey = (order: string): string => `double:${order}`.slice(0, 255)

/** An earlier try was placed after all: where its key has another order, or may come to, that is an entry of its own. */
const double = (
  book: Book,
  held: JournalEntry,
  attempt: string,
  { order, charge }: Extract<Report["outcome"], { readonly _tag: "Answered" }>
): JournalEntry => {
  const said = isOrder(held) ? placedEarlier(order) : `the panel took an earlier try of it, too: ${order}`
  const after = held.note.includes(said) ? held : put(book, { ...held, note: joined(said, held.note) })
  // What costs nothing needs no entry of its own.
  if (!isOrder(held)) return after
  if (book.holders.has(holderId(held, order))) return after
  const row = accountOf(book, held.account, held.host)
  if (row.base !== null) putAccount(book, restarted(row))
  const { said: _, ...charged } = chargeIn(held, charge)
  put(book, {
    ...held,
    key: doubleKey(order),
    state: "placed",
    by: "doubled",
    order,
    error: null,
    note: `the second order of the key ${JSON.stringify(held.key)}, placed by an earlier try of it`,
    attempt,
    attempts: 1,
    updated: book.now,
    watched: true,
    ...charged
  })
  return after
}

/** What an outcome makes of an entry where nothing speaks against it. */
export const after = (
  held: JournalEntry,
  outcome: Report["outcome"],
  now: number
): JournalEntry | undefined => {
  if (outcome._tag === "Answered") {
    const { said, ...charge } = chargeIn(held, outcome.charge)
    const change = { order: outcome.order, error: null, ...charge, note: joined(held.note, said) }
    return moved(held, "answered", now, change)
  }
  if (outcome._tag !== "Lost" && wasPlacedEarlier(held)) {
    // Its order has an entry of its own, which is looked at in its place.
    const paid = { order: null, error: null, watched: false }
    return moved(held, "answered", now, { ...paid, note: joined(held.note, outcome.note) })
  }
  const note = outcome._tag === "Lost" ? joined(held.note, outcome.note) : outcome.note
  return moved(held, eventOf[outcome._tag], now, { error: outcome.error, note, order: null })
}

/** Writes down what came of a call. A report of an earlier try changes nothing but the notes. */
export const report = (book: Book, { attempt, outcome, ...ref }: Report): JournalEntry | undefined => {
  const { key } = ref
  const held = book.entries.get(entryId(ref))
  if (held === undefined) return undefined
  if (held.attempt !== attempt) {
    // Where the last try did nothing for certain, the order is that of its key.
    const isFree = held.state === "refused" || held.state === "not-placed"
    if (outcome._tag !== "Answered") return held
    if (!isFree) return double(book, held, attempt, outcome)
  }
  // The very same report again, after its first writing was thought to have failed.
  if (outcome._tag === "Answered" && held.order === outcome.order) return held
  const late = held.state !== "sending"
  const row = accountOf(book, held.account, held.host)
  // A late answer means that a call was under way when it was thought to be over, so no quiet point holds.
  // Nor does one hold where it cannot be told on which side of it the order was charged.
  const isMeasured = isOrder(held) && !late && held.line === row.line
  if (isOrder(held) && !isMeasured && outcome._tag === "Answered" && row.base !== null)
    putAccount(book, restarted(row))
  switch (outcome._tag) {
    case "Answered": {
      const holder = isOrder(held) ? book.holders.get(holderId(held, outcome.order)) : undefined
      if (holder !== undefined && holder !== key) {
        const error = contradictory(held, outcome.order, holder)
        const note = `the panel answered with order ${outcome.order}, which the entry ${holder} holds already`
        return put(book, { ...held, state: "in-doubt", by: "lost", updated: book.now, error, note })
      }
      const entry = after(held, outcome, book.now)
      if (entry === undefined) return held
      if (isMeasured) chargeTo(book, entry, outcome.charge)
      return put(book, entry)
    }
    case "Refused":
    case "Unsent":
    case "Lost": {
      const entry = after(held, outcome, book.now)
      if (entry === undefined) return held
      if (outcome._tag === "Refused" && isDuplicate(outcome.error)) hint(book, entry)
      return put(book, entry)
    }
  }
}

const isDuplicate = (error: PanelError | null) =>
  error?._tag === "RequestRefusal" && error.meaning === "duplicate-active"

/** A duplicate-order refusal proves only that some order has that link: a hint for a person, no evidence. */
const hint = (book: Book, refused: JournalEntry) => {
  for (const doubt of [...book.entries.values()]) {
    if (doubt.state !== "in-doubt" || doubt.account !== refused.account || doubt.key === refused.key) continue
    if (doubt.request["link"] === undefined || doubt.request["link"] !== refused.request["link"]) continue
    const said = `a later order with this link was refused as a duplicate (${new Date(book.now).toISOString()}), so some order with it was active then`
    if (!doubt.note.includes("refused as a duplicate"))
      put(book, { ...doubt, note: joined(doubt.note, said) })
  }
}
