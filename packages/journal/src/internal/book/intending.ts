/** What an intent comes to: written, or what speaks against it. No store and no clock, so each rule can be read by itself. */
import type { Money } from "@smmkit/core/Money"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import type { Limits } from "../../JournalConfig.js"
import { type JournalEntry, next } from "../../JournalEntry.js"
import { exceeded } from "../../Limits.js"
import type { Intended, Intent } from "../../StoreMessage.js"
import {
  accountOf,
  type Book,
  entryId,
  equalId,
  put,
  putAccount,
  scopeId,
  scopesOf,
  sumsOf,
  type Tombstone
} from "./book.js"
import { wordOf } from "./charges.js"
import { subjectOf } from "./series.js"
import { dayOf, isOrder, isOrderId } from "./steps.js"

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

/** What is said of an entry whose particulars are not at hand any more. */
export const particularsGone = "its particulars are archived or erased"

/** An entry that was archived, or erased, as far as it is known. */
export const revived = ({ account, action, key, order, fingerprint, updated }: Tombstone): JournalEntry => ({
  account,
  action,
  key,
  state: "placed",
  order: order === null || !isOrderId(order) ? null : order,
  request: {},
  error: null,
  note: particularsGone,
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
  if (!isApart(book, intent)) return { _tag: "Equal" }
  const equal = equalId(account, intent.fingerprints[0])
  const twin = intent.fresh ? book.doubts.get(equal) : undefined
  if (twin !== undefined) return { _tag: "Twin", key: twin }
  // Another process may have ended amid its call, which only its lease will tell.
  const isRivalled = intent.fresh && book.callers.get(equal)?.some((owner) => owner !== intent.owner)
  if (isRivalled === true) return { _tag: "Rivalled" }
  const limited = isOrder(intent) ? overLimits(book, intent, row.limits) : undefined
  if (limited !== undefined) return limited
  if (!book.accounts.has(account)) putAccount(book, row)
  const entry = {
    ...sending(intent, book.now),
    created: book.ahead.get(account) ?? held?.created ?? book.now
  }
  return {
    _tag: "Intended",
    entry: put(book, {
      ...entry,
      attempts: (held?.attempts ?? 0) + 1,
      line: row.base === null ? 0 : row.line
    })
  }
}

/** Whether no equal order speaks against it: of those that the store had, and those of the same batch. */
const isApart = (book: Book, intent: Intent): boolean => {
  const { account, action, apart, fingerprints } = intent
  if (apart === null) return true
  const own = entryId(intent)
  const isEqual = ([id, entry]: readonly [id: string, entry: JournalEntry]) =>
    id !== own &&
    entry.account === account &&
    entry.action === action &&
    entry.fingerprint === fingerprints[0] &&
    (entry.state === "sending" ||
      entry.state === "in-doubt" ||
      (entry.state === "placed" && entry.updated > book.now - apart))
  const others = book.equals.get(intent.attempt) ?? []
  return others.every((id) => book.entries.has(id)) && ![...book.entries].some(isEqual)
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
