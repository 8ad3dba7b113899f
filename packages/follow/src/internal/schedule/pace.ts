/** How long orders of a service usually take, in counts that anybody may add to without reading them. */

/** Buckets to a doubling: a time is known to within a tenth. */
const fineness = 4

/** How long an order took from placing to its start, and to its end, where that was seen just now. */
export interface Lesson {
  readonly began: number | null
  readonly took: number | null
}

/** A count in the store. Ends have buckets from 0 on, starts below. */
export interface Bucket {
  readonly bucket: number
  readonly orders: number
}

const placeOf = (time: number): number => Math.round(Math.log2(Math.max(time, 1)) * fineness)

/** The buckets to which a lesson adds one each. */
export const bucketsOf = ({ began, took }: Lesson): ReadonlyArray<number> => [
  ...(began === null ? [] : [-1 - placeOf(began)]),
  ...(took === null ? [] : [placeOf(took)])
]

/** So many orders came to it between two times after they were placed. */
export interface Share {
  readonly from: number
  readonly to: number
  readonly orders: number
}

/** What an order of a service usually takes, in milliseconds from placing, as learnt from the store. */
export interface Usual {
  /** How many ends it is learnt from; half of those orders were over by `median`, nine of ten by `late`. */
  readonly seen: number
  readonly median: number
  readonly late: number
  /** When orders started, and when they ended. */
  readonly starts: ReadonlyArray<Share>
  readonly ends: ReadonlyArray<Share>
}

const timeOf = (place: number): number => 2 ** (place / fineness)

const shareOf = (place: number, orders: number): Share => ({
  from: timeOf(place - 0.5),
  to: timeOf(place + 0.5),
  orders
})

/** The time by which this part of the orders was over. */
const quantile = (ends: ReadonlyArray<Share>, seen: number, part: number): number => {
  let count = 0
  for (const { from, to, orders } of ends) {
    count += orders
    if (count >= seen * part) return Math.round(Math.sqrt(from * to))
  }
  return 0
}

export const usualOf = (buckets: ReadonlyArray<Bucket>): Usual => {
  const inOrder = [...buckets].sort((one, other) => one.bucket - other.bucket)
  const ends = inOrder.flatMap(({ bucket, orders }) => (bucket < 0 ? [] : [shareOf(bucket, orders)]))
  const starts = inOrder
    .flatMap(({ bucket, orders }) => (bucket < 0 ? [shareOf(-1 - bucket, orders)] : []))
    .reverse()
  const seen = ends.reduce((sum, { orders }) => sum + orders, 0)
  return { seen, median: quantile(ends, seen, 0.5), late: quantile(ends, seen, 0.9), starts, ends }
}
