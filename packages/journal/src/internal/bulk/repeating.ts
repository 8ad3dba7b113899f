/** Which rows that have an outcome are sent again when their bulk is run again. */
import type { Meaning } from "@smmkit/core/Meaning"
import type { PanelError } from "@smmkit/core/PanelError"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { Options } from "../../BulkModel.js"
import type { JournalEntry } from "../../JournalEntry.js"
import type { StoreError } from "../../JournalError.js"
import type { Journal } from "../../JournalModel.js"

/** Refusals that are the caller's fault and pass by themselves. */
const passing: ReadonlySet<Meaning | null> = new Set(["refill-too-early", "quota", "duplicate-active"])

const minute = 60_000

/** How many times a row is sent in all that was refused so. */
const most = 4

/** The time before the next try: five minutes, then half an hour, then three hours. */
const pause = ({ attempts }: JournalEntry): number => 5 * minute * 6 ** (attempts - 1)

const meaningOf = (error: PanelError | null): Meaning | null =>
  error !== null && "meaning" in error ? error.meaning : null

/** When a row may be sent again that was refused by the caller's fault; undefined where it is not by itself. */
export const againAt = (entry: JournalEntry): number | undefined =>
  passing.has(meaningOf(entry.error)) && entry.attempts < most ? entry.updated + pause(entry) : undefined

/** Links of orders in doubt: a refusal as their duplicate does not pass before they are settled. */
const doubtedLinks = (journal: Journal.Service): Effect.Effect<ReadonlySet<string>, StoreError> =>
  Stream.runFold(journal.inDoubt, new Set<string>(), (links, { request }) => {
    const { link } = request
    return link === undefined ? links : links.add(link)
  })

export const rule = (
  journal: Journal.Service,
  { retryRefused }: Options
): Effect.Effect<(entry: JournalEntry) => boolean, StoreError> =>
  Effect.map(Effect.all([journal.now, doubtedLinks(journal)]), ([now, doubted]) => (entry) => {
    if (entry.state === "not-placed" || entry.state === "sending") return true
    if (entry.state !== "refused") return false
    const { error } = entry
    if (retryRefused === true || error === null || error.retryable || error.fault !== "caller") return true
    const isDoubted = meaningOf(error) === "duplicate-active" && doubted.has(entry.request["link"] ?? "")
    const due = againAt(entry)
    return !isDoubted && due !== undefined && due <= now
  })
