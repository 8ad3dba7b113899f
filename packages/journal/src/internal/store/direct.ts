/**
 * The way to a store of this package that needs no fiber: an outcome is reported by a call and told by another. A store
 * that somebody made, or wrapped around one of these, is not known here, and is asked as its service says.
 */
import type { JournalEntry } from "../../JournalEntry.js"
import type { Report } from "../../StoreMessage.js"
import type { Store } from "../../StoreModel.js"
import type { Submit } from "./batcher.js"

type Direct = Submit<Report, JournalEntry | undefined>

const known = new WeakMap<Store.Service, Direct>()

export const of = (store: Store.Service): Direct | undefined => known.get(store)

export const put = (store: Store.Service, report: Direct): Store.Service => {
  known.set(store, report)
  return store
}
