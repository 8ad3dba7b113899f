/** Transitions are numbered within their order, from 1, without gaps. */
import type { What } from "../../FollowEvent.js"
import type { Judged, Row } from "../../FollowModel.js"
import { nothing } from "../schedule/pace.js"

const none: ReadonlyArray<never> = []

/** Nearly all that is judged tells nothing: that has the same empty lists, and the same lesson. */
export const judged = (
  row: Row,
  events: ReadonlyArray<What>,
  { lines = none, births = none, lesson = nothing }: Partial<Pick<Judged, "lines" | "births" | "lesson">> = {}
): Judged => ({
  row: events.length === 0 ? row : { ...row, n: row.n + events.length },
  events: events.length === 0 ? none : events.map((what, at) => ({ n: row.n + at + 1, what })),
  lines,
  births,
  lesson
})
