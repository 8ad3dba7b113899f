/** Events and lines as the plain values that `JSON.stringify` gives back. */
import { FollowEvent } from "@smmkit/follow/FollowEvent"
import { RefundLine } from "@smmkit/follow/RefundLine"
import * as Schema from "effect/Schema"
import type { OrderEvent, RefundLine as PlainLine } from "../../Events.js"

const encodeEvent = Schema.encodeSync(FollowEvent)

/** An event in one level, to switch on by its type. */
export function event(happened: FollowEvent): OrderEvent
export function event(happened: FollowEvent): object {
  const { what, ...logged } = encodeEvent(happened)
  const { _tag: type, ...details } = what
  return { ...logged, type, ...details }
}

export const line: (due: RefundLine) => PlainLine = Schema.encodeSync(RefundLine)
