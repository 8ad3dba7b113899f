/**
 * When accounts have something to do, for all sweeps of a process together: one statement asks for all that wait, and
 * one says that they are looked after, however many there are. Waking is never needed: who is not woken finds out
 * with the next question.
 */
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as PubSub from "effect/PubSub"
import * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"
import { type Agenda, FollowStore } from "../../FollowStore.js"
import { Pulse, type Task } from "../../Pulse.js"
import { passing } from "../passing.js"

/** How often it is asked what there is to do, unless told otherwise. */
export const often = Duration.seconds(1)

/** How often it is said who is looked after, and for how long that holds, in milliseconds. */
const attendance = { every: 30_000, lasts: 120_000 }

const taskOf = ({ paused, free, due, refillDue }: Agenda, now: number): Task | undefined => {
  if (paused || free > now) return undefined
  const isOrder = due !== null && due <= now
  const isRefill = refillDue !== null && refillDue <= now
  if (isOrder && isRefill) return refillDue < due ? "refills" : "orders"
  return isOrder ? "orders" : isRefill ? "refills" : undefined
}

/** How long an account surely has nothing to do, by what is known of it; what is born meanwhile is not. */
const pauseUntil = ({ paused, free, due, refillDue }: Agenda, now: number): number => {
  const first = Math.min(due ?? Number.POSITIVE_INFINITY, refillDue ?? Number.POSITIVE_INFINITY)
  return paused ? Number.POSITIVE_INFINITY : Math.max(1, Math.ceil(Math.max(free, first) - now))
}

export const layer = (every: Duration.Duration): Layer.Layer<Pulse, never, FollowStore> =>
  Layer.scoped(Pulse, make(every))

const make = (every: Duration.Duration): Effect.Effect<Pulse["Type"], never, FollowStore | Scope.Scope> =>
  Effect.gen(function* () {
    const store = yield* FollowStore
    const longest = Duration.toMillis(every)
    const waiting = new Map<string, Set<Deferred.Deferred<Task>>>()
    const attended = new Map<string, number>()
    const woken = yield* Queue.sliding<void>(1)
    const bells = yield* PubSub.sliding<string>(1024)
    let attendedAt = Number.NEGATIVE_INFINITY

    const attendAll = Effect.gen(function* () {
      const now = yield* passing
      if (attended.size === 0 || now - attendedAt < attendance.every) return
      yield* store.attend([...attended.keys()], attendance.lasts)
      attendedAt = now
    })

    /** Asks what there is to do, and tells how long there is nothing, as far as is known. */
    const askAll = Effect.gen(function* () {
      if (waiting.size === 0) return longest
      const { now, agendas } = yield* store.agenda([...waiting.keys()])
      yield* Effect.forEach(agendas, (agenda) => {
        const task = taskOf(agenda, now)
        if (task === undefined) return Effect.void
        const waiters = [...(waiting.get(agenda.account) ?? [])]
        waiting.delete(agenda.account)
        return Effect.forEach(waiters, (waiter) => Deferred.succeed(waiter, task), { discard: true })
      })
      return agendas
        .filter((agenda) => taskOf(agenda, now) === undefined)
        .reduce((pause, agenda) => Math.min(pause, pauseUntil(agenda, now)), longest)
    })

    const round = Effect.zipRight(attendAll, askAll).pipe(
      Effect.catchAllCause((cause) =>
        Effect.as(Effect.logWarning("what is due cannot be asked for", cause), longest)
      )
    )
    const pause = (time: number) => Effect.raceFirst(Effect.sleep(Duration.millis(time)), Queue.take(woken))
    yield* Effect.forkScoped(Effect.forever(Effect.flatMap(round, pause)))

    const wake = Effect.asVoid(Queue.offer(woken, undefined))
    return {
      next: (account) =>
        Effect.gen(function* () {
          const waiter = yield* Deferred.make<Task>()
          const others = waiting.get(account) ?? new Set()
          waiting.set(account, others.add(waiter))
          yield* wake
          return yield* Effect.onInterrupt(Deferred.await(waiter), () =>
            Effect.sync(() => {
              others.delete(waiter)
              if (others.size === 0 && waiting.get(account) === others) waiting.delete(account)
            })
          )
        }),
      every,
      attend: (account) =>
        Effect.zipRight(
          Effect.acquireRelease(
            Effect.sync(() => {
              attended.set(account, (attended.get(account) ?? 0) + 1)
              attendedAt = Number.NEGATIVE_INFINITY
            }),
            () =>
              Effect.sync(() => {
                const others = (attended.get(account) ?? 1) - 1
                if (others === 0) attended.delete(account)
                else attended.set(account, others)
              })
          ),
          wake
        ),
      wake,
      ring: (account) => Effect.asVoid(PubSub.publish(bells, account)),
      rung: PubSub.subscribe(bells)
    }
  })
