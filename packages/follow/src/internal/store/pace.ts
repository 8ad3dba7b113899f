/** How long orders of a service usually take, in buckets that anybody may add to without reading them. */
import type { Usual } from "../judging/model.js"

/** Buckets to a doubling: an order's time is known to within a tenth. */
const fineness = 4

export const bucketOf = (took: number): number => Math.round(Math.log2(Math.max(took, 1)) * fineness)

const timeOf = (bucket: number): number => Math.round(2 ** (bucket / fineness))

export interface Bucket {
  readonly bucket: number
  readonly orders: number
}

/** The time by which this part of the orders was over; the buckets are in order. */
const quantile = (buckets: ReadonlyArray<Bucket>, seen: number, part: number): number => {
  let count = 0
  for (const { bucket, orders } of buckets) {
    count += orders
    if (count >= seen * part) return timeOf(bucket)
  }
  return 0
}

export const usualOf = (buckets: ReadonlyArray<Bucket>): Usual => {
  const inOrder = [...buckets].sort((one, other) => one.bucket - other.bucket)
  const seen = inOrder.reduce((sum, { orders }) => sum + orders, 0)
  return { seen, median: quantile(inOrder, seen, 0.5), late: quantile(inOrder, seen, 0.9) }
}
