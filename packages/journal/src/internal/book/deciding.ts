/** What is known later of an entry: that its process has ended, what became of a doubt, what an order cost. */
import type { OrderId } from "@smmkit/core/Identifiers"
import type { Money } from "@smmkit/core/Money"
import * as Option from "effect/Option"
import { type JournalEntry, outcomeUnknown, type State } from "../../JournalEntry.js"
import type { Decision } from "../../StoreMessage.js"
import { accountOf, type Book, holderId, put } from "./book.js"
import { chargeTo, wordOf } from "./charges.js"
import { isOrder, isOrderId, joined, moved, wasPlacedEarlier } from "./steps.js"
import { differ } from "./sums.js"

/** The process that made the call has ended, or was silent too long. */
export const abandon = (book: Book, entry: JournalEntry, ended: boolean): JournalEntry | undefined => {
  const note = ended
    ? "the process that was placing it ended before it wrote down what came of it"
    : "the process that was placing it was not heard of for longer than its lease"
  const error = outcomeUnknown({ ...entry, error: null, note: "ABANDONED" })
  const deadline = ended ? Math.min(entry.deadline, book.now) : entry.deadline
  const after = moved(entry, "abandoned", book.now, { error, note: joined(entry.note, note), deadline })
  return after === undefined ? undefined : put(book, after)
}

/** Sends once more what is in doubt, with the same `request_id`. */
export const probe = (
  book: Book,
  entry: JournalEntry,
  by: Pick<JournalEntry, "attempt" | "owner">,
  timeLimit: number
) => {
  const row = accountOf(book, entry.account, entry.host)
  if (row.quiet !== null && row.quiet.until > book.now) return undefined
  const after = moved(entry, "probe", book.now, { ...by, deadline: book.now + timeLimit })
  return after === undefined ? undefined : put(book, after)
}

/** Why a decision cannot be taken, for people. */
export interface Objection {
  readonly remedy: string
}

const blame = (state: State): string =>
  state === "sending"
    ? "its call is still under way; wait for its end"
    : `it is ${state}, so there is nothing to resolve`

/** Why a doubt cannot be said to be absent yet. */
export const tooEarly = (may: number): string =>
  `a panel may book it as late as ${new Date(may).toISOString()}; wait until then, or say that you know better (\`early\`)`

/** The ID of what was asked for, where it needs no answer to be known: a cancel is known by its order. */
const ownId = ({ action, subject }: JournalEntry): OrderId | null =>
  action === "cancel" && isOrderId(subject) ? subject : null

/** Evidence or a person settles a doubt, or a person supplies an ID that nobody had seen. */
export const decide = (
  book: Book,
  entry: JournalEntry,
  { event, order, note, settling }: Decision
): JournalEntry | Objection => {
  const may = entry.deadline + (settling ?? 0)
  if (settling !== null && (event === "ruled-absent" || event === "proved-absent") && book.now < may) {
    return { remedy: tooEarly(may) }
  }
  if (entry.state === "placed" && (entry.order !== null || order === null))
    return { remedy: blame(entry.state) }
  const holder = order === null || !isOrder(entry) ? undefined : book.holders.get(holderId(entry, order))
  if (holder !== undefined && holder !== entry.key) {
    return { remedy: `order ${order} belongs to the entry ${JSON.stringify(holder)}; give another ID` }
  }
  const isAbsent = event === "proved-absent" || event === "ruled-absent"
  if (isAbsent && wasPlacedEarlier(entry)) {
    // The later try came to nothing; the key did not.
    const placed = event === "proved-absent" ? "proved-placed" : "ruled-placed"
    return decide(book, entry, { event: placed, order: null, note, settling })
  }
  const isPlaced = event === "proved-placed" || event === "ruled-placed"
  const change = {
    order: isPlaced ? (order ?? ownId(entry)) : order,
    error: null,
    note: joined(entry.note, note),
    // The order of an earlier try has an entry of its own, which is looked at in its place.
    watched: entry.watched && !(order === null && wasPlacedEarlier(entry))
  }
  const after = moved(entry, event, book.now, change)
  if (after === undefined) return { remedy: blame(entry.state) }
  const row = accountOf(book, entry.account, entry.host)
  // What a person or an ID says was placed counts as spent where the balance can see it; a balance has counted it.
  if (
    isOrder(entry) &&
    entry.state === "in-doubt" &&
    (event === "ruled-placed" || (event === "proved-placed" && order !== null)) &&
    entry.line === row.line &&
    row.base !== null
  ) {
    chargeTo(book, after, null)
  }
  return put(book, after)
}

/** What a panel's `status` says that an order cost, of one that had no price. */
export const learn = (book: Book, entry: JournalEntry, charge: Money): JournalEntry => {
  const isOther = differ(charge.currency, Option.fromNullable(entry.currency))
  if (entry.price !== null || entry.charge !== null || isOther) return entry
  return put(book, { ...entry, charge: charge.amount, currency: entry.currency ?? wordOf(charge) })
}
