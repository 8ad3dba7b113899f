/**
 * Asking for the refill or the cancellation of an order that is followed: through the journal, so that nothing is
 * asked for twice, whoever does, and whatever happens in between.
 *
 * @since 0.1.0
 */
import type { OrderId } from "@smmkit/core/Identifiers"
import type { InvalidOption } from "@smmkit/core/Options"
import * as Check from "@smmkit/core/Options"
import * as Journal from "@smmkit/journal/Journal"
import type { JournalEntry } from "@smmkit/journal/JournalEntry"
import type { StoreError } from "@smmkit/journal/JournalError"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { RefillWithheld, UnknownOrder } from "./FollowError.js"
import { RefillRefused } from "./FollowEvent.js"
import type { Row } from "./FollowModel.js"
import { FollowStore } from "./FollowStore.js"
import * as Given from "./internal/given.js"
import { judged } from "./internal/judging/numbering.js"
import { nextTurn } from "./internal/service/turn.js"
import * as RefillPolicy from "./RefillPolicy.js"
import { RefillTerms } from "./RefillTerms.js"

/**
 * When a refill is asked for, and what is known of the term of the order's service, as `RefillTerms.parse` reads it
 * from the service's name. Default: whenever somebody wants it.
 *
 * @since 0.1.0
 * @category models
 */
export interface RefillOptions {
  readonly policy?: RefillPolicy.RefillPolicy | undefined
  readonly term?: RefillTerms | undefined
}

/** How long a change of one order may take before it is anybody's again, in milliseconds. */
const lease = 60_000

const refillOptions: Given.Fields<RefillOptions> = {
  policy: Given.maybe(Check.oneOf(RefillPolicy.RefillPolicy.literals)),
  term: Given.maybe(Check.is(Schema.is(RefillTerms), 'give a term such as { _tag: "Days", days: 30 }'))
}

const refillOf = (order: OrderId, given: RefillOptions) => {
  const { part, object } = Given.call("refill")
  return Either.andThen(part("order", order, Given.order), object({ field: "options" }, given, refillOptions))
}

const rowOf = (account: string, order: OrderId) =>
  Effect.gen(function* () {
    const store = yield* FollowStore
    return yield* Effect.flatMap(
      store.get(account, order),
      Option.match({ onNone: () => new UnknownOrder({ account, order }), onSome: Effect.succeed })
    )
  })

/** The term as it was told when the order came to be followed, where nothing else is said. */
const termOf = ({ term }: Row, given: RefillTerms | undefined): RefillTerms => {
  if (given !== undefined) return given
  return term === null ? { _tag: "Unknown" } : { _tag: "Days", days: term }
}

/** Writes that the panel refused a refill, whoever holds the order just now. */
const refused = (
  account: string,
  order: OrderId,
  why: string
): Effect.Effect<void, StoreError, FollowStore> =>
  Effect.gen(function* () {
    const store = yield* FollowStore
    const claim = yield* store.take(account, order, lease)
    if (Option.isNone(claim)) return
    const { now: at, orders, stamp } = claim.value
    const event = new RefillRefused({ refill: null, state: null, why })
    const written = orders.map(({ row, lot }) => ({
      // A look that was under way does not count any more: it is due again.
      ...judged({ ...row, due: row.due === null ? null : Math.min(row.due, at) }, [event]),
      lot,
      at
    }))
    const isWritten = yield* store.commit({ account, stamp, written })
    if (!isWritten) yield* Effect.zipRight(nextTurn, refused(account, order, why))
  })

/**
 * Asks for the refill of an order, once: while one is under way, in doubt or running, nothing is sent, and the entry
 * of that one is given. What becomes of the refill is told by events: `RefillStarted`, and then `RefillEnded`,
 * `RefillRefused` or `RefillLost`; the panel's no is one of these, too, and the error.
 *
 * @example
 * import { Identifiers } from "@smmkit/core"
 * import { FollowChange, RefillTerms } from "@smmkit/follow"
 *
 * export const program = FollowChange.refill(Identifiers.OrderId.make("23501"), {
 *   policy: "within the term",
 *   term: RefillTerms.parse("Instagram Followers [Refill: 30 Days]")
 * })
 *
 * @since 0.1.0
 * @category combinators
 */
export const refill = (
  order: OrderId,
  options: RefillOptions = {}
): Effect.Effect<
  JournalEntry,
  Journal.PlaceError | StoreError | InvalidOption | UnknownOrder | RefillWithheld,
  Journal.Journal | FollowStore
> =>
  Effect.gen(function* () {
    const { account, refillOnce } = yield* Journal.Journal
    const store = yield* FollowStore
    const { policy = "ask", term } = yield* refillOf(order, options)
    const row = yield* rowOf(account, order)
    const why = RefillPolicy.objection(policy, row, termOf(row, term), yield* store.now)
    if (Option.isSome(why)) return yield* new RefillWithheld({ account, order, why: why.value })
    const tell = ({ message }: { readonly message: string }) => refused(account, order, message)
    return yield* Effect.tapErrorTag(refillOnce(order), "RequestRefusal", tell).pipe(
      Effect.tapErrorTag("UnclassifiedRefusal", tell)
    )
  }).pipe(Effect.withSpan("FollowChange.refill"))

/**
 * Asks that an order be stopped, once. The entry says that the panel took the request; what becomes of the order is
 * told by its events, as ever.
 *
 * @example
 * import { Identifiers } from "@smmkit/core"
 * import { FollowChange } from "@smmkit/follow"
 *
 * export const program = FollowChange.cancel(Identifiers.OrderId.make("23501"))
 *
 * @since 0.1.0
 * @category combinators
 */
export const cancel = (
  order: OrderId
): Effect.Effect<
  JournalEntry,
  Journal.PlaceError | StoreError | InvalidOption | UnknownOrder,
  Journal.Journal | FollowStore
> =>
  Effect.gen(function* () {
    const { account, cancelOnce } = yield* Journal.Journal
    const store = yield* FollowStore
    yield* Given.call("cancel").part("order", order, Given.order)
    yield* rowOf(account, order)
    const entry = yield* cancelOnce(order)
    yield* store.hurry(account, order)
    return entry
  }).pipe(Effect.withSpan("FollowChange.cancel"))
