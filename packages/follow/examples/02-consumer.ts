/** A consumer that keeps its place in the store, and pays each refund out once, however often it is started anew. */
import { Money } from "@smmkit/core"
import { Follow, type FollowError, type FollowEvent, type RefundLine } from "@smmkit/follow"
import { Console, Effect, Stream } from "effect"

const dealWith = ({ key, order, what }: FollowEvent.FollowEvent) =>
  what._tag === "RefundDue" && !what.isAlarm
    ? Console.log(`credit ${Money.format(what.amount)} for ${key ?? order}`)
    : Effect.void

type Failure = Follow.Failure | FollowError.InvalidCursor

/** The place moves on after the work is done: who ends in between does the work of one event once more. */
export const billing: Effect.Effect<void, Failure, Follow.Follow> = Effect.gen(function* () {
  const follow = yield* Follow.Follow
  const after = yield* follow.cursor("billing")
  yield* Stream.runForEach(follow.events({ after }), (event) =>
    Effect.zipRight(dealWith(event), follow.advance("billing", event))
  )
})

/** A line is settled once, by whoever comes first; who comes later is told when, and by whom. */
export const settled = (
  line: Follow.LineRef
): Effect.Effect<
  RefundLine.RefundLine,
  Follow.Failure | FollowError.UnknownOrder | FollowError.UnknownLine | FollowError.AlreadySettled,
  Follow.Follow
> => Effect.flatMap(Follow.Follow, ({ settleRefund }) => settleRefund(line, "credited by the billing job"))
