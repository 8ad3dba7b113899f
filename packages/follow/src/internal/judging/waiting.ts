/** What waits for a second look. */
import type { Waiting } from "../../FollowModel.js"

/** How long after the first look the second one is, at least. */
const pause = 60_000

/** How soon a look comes again that came too early to be the second one. */
const shortestPause = 15_000

type All = ReadonlyArray<Waiting>
type Kind = Waiting["_tag"]
type Of<K extends Kind> = Extract<Waiting, { readonly _tag: K }>

export const find = <K extends Kind>(waiting: All, kind: K): Of<K> | undefined =>
  waiting.find((one): one is Of<K> => one._tag === kind)

/** The same list where none of them waits, as nearly always. */
export const without = (waiting: All, ...kinds: ReadonlyArray<Kind>): All =>
  waiting.some(({ _tag }) => kinds.includes(_tag))
    ? waiting.filter(({ _tag }) => !kinds.includes(_tag))
    : waiting

/** In place of what waited of the same kind. */
export const put = (waiting: All, one: Waiting): All => [...without(waiting, one._tag), one]

/** Whether a look now that says the same is the second one. */
export const isConfirmed = ({ since }: Waiting, now: number): boolean => now >= since + pause

/** When to look again. */
export const secondLook = (waiting: All, now: number): number =>
  Math.max(now + shortestPause, Math.min(...waiting.map(({ since }) => since)) + pause)
