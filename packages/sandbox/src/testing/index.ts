/**
 * What every test against a sandbox needs: a service to order, IDs, a form asked by hand, time that passes
 * until an order is over. It knows no test runner.
 *
 * @since 0.1.0
 */
import { OrderId, RefillId, type ServiceId } from "@smmkit/core/Identifiers"
import type { ServiceType } from "@smmkit/core/Order"
import { isFinal } from "@smmkit/core/OrderState"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import type { Form } from "../Exchange.js"
import { Sandbox } from "../Sandbox.js"
import { SandboxError } from "../SandboxOptions.js"
import type { OrderView } from "../SandboxView.js"

/**
 * What a test is content with; what is left out does not matter.
 *
 * @since 0.1.0
 * @category models
 */
export interface Wanted {
  /** Default: `Default`. */
  readonly type?: ServiceType | undefined
  readonly refill?: boolean | undefined
  readonly cancel?: boolean | undefined
  readonly dripfeed?: boolean | undefined
}

/**
 * A service that can be ordered.
 *
 * @since 0.1.0
 * @category models
 */
export interface Found {
  readonly service: ServiceId
  readonly min: number
  readonly max: number
}

/**
 * The first service of the catalogue that a test is content with.
 *
 * @example
 * import { Sandbox } from "@smmkit/sandbox"
 * import * as Testing from "@smmkit/sandbox/testing"
 * import { Effect } from "effect"
 *
 * const program = Testing.find({ type: "Poll" })
 * const { min } = Effect.runSync(Effect.provide(program, Sandbox.layer()))
 *
 * assert.ok(min > 0)
 *
 * @since 0.1.0
 * @category combinators
 */
export const find = (wanted: Wanted = {}): Effect.Effect<Found, SandboxError, Sandbox> =>
  Effect.flatMap(Sandbox, ({ catalogue }) => {
    const { type = "Default", refill, cancel, dripfeed } = wanted
    const is = (has: Option.Option<boolean>, wanted: boolean | undefined) =>
      wanted === undefined || Option.contains(has, wanted)
    const offer = catalogue.find(
      ({ service, dripfeed: drips }) =>
        service.type === type &&
        is(service.refill, refill) &&
        is(service.cancel, cancel) &&
        (dripfeed === undefined || drips === dripfeed)
    )
    return offer === undefined
      ? Effect.fail(new SandboxError({ field: "catalogue", remedy: `it has no such service: ${type}` }))
      : Effect.succeed({
          service: offer.service.service,
          min: Option.getOrElse(offer.service.min, () => 1),
          max: Option.getOrElse(offer.service.max, () => Number.MAX_SAFE_INTEGER)
        })
  })

/**
 * An order's ID from a number or a text.
 *
 * @example
 * import * as Testing from "@smmkit/sandbox/testing"
 *
 * assert.strictEqual(Testing.orderId(23501), "23501")
 *
 * @since 0.1.0
 * @category constructors
 */
export const orderId = (id: string | number | bigint): OrderId => OrderId.make(String(id))

/**
 * A refill's ID from a number or a text.
 *
 * @example
 * import * as Testing from "@smmkit/sandbox/testing"
 *
 * assert.strictEqual(Testing.refillId(1), "1")
 *
 * @since 0.1.0
 * @category constructors
 */
export const refillId = (id: string | number | bigint): RefillId => RefillId.make(String(id))

/**
 * A link that differs by its name.
 *
 * @example
 * import * as Testing from "@smmkit/sandbox/testing"
 *
 * assert.strictEqual(Testing.link(7), "https://example.com/p/7")
 *
 * @since 0.1.0
 * @category constructors
 */
export const link = (name: string | number = 1): string => `https://example.com/p/${name}`

/**
 * Asks a form by hand, with the key of `main` unless it has its own, and gives the text of the answer;
 * where none comes, how the connection ended, such as `Cut`.
 *
 * @example
 * import { Sandbox } from "@smmkit/sandbox"
 * import * as Testing from "@smmkit/sandbox/testing"
 * import { Effect } from "effect"
 *
 * const text = Effect.runSync(Effect.provide(Testing.ask({ action: "balance" }), Sandbox.layer()))
 *
 * assert.strictEqual(text, '{"balance":"1000","currency":"USD"}')
 *
 * @since 0.1.0
 * @category combinators
 */
export const ask = (form: Form): Effect.Effect<string, never, Sandbox> =>
  Effect.flatMap(Sandbox, ({ handle, key }) =>
    Effect.map(handle({ key, ...form }), (exchange) =>
      exchange._tag === "Answered" ? exchange.reply.body : exchange._tag
    )
  )

const step = Duration.hours(1)

/**
 * Lets time pass until an order is over, and gives the order. Time passes by `TestClock`, or as `pass` says;
 * a subscription without a last post, or an order that is held, is given up after `most` (400 days).
 *
 * @example
 * import { Sandbox } from "@smmkit/sandbox"
 * import * as Testing from "@smmkit/sandbox/testing"
 * import { Effect, TestContext } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const { service, min } = yield* Testing.find()
 *   yield* Testing.ask({ action: "add", service, link: Testing.link(), quantity: String(min) })
 *   return yield* Testing.untilOver("23501")
 * })
 * const layer = Sandbox.layer({ partial: 0 })
 * const order = await Effect.runPromise(
 *   program.pipe(Effect.provide(layer), Effect.provide(TestContext.TestContext))
 * )
 *
 * assert.strictEqual(order.state, "Completed")
 *
 * @since 0.1.0
 * @category combinators
 */
export const untilOver = (
  order: string,
  options: {
    readonly pass?: ((time: Duration.Duration) => Effect.Effect<void>) | undefined
    readonly most?: Duration.DurationInput | undefined
  } = {}
): Effect.Effect<OrderView, SandboxError, Sandbox> =>
  Effect.flatMap(Sandbox, (sandbox) => {
    const { pass = TestClock.adjust, most = Duration.days(400) } = options
    const look = (left: number): Effect.Effect<OrderView, SandboxError> =>
      Effect.flatMap(sandbox.order(order), (view) => {
        if (isFinal(view.state)) return Effect.succeed(view)
        return left <= 0
          ? Effect.fail(
              new SandboxError({ field: "order", remedy: `${order} is not over after all that time` })
            )
          : Effect.zipRight(pass(step), look(left - 1))
      })
    return look(Math.ceil(Duration.toMillis(most) / Duration.toMillis(step)))
  })
