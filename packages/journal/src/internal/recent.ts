/**
 * Entries that were written last, by their text: one that is read again unchanged, as when its outcome
 * follows its intent, need not be decoded.
 */
import type { JournalEntry } from "../JournalEntry.js"

export interface Recent {
  readonly get: (key: string, body: string) => JournalEntry | undefined
  readonly set: (key: string, body: string, entry: JournalEntry) => void
}

const mostRecent = 2000

export const make = (): Recent => {
  const known = new Map<string, { readonly body: string; readonly entry: JournalEntry }>()
  return {
    get: (key, body) => {
      const one = known.get(key)
      return one?.body === body ? one.entry : undefined
    },
    set: (key, body, entry) => {
      known.delete(key)
      known.set(key, { body, entry })
      const [oldest] = known.size > mostRecent ? known.keys() : []
      if (oldest !== undefined) known.delete(oldest)
    }
  }
}
