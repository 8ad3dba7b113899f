/**
 * What orders cost by the catalogue.
 *
 * Under a rule (a spending limit, or a quote that is guarded) the catalogue is read anew when it is older than a
 * minute, or than the panel's limit for it allows, once for all who wait; where that fails, what was read before
 * serves for a while. Without a rule an order waits for no price, and none is asked for on its account.
 */
import type { ServiceId } from "@smmkit/core/Identifiers"
import type { Offer } from "@smmkit/core/Offer"
import type { PanelConfig } from "@smmkit/core/PanelConfig"
import { OrderWithheld } from "@smmkit/core/PanelError"
import type { Services } from "@smmkit/core/Services"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FiberId from "effect/FiberId"
import type * as Scope from "effect/Scope"
import * as Lease from "./lease.js"

export interface Tools {
  readonly services: Pick<Services.Service, "list" | "invalidate">
  readonly panel: Pick<PanelConfig.Service, "rateLimits">
  /** How long a price may serve where the catalogue cannot be read. */
  readonly priceAge: Duration.Duration
}

interface Read {
  readonly byId: ReadonlyMap<string, Offer>
  readonly at: Lease.Instant
}

const minute = 60_000

/** How far apart two readings are at least, by what the panel allows. */
const intervalOf = ({ rateLimits }: Tools["panel"]): number =>
  Math.max(
    minute,
    ...rateLimits
      .filter(({ actions }) => actions === undefined || actions.includes("services"))
      .map(({ limit, interval }) => Duration.toMillis(interval) / limit)
  )

const withheld = (reason: "limit" | "price", detail: string) => new OrderWithheld({ reason, detail })

const time = (millis: number) => new Date(millis).toISOString()

export const make = ({ services, panel, priceAge }: Tools) =>
  Effect.gen(function* () {
    const interval = intervalOf(panel)
    const longest = Duration.toMillis(priceAge)
    const scope: Scope.Scope = yield* Effect.scope
    let kept: Read | undefined
    let tried: Lease.Instant | undefined
    let why: unknown
    let reading: Deferred.Deferred<void> | undefined

    const read = Effect.gen(function* () {
      const at = yield* Lease.instant
      tried = at
      const list = yield* Effect.either(Effect.zipRight(services.invalidate, services.list))
      if (Either.isLeft(list)) {
        why = list.left
        return
      }
      kept = { byId: new Map(list.right.map((service) => [service.service, service])), at }
      why = undefined
    })

    /** How long ago something was, by the clock that tells more: a price must not seem new. */
    const age = (at: Lease.Instant | undefined, now: Lease.Instant) =>
      at === undefined ? Number.POSITIVE_INFINITY : Lease.elapsed(at, now)

    /** Whether the next price under a rule costs a reading of the catalogue. */
    const isOld = (now: Lease.Instant) => reading !== undefined || age(tried, now) >= interval

    /** Reads in a fiber of its own: it is for all who wait, whichever of them goes away. */
    const begin = Effect.suspend(() => {
      const done = Deferred.unsafeMake<void>(FiberId.none)
      reading = done
      const end = Effect.suspend(() => {
        reading = undefined
        return Deferred.succeed(done, undefined)
      })
      return Effect.as(Effect.forkIn(Effect.interruptible(Effect.ensuring(read, end)), scope), done)
    }).pipe(Effect.uninterruptible)

    const refreshed = Effect.suspend(() =>
      Effect.flatMap(reading === undefined ? begin : Effect.succeed(reading), Deferred.await)
    )

    /** The service as far as it is known; fails where that is not new enough to go by. */
    const serve = (
      id: ServiceId,
      reason: "limit" | "price",
      now: Lease.Instant
    ): Either.Either<Offer | undefined, OrderWithheld> => {
      if (kept !== undefined && age(kept.at, now) < Math.max(longest, interval)) {
        return Either.right(kept.byId.get(id))
      }
      const said = why instanceof Error ? `: ${why.message}` : ""
      const next = now[1] + Math.max(0, interval - age(tried, now))
      const error = withheld(
        reason,
        `the catalogue does not tell its price${said}; it may go once the catalogue can be read, which is tried again after ${time(next)}`
      )
      error.cause = why
      return Either.left(error)
    }

    /** The service as of now; fails where no price is new enough to go by. */
    const current = (
      id: ServiceId,
      reason: "limit" | "price",
      now: Lease.Instant
    ): Effect.Effect<Offer | undefined, OrderWithheld> =>
      isOld(now)
        ? Effect.flatMap(Effect.zipRight(refreshed, Lease.instant), (then) => serve(id, reason, then))
        : serve(id, reason, now)

    /** The service as it was read last, if that is not too long ago. */
    const glance = (id: ServiceId, now: Lease.Instant): Offer | undefined =>
      kept !== undefined && age(kept.at, now) < longest ? kept.byId.get(id) : undefined

    /** Whether those who come later had better find the catalogue read anew. */
    const isStale = (now: Lease.Instant) =>
      reading === undefined && age(tried, now) >= Math.max(longest, interval)

    /** Reads the catalogue for those who come later, where nobody waits for it. */
    const prepare = Effect.flatMap(Lease.instant, (now) =>
      isStale(now) ? Effect.asVoid(begin) : Effect.void
    )

    return { isOld, serve, current, glance, isStale, prepare }
  })
