/** How long orders of a service usually take, in counts that anybody may add to without reading them. */
import type { Lesson, Share, Usual } from "../../FollowModel.js"

/** Buckets to a doubling: a time is known to within a tenth. */
const fineness = 4

export const nothing: Lesson = { began: null, took: null, kept: null }

/** A count in the store. Ends have buckets from 0 on, starts below; far off stand the forecasts that were kept, or not. */
export interface Bucket {
  readonly bucket: number
  readonly orders: number
}

const placeOf = (time: number): number => Math.round(Math.log2(Math.max(time, 1)) * fineness)

const [keptBucket, brokenBucket] = [10_000, 10_001]

/** The buckets to which a lesson adds one each. */
export const bucketsOf = ({ began, took, kept }: Lesson): ReadonlyArray<number> => [
  ...(began === null ? [] : [-1 - placeOf(began)]),
  ...(took === null ? [] : [placeOf(took)]),
  ...(kept === null ? [] : [kept ? keptBucket : brokenBucket])
]

/** Forecasts are trusted so far before any was tried, and that counts as much as so many trials. */
const faith = { trust: 0.7, trials: 10 }

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

/** What is thought of a service of which nothing was learnt. */
export const unlearnt = { starts: [], ends: [], trust: faith.trust } as const

export const usualOf = (buckets: ReadonlyArray<Bucket>): Usual => {
  const inOrder = [...buckets].sort((one, other) => one.bucket - other.bucket)
  const ends = inOrder.flatMap(({ bucket, orders }) =>
    bucket < 0 || bucket >= keptBucket ? [] : [shareOf(bucket, orders)]
  )
  const starts = inOrder
    .flatMap(({ bucket, orders }) => (bucket < 0 ? [shareOf(-1 - bucket, orders)] : []))
    .reverse()
  const seen = ends.reduce((sum, { orders }) => sum + orders, 0)
  const count = (wanted: number) => buckets.find(({ bucket }) => bucket === wanted)?.orders ?? 0
  const [kept, broken] = [count(keptBucket), count(brokenBucket)]
  const trust = (kept + faith.trust * faith.trials) / (kept + broken + faith.trials)
  return { trust, seen, median: quantile(ends, seen, 0.5), late: quantile(ends, seen, 0.9), starts, ends }
}
