/** Transitions are numbered within their order, from 1, without gaps. */
import type { What } from "../../FollowEvent.js"
import type { Judged, Row } from "../../FollowModel.js"
import { nothing } from "../schedule/pace.js"

export const judged = (
  row: Row,
  events: ReadonlyArray<What>,
  more: Partial<Pick<Judged, "lines" | "births" | "lesson">> = {}
): Judged => ({
  lines: [],
  births: [],
  lesson: nothing,
  ...more,
  row: events.length === 0 ? row : { ...row, n: row.n + events.length },
  events: events.map((what, at) => ({ n: row.n + at + 1, what }))
})
