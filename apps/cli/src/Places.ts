/** Puts answers, which come once for each ID, to the places at which the IDs were asked. */
import type { Asked } from "./Ids.js"

export interface Places<Id, T> {
  /** Takes the item of the next ID, in the order in which the IDs were first asked. */
  readonly take: (id: Id, item: T) => void
  /** The item of the next place, if it is there. */
  readonly next: () => T | undefined
}

/** Keeps an item only until the last place that it is needed at. */
export const make = <Id, T>({ places, distinct }: Asked<Id>): Places<Id, T> => {
  const left = new Map<Id, number>()
  if (distinct.length < places.length) {
    for (const id of places) left.set(id, (left.get(id) ?? 0) + 1)
    for (const [id, times] of left) if (times === 1) left.delete(id)
  }
  const kept = new Map<Id, T>()
  let at = 0
  return {
    take: (id, item) => {
      kept.set(id, item)
    },
    next: () => {
      const id = places[at]
      const item = id === undefined ? undefined : kept.get(id)
      if (id === undefined || item === undefined) return undefined
      at += 1
      const times = left.get(id) ?? 1
      if (times === 1) kept.delete(id)
      else left.set(id, times - 1)
      return item
    }
  }
}
