/**
 * An order's life as a durable workflow: it is placed, waited for, and acted upon, whatever is killed in between. An
 * activity may run twice where its result was not written down; `placeOnce`, under the execution's ID, does not.
 */
import { Activity, DurableDeferred, Workflow, type WorkflowEngine } from "@effect/workflow"
import { Identifiers } from "@smmkit/core"
import { Follow, type FollowError, type FollowEvent } from "@smmkit/follow"
import { Journal } from "@smmkit/journal"
import { Context, Effect, Schedule, Schema, Stream } from "effect"

/** How the order ended, and what the panel calls it. */
const Ended = Schema.Struct({ name: Schema.String, order: Schema.String })

export const OrderLife = Workflow.make({
  name: "OrderLife",
  payload: {
    invoice: Schema.String,
    service: Identifiers.ServiceId,
    link: Schema.String,
    quantity: Schema.Int
  },
  success: Ended,
  error: Schema.String,
  idempotencyKey: ({ invoice }) => invoice
})

/** What an event completes, and the workflow waits for. */
const ended = DurableDeferred.make("ended", { success: Ended })

/** Who is told of each step; a program may print them. */
export class Steps extends Context.Reference<Steps>()("example/Steps", {
  defaultValue: (): { readonly tell: (step: string) => Effect.Effect<void> } => ({ tell: Effect.logInfo })
}) {}

const tell = (step: string) => Effect.flatMap(Steps, (steps) => steps.tell(step))

export const layer = OrderLife.toLayer(({ service, link, quantity }, executionId) =>
  Effect.gen(function* () {
    const { placeOnce } = yield* Journal.Journal
    yield* Activity.make({
      name: "place",
      error: Schema.String,
      execute: placeOnce(executionId, { type: "Default", service, link, quantity }).pipe(
        Effect.zipRight(tell("ordered")),
        Effect.mapError(({ message }) => message)
      )
    })
    yield* tell("placed")
    const end = yield* DurableDeferred.await(ended)
    yield* Activity.make({ name: "act", execute: tell("acted") })
    return end
  })
)

const ends: ReadonlyArray<FollowEvent.What["_tag"]> = [
  "Completed",
  "Partial",
  "Canceled",
  "Refunded",
  "Failed"
]

/**
 * Wakes the workflow of an order that is over. One that has not yet written down that it waits does not see it, so it
 * is woken again until it has come to its end; only then is the consumer behind the event.
 */
const wake = ({ key, name, order }: FollowEvent.FollowEvent) =>
  Effect.gen(function* () {
    if (key === null || !ends.includes(name)) return
    yield* tell("heard")
    const token = DurableDeferred.tokenFromExecutionId(ended, { workflow: OrderLife, executionId: key })
    yield* DurableDeferred.succeed(ended, { token, value: { name, order } })
    yield* tell("woken")
    yield* Effect.zipRight(OrderLife.resume(key), OrderLife.poll(key)).pipe(
      Effect.repeat({ until: (result) => result?._tag === "Complete", schedule: Schedule.spaced("1 second") })
    )
  })

/** Hears what happened to orders, from where it stopped. */
export const consumer: Effect.Effect<
  void,
  Follow.Failure | FollowError.InvalidCursor,
  Follow.Follow | WorkflowEngine.WorkflowEngine
> = Effect.gen(function* () {
  const follow = yield* Follow.Follow
  const after = yield* follow.cursor("order-life")
  yield* Stream.runForEach(follow.events({ after }), (event) =>
    Effect.zipRight(wake(event), follow.advance("order-life", event))
  )
})
