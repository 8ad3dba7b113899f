/** What happens to a book, row by row: no store and no clock, so each rule can be read by itself. */
import { OrderId } from "@smmkit/core/Identifiers"
import type { Money } from "@smmkit/core/Money"
import { OutcomeUnknown, type PanelError, UnexpectedAnswer } from "@smmkit/core/PanelError"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Limits } from "../../JournalConfig.js"
import { type Event, type JournalEntry, next, outcomeUnknown, type State } from "../../JournalEntry.js"
import { exceeded } from "../../Limits.js"
import type { Decision, Intended, Intent, Ref, Report } from "../../StoreModel.js"
import { chargeIn, chargeTo, wordOf } from "../placing/charges.js"
import { restarted } from "./account.js"
import {
  accountOf,
  type Book,
  entryId,
  equalId,
  holderId,
  put,
  putAccount,
  scopeId,
  scopesOf,
  sumsOf,
  type Tombstone
} from "./book.js"
import { subjectOf } from "./series.js"
import { differ } from "./sums.js"

const isOrderId = Schema.is(OrderId)

/** Whether an entry is an order, which costs something; a refill or a cancel of one costs nothing. */
const isOrder = ({ action }: Pick<Ref, "action">): boolean => action === "add"

export const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10)

/** An entry after an event, or undefined where the table knows no such step. */
const moved = (entry: JournalEntry, event: Event, now: number, change: Partial<JournalEntry>) =>
  Option.getOrUndefined(
    Option.map(
      next(entry.state, event),
      (state): JournalEntry => ({
        ...entry,
        state,
        by: event,
        updated: now,
        ...change
      })
    )
  )

/** The lower of each limit: what is kept for the account, and what its caller gives beside. */
export const lower = (one: Limits, other: Limits): Limits => {
  const least = (name: keyof Limits) => {
    const [first, second] = [one[name], other[name]]
    return first === undefined ? second : second === undefined ? first : BigDecimal.min(first, second)
  }
  return { perOrder: least("perOrder"), perRun: least("perRun"), perDay: least("perDay") }
}

/** What an order is priced at: by the catalogue, or as its caller bounds it. */
const agreed = ({ price, atMost }: Pick<Intent, "price" | "atMost">): Money | undefined =>
  price ?? (atMost === undefined ? undefined : { amount: atMost, currency: Option.none() })

/** An entry that was archived, or erased, as far as it is known. */
export const revived = ({ account, action, key, order, fingerprint, updated }: Tombstone): JournalEntry => ({
  account,
  action,
  key,
  state: "placed",
  order: order === null || !isOrderId(order) ? null : order,
  request: {},
  error: null,
  note: "its particulars are archived or erased",
  by: "answered",
  host: "",
  subject: action === "add" ? null : subjectOf(key),
  fingerprint,
  price: null,
  atMost: null,
  currency: null,
  units: null,
  charge: null,
  requestId: null,
  created: updated,
  updated,
  attempt: "",
  attempts: 1,
  owner: null,
  deadline: updated,
  day: dayOf(updated),
  run: "",
  line: 0,
  watched: false,
  version: 0
})

/** What became of an intent, or that the store has an entry of its key which cannot be read. */
export type Move = Intended | { readonly _tag: "Unreadable"; readonly why: string }

