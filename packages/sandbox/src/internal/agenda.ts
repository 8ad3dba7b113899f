/** What is due at which time: a binary heap, so that a hundred thousand open orders cost nothing to watch. */

interface Due {
  readonly time: number
  /** Of what is due at the same time, what was planned first happens first. */
  readonly turn: number
  readonly happen: (time: number) => void
}

export interface Agenda {
  readonly plan: (time: number, happen: (time: number) => void) => void
  /** Lets everything happen that is due by now, each at its own time, in order. */
  readonly settle: (now: number) => void
}

const isBefore = (a: Due, b: Due): boolean => a.time < b.time || (a.time === b.time && a.turn < b.turn)

export const make = (): Agenda => {
  const heap: Array<Due> = []
  let turn = 0

  const swapIfBefore = (child: number, parent: number): boolean => {
    const [a, b] = [heap[child], heap[parent]]
    if (a === undefined || b === undefined || !isBefore(a, b)) return false
    heap[child] = b
    heap[parent] = a
    return true
  }
  const rise = (at: number): void => {
    const parent = (at - 1) >> 1
    if (at > 0 && swapIfBefore(at, parent)) rise(parent)
  }
  const sink = (at: number): void => {
    const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]]
    const least = left !== undefined && right !== undefined && isBefore(right, left) ? 2 * at + 2 : 2 * at + 1
    if (swapIfBefore(least, at)) sink(least)
  }
  const take = (now: number): Due | undefined => {
    const [first] = heap
    if (first === undefined || first.time > now) return undefined
    const last = heap.pop()
    if (last !== undefined && last !== first) {
      heap[0] = last
      sink(0)
    }
    return first
  }

  return {
    plan: (time, happen) => {
      heap.push({ time, turn: turn++, happen })
      rise(heap.length - 1)
    },
    settle: (now) => {
      for (let due = take(now); due !== undefined; due = take(now)) due.happen(due.time)
    }
  }
}
