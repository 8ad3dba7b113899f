/** Bringing the log to one receiver, event by event, until it has every one or it is dead. */
import type { HttpClient } from "@effect/platform/HttpClient"
import type { StoreError } from "@smmkit/journal/JournalError"
import * as Arr from "effect/Array"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Schedule from "effect/Schedule"
import type { InvalidCursor } from "../../FollowError.js"
import type { FollowEvent } from "../../FollowEvent.js"
import type { FollowStore, Undelivered } from "../../FollowStore.js"
import { NoLongerWanted } from "../../WebhookError.js"
import { passing } from "../passing.js"
import { type Endpoint, type Outcome, post } from "./posting.js"

export interface Delivery extends Omit<Endpoint, "ahead"> {
  readonly name: string
  readonly tryFor: Duration.Duration
  readonly together: number
  readonly putAside: number
  readonly every: Duration.Duration
}

const first = 5000
const longest = 8 * 3_600_000

/** The time to the next try after so many: three times as long as before, 8 hours at most, a fifth more or less. */
const backoff = (tries: number): Effect.Effect<number> =>
  Effect.map(Random.nextRange(0.8, 1.2), (factor) =>
    Math.round(Math.min(first * 3 ** (tries - 1), longest) * factor)
  )

/** How many events are read at once. */
const page = 100

interface Sent {
  readonly event: FollowEvent
  /** `held` is what was not sent, as the receiver asks to be left alone for so many milliseconds more. */
  readonly outcome: Outcome | { readonly _tag: "held"; readonly rest: number }
}

const isFailed = ({ outcome }: Sent): boolean => outcome._tag !== "delivered"

export const deliver = (
  store: FollowStore.Service,
  { name, tryFor, together, putAside, every, ...endpoint }: Delivery
): Effect.Effect<never, StoreError | InvalidCursor | NoLongerWanted, HttpClient> => {
  const { mail } = store
  /** For all accounts together, as it is one receiver that answers. */
  const turns = Effect.unsafeMakeSemaphore(together)
  /** Until when the receiver asks to be left alone, in whatever answer it did, by a clock that nobody sets back. */
  let restsUntil = 0
  const restLeft = Effect.map(passing, (now) => Math.max(0, Math.ceil(restsUntil - now)))
  const rested = Effect.flatMap(restLeft, Effect.sleep)

  /** Those of one order one after the other, of different orders beside each other. */
  const send = (events: ReadonlyArray<FollowEvent>) =>
    Effect.gen(function* () {
      const ahead = (yield* store.now) - (yield* Clock.currentTimeMillis)
      const postOne = (event: FollowEvent) =>
        Effect.gen(function* () {
          const rest = yield* restLeft
          if (rest > 0) return { _tag: "held", rest } as const
          const outcome = yield* post({ ...endpoint, ahead })(event)
          if (outcome._tag === "failed" && outcome.rest > 0)
            restsUntil = Math.max(restsUntil, (yield* passing) + outcome.rest)
          return outcome
        }).pipe(turns.withPermits(1))
      const orders = Object.values(Arr.groupBy(events, ({ account, order }) => `${account}/${order}`))
      const sent = yield* Effect.forEach(
        orders,
        (ofOrder) =>
          Effect.forEach(ofOrder, (event) =>
            Effect.map(postOne(event), (outcome): Sent => ({ event, outcome }))
          ),
        { concurrency: together }
      )
      return sent.flat()
    })

  const undelivered = (
    { event: { account, number }, outcome }: Sent,
    tries: number,
    since: number,
    now: number
  ) =>
    Effect.map(backoff(tries), (usual): Undelivered => {
      if (outcome._tag === "held")
        return { account, number, problem: "it asks to be left alone", wait: outcome.rest }
      const wait = Math.max(usual, outcome._tag === "failed" ? outcome.rest : 0)
      const problem = outcome._tag === "failed" ? outcome.problem : "it answered 410"
      return { account, number, problem, wait: now + wait > since + Duration.toMillis(tryFor) ? null : wait }
    })

  /** Ends all of it where the receiver has said so; what is not delivered by then is sent again to the next one. */
  const heedGone = (sent: ReadonlyArray<Sent>) =>
    Effect.forEach(sent, ({ event, outcome }) =>
      outcome._tag === "gone" ? new NoLongerWanted({ name, event: event.id }) : Effect.void
    )

  const oldOnes = Effect.gen(function* () {
    yield* rested
    const letters = yield* mail.due(name)
    if (letters.length === 0) return false
    const sent = yield* send(letters.map(({ event }) => event))
    const now = yield* store.now
    const byId = new Map(letters.map((letter) => [letter.event.id, letter]))
    const failures = yield* Effect.forEach(sent.filter(isFailed), (one) => {
      const { tries = 0, since = now } = byId.get(one.event.id) ?? {}
      return undelivered(one, tries + 1, since, now)
    })
    const delivered = sent.filter((one) => !isFailed(one)).map(({ event }) => event)
    yield* mail.tried(name, delivered, failures)
    yield* heedGone(sent)
    return true
  })

  const newOnes = (account: string, after: number) =>
    Effect.gen(function* () {
      yield* rested
      const { events, last } = yield* store.events(account, after, page)
      const sent = yield* send(events)
      yield* heedGone(sent)
      const now = yield* store.now
      const failures = yield* Effect.forEach(sent.filter(isFailed), (one) => undelivered(one, 1, now, now))
      const isMoved = yield* mail.advance(name, { account, number: last, from: after, events }, failures)
      if (isMoved) places.set(account, last)
      else places.delete(account)
    })

  /**
   * Where the receiver was left; of an account that is new, where its log begins. A log that ends before that was put
   * back from a backup, and with it the place that the store keeps; so was one whose place is found to be an earlier one.
   */
  const places = new Map<string, number>()
  const placesOf = (ends: ReadonlyMap<string, number>) =>
    Effect.gen(function* () {
      const isNews = ([account, end]: readonly [string, number]) =>
        (places.get(account) ?? Number.POSITIVE_INFINITY) > end
      if (Array.from(ends).some(isNews))
        for (const [account, number] of yield* store.cursor(name)) places.set(account, number)
      return places
    })

  /** One page of every account that has something new, unless too much of the old is still to be delivered. */
  const round = Effect.gen(function* () {
    const { waiting } = yield* mail.waiting(name)
    const wasOld = waiting > 0 && (yield* oldOnes)
    if (waiting >= putAside) return wasOld
    const ends = yield* store.ends
    const known = yield* placesOf(ends)
    const behind = Array.from(ends).filter(([account, end]) => end !== (known.get(account) ?? 0))
    yield* Effect.forEach(behind, ([account]) => newOnes(account, known.get(account) ?? 0), {
      concurrency: together,
      discard: true
    })
    return wasOld || behind.length > 0
  })

  const stubborn = Schedule.union(Schedule.exponential("200 millis"), Schedule.spaced("30 seconds"))
  return round.pipe(
    // Whatever was the matter with the store, it may be another one by now.
    Effect.tapError(() => Effect.sync(() => places.clear())),
    Effect.retry({ schedule: stubborn, while: (error) => error._tag === "StoreError" && error.retryable }),
    Effect.flatMap((wasBusy) => (wasBusy ? Effect.void : Effect.sleep(every))),
    Effect.forever
  )
}