/** Writes an intent, unless something speaks against it. */
export const intend = (book: Book, intent: Intent): Move => {
  const { account, host } = intent
  const why = book.unreadable.get(entryId(intent))
  if (why !== undefined) return { _tag: "Unreadable", why }
  const held = book.entries.get(entryId(intent))
  if (held !== undefined && !intent.fingerprints.includes(held.fingerprint)) {
    return { _tag: "Conflict", entry: held }
  }
  if (held !== undefined && Option.isNone(next(held.state, "intend"))) return { _tag: "Held", entry: held }
  const gone = held === undefined ? book.tombstones.get(entryId(intent)) : undefined
  if (gone !== undefined) {
    const _tag = intent.fingerprints.includes(gone.fingerprint) ? "Held" : "Conflict"
    return { _tag, entry: revived(gone) }
  }
  const row = accountOf(book, account, host)
  if (row.quiet !== null && row.quiet.until > book.now) return { _tag: "Quiet" }
  const equal = equalId(account, intent.fingerprints[0])
  const twin = intent.fresh ? book.doubts.get(equal) : undefined
  if (twin !== undefined) return { _tag: "Twin", key: twin }
  // Another process may have ended amid its call, which only its lease will tell.
  const isRivalled = intent.fresh && book.callers.get(equal)?.some((owner) => owner !== intent.owner)
  if (isRivalled === true) return { _tag: "Rivalled" }
  const limited = isOrder(intent) ? overLimits(book, intent, row.limits) : undefined
  if (limited !== undefined) return limited
  if (!book.accounts.has(account)) putAccount(book, row)
  const entry = { ...sending(intent, book.now), created: held?.created ?? book.now }
  return {
    _tag: "Intended",
    entry: put(book, {
      ...entry,
      attempts: (held?.attempts ?? 0) + 1,
      line: row.base === null ? 0 : row.line
    })
  }
}

/** Why an order may not be paid for, if it may not. */
const overLimits = (book: Book, intent: Intent, kept: Limits): Move | undefined => {
  const [day, run] = scopesOf({ account: intent.account, day: dayOf(book.now), run: intent.run })
  const limits = lower(kept, intent.limits)
  const unpriced = [day, run].flatMap((scope) => book.unpriced.get(scopeId(scope)) ?? [])
  if (counts(limits) && unpriced.length > 0) {
    return { _tag: "Unpriced", keys: [...new Set(unpriced)].sort() }
  }
  const limited = exceeded(limits, agreed(intent), { day: sumsOf(book, day), run: sumsOf(book, run) })
  return Option.isSome(limited) ? { _tag: "Limited", detail: limited.value } : undefined
}

/** Whether a limit adds orders up, so that one without a known cost would make it untrue. */
export const counts = ({ perRun, perDay }: Limits): boolean => perRun !== undefined || perDay !== undefined

/** The entry of an intent that is written for the first time. */
export const sending = (intent: Intent, now: number): JournalEntry => ({
  account: intent.account,
  action: intent.action,
  key: intent.key,
  state: "sending",
  order: null,
  request: intent.request,
  error: null,
  note: "",
  by: "intend",
  host: intent.host,
  subject: intent.subject,
  fingerprint: intent.fingerprints[0],
  price: intent.price?.amount ?? null,
  atMost: intent.atMost ?? null,
  currency: intent.price === undefined ? null : wordOf(intent.price),
  units: intent.units,
  charge: null,
  requestId: intent.requestId,
  created: now,
  updated: now,
  attempt: intent.attempt,
  attempts: 1,
  owner: intent.owner,
  deadline: now + intent.timeLimit,
  day: dayOf(now),
  run: intent.run,
  line: 0,
  watched: isOrder(intent),
  version: 1
})

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

/** Notes one after the other, each once. */
const joined = (...notes: ReadonlyArray<string>): string =>
  notes.reduce((all, note) => (all.includes(note) ? all : all === "" ? note : `${all}; ${note}`), "")

/** The key of an order that was placed beside that of its key. */
export const doubleKey = (order: string): string => `double:${order}`.slice(0, 255)

/** An earlier try was placed after all: where its key has another order, or may come to, that is an entry of its own. */
const double = (
  book: Book,
  held: JournalEntry,
  attempt: string,
  { order, charge }: Extract<Report["outcome"], { readonly _tag: "Answered" }>
): JournalEntry => {
  const said = isOrder(held)
    ? `an earlier try of this key was also placed, as order ${order}`
    : `the panel took an earlier try of it, too: ${order}`
  const after = held.note.includes(said) ? held : put(book, { ...held, note: joined(held.note, said) })
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
  const isPlaced = event === "proved-placed" || event === "ruled-placed"
  const change = {
    order: isPlaced ? (order ?? ownId(entry)) : order,
    error: null,
    note: joined(entry.note, note)
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
