/** What becomes of a claim where a call failed as a whole. */
import type { ReadError } from "@smmkit/core/PanelError"
import type { Context } from "../../FollowModel.js"
import type { Claim, Claimed, Report, Written } from "../../FollowStore.js"
import { judge } from "../judging/judge.js"
import { judged } from "../judging/numbering.js"
import { least } from "../schedule/price.js"

const second = 1000
const minute = 60 * second

/** After so many whole failures in a row it is not a batch that is to blame, but the panel. */
const mostHalvings = 8

const longestPause = 5 * minute

/** What is known where nothing of the account is needed. */
export const alone: Context = { books: {}, usual: null, price: least }

/** A row as it was, due at another time. */
export const again = ({ row, lot }: Claimed, at: number, due: number): Written => ({
  ...judged({ ...row, due }, []),
  lot,
  at
})

/** Rows that go back as they are, in the order in which they came. */
const putBack = (claim: Claim, at: number): ReadonlyArray<Written> =>
  claim.orders.map((held, place) => again(held, at, at + place))

/** A batch in two halves, of which each is asked about by itself. */
const halved = (claim: Claim, at: number): ReadonlyArray<Written> => {
  const lot = Math.ceil(claim.orders.length / 2)
  return claim.orders.map((held, place) => ({ ...again(held, at, at + Math.floor(place / lot)), lot }))
}

const pauseAfter = (failures: number): number =>
  failures < 2 ? 0 : Math.min(longestPause, second * 2 ** Math.min(failures - 2, 20))

/** What follows where the whole batch failed. */
export const failed = (
  claim: Claim,
  at: number,
  error: ReadError | null
): Omit<Report, "account" | "stamp"> => {
  const problem = error === null ? "the panel refuses a batch for one of its IDs" : error.message
  const verdict = { suspect: claim.suspect, problem }
  const failures = claim.failures + 1
  if (error?._tag === "RateLimited") {
    const limited = Math.max(error.retryAfter ?? 0, second * 2 ** Math.min(failures, 6))
    return { written: putBack(claim, at), verdict, failures, limited }
  }
  if (error?._tag === "AccountRefusal") {
    const suspect = `the panel refuses the account: ${error.message}`
    return { written: putBack(claim, at), verdict: { suspect, problem }, failures, blocked: longestPause }
  }
  const blocked = pauseAfter(failures)
  const [only] = claim.orders
  if (claim.orders.length === 1 && only?.lot === 1) {
    const { row } = only
    const observation = { _tag: "Unreadable", problem } as const
    const written = { ...judge(row, observation, at, alone), lot: 1, at }
    return { written: [written], verdict, failures, blocked }
  }
  const isPoison = error?._tag !== "NotSent" && failures < mostHalvings
  return { written: isPoison ? halved(claim, at) : putBack(claim, at), verdict, failures, blocked }
}
