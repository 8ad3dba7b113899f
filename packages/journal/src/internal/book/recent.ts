/**
 * Entries that were written last: one that is read again unchanged, as when its outcome follows its intent,
 * need not be decoded.
 */
import type { JournalEntry } from "../../JournalEntry.js"
import type { EntryRow } from "./entryRow.js"

/** What tells one state of an entry from all others. */
type Mark = Pick<EntryRow, "version" | "attempt" | "state" | "updated" | "note">

export interface Recent {
  readonly get: (id: string, row: Mark) => JournalEntry | undefined
  readonly set: (id: string, row: EntryRow, entry: JournalEntry) => void
}

const mostRecent = 2000

export const make = (): Recent => {
  const known = new Map<string, { readonly row: EntryRow; readonly entry: JournalEntry }>()
  return {
    get: (id, { version, attempt, state, updated, note }) => {
      const one = known.get(id)
      return one !== undefined &&
        one.row.version === version &&
        one.row.attempt === attempt &&
        one.row.state === state &&
        one.row.updated === updated &&
        one.row.note === note
        ? one.entry
        : undefined
    },
    set: (id, row, entry) => {
      known.delete(id)
      known.set(id, { row, entry })
      const [oldest] = known.size > mostRecent ? known.keys() : []
      if (oldest !== undefined) known.delete(oldest)
    }
  }
}
