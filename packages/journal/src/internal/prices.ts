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
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as Scope from "effect/Scope"

export interface Tools {
  readonly services: Services.Service
  readonly panel: Pick<PanelConfig.Service, "rateLimits">
  /** How long a price may serve where the catalogue cannot be read. */
  readonly priceAge: Duration.Duration
}

interface Read {
  readonly byId: ReadonlyMap<string, Offer>
  readonly at: number
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
    const turn = yield* Effect.makeSemaphore(1)
    const scope: Scope.Scope = yield* Effect.scope
    let kept: Read | undefined
    let tried = Number.NEGATIVE_INFINITY
    let why: unknown
    let isReading = false

    const read = Effect.gen(function* () {
      tried = yield* Clock.currentTimeMillis
      const list = yield* Effect.either(Effect.zipRight(services.invalidate, services.list))
      if (Either.isLeft(list)) {
        why = list.left
        return
      }
      kept = { byId: new Map(list.right.map((service) => [service.service, service])), at: tried }
      why = undefined
    })

    const isDue = (now: number) =>
      now - tried >= interval && (kept === undefined || now - kept.at >= interval)

    /** Whether the next price under a rule costs a reading of the catalogue. */
    const isOld = Effect.map(Clock.currentTimeMillis, isDue)

    /** Who waits while another reads takes what that one has read. */
    const refreshed = turn.withPermits(1)(
      Effect.flatMap(Clock.currentTimeMillis, (now) => (isDue(now) ? read : Effect.void))
    )

    /** The service as of now; fails where no price is new enough to go by. */
    const current = (
      id: ServiceId,
      reason: "limit" | "price"
    ): Effect.Effect<Offer | undefined, OrderWithheld> =>
      Effect.gen(function* () {
        yield* refreshed
        const now = yield* Clock.currentTimeMillis
        if (kept !== undefined && now - kept.at < Math.max(longest, interval)) return kept.byId.get(id)
        const said = why instanceof Error ? `: ${why.message}` : ""
        const error = withheld(
          reason,
          `the catalogue does not tell its price${said}; it may go once the catalogue can be read, which is tried again after ${time(tried + interval)}`
        )
        error.cause = why
        return yield* error
      })

    /** The service as it was read last, if that is not too long ago. */
    const glance = (id: ServiceId): Effect.Effect<Offer | undefined> =>
      Effect.map(Clock.currentTimeMillis, (now) =>
        kept !== undefined && now - kept.at < longest ? kept.byId.get(id) : undefined
      )

    /** Reads the catalogue for those who come later, where nobody waits for it. */
    const prepare = Effect.flatMap(Clock.currentTimeMillis, (now) => {
      if (isReading || now - tried < longest) return Effect.void
      isReading = true
      const done = Effect.sync(() => {
        isReading = false
      })
      return Effect.asVoid(Effect.forkIn(Effect.interruptible(Effect.ensuring(refreshed, done)), scope))
    })

    return { isOld, current, glance, prepare }
  })
