/** The loop that looks after an account. It never ends by itself: a round that fails is counted, told and backed off from. */
import type { StoreError } from "@smmkit/journal/JournalError"
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FiberSet from "effect/FiberSet"
import * as Option from "effect/Option"
import type { FollowConfig } from "../../FollowConfig.js"
import type { Usual } from "../../FollowModel.js"
import type { Claim, FollowStore, Report } from "../../FollowStore.js"
import type { Pulse, Task } from "../../Pulse.js"
import { passing } from "../passing.js"
import type { Asking } from "./asking.js"
import * as Looking from "./looking.js"
import { counted, failed } from "./metrics.js"

export interface Tools {
  readonly account: string
  readonly name: string
  readonly config: FollowConfig
  readonly store: FollowStore.Service
  readonly asking: Asking
  readonly pulse: Pulse["Type"]
}

/** Answers that have come are heard before there is another claim: that would only be held meanwhile. */
const answersFirst = Effect.async<void>((resume) => {
  const turn = setImmediate(() => resume(Effect.void))
  return Effect.sync(() => clearImmediate(turn))
})

/** Lets what is inside of what cannot be interrupted be interrupted again. */
type Restore = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

const longestPause = Duration.minutes(1)

/** How often what is usual is learnt anew, and old events are dropped, in milliseconds. */
const rhythm = { learning: 5 * 60_000, pruning: 6 * 3_600_000 }

/** How often a write is tried: what was seen is worth more than a look. */
const tries = 3

/** After so many rounds it is asked what has waited longest, orders or refills: one of them may be due all the time. */
const mostAlike = 10

export const make = ({ account, name, config, store, asking, pulse }: Tools) => {
  let usual: ReadonlyMap<string, Usual> = new Map()
  const token = store.pace({ account, taken: false, longest: config.lateness }).pipe(
    Effect.flatMap(
      Option.match({
        onNone: () => Effect.succeed(false),
        onSome: (wait) => Effect.as(Effect.sleep(Duration.millis(Math.ceil(wait))), true)
      })
    ),
    Effect.catchAll(() => Effect.succeed(false))
  )
  const looking = Looking.make({ config, asking, token, usual: (service) => usual.get(service) ?? null })

  /** Does something now and then, the first time at once. */
  const nowAndThen = (every: number, what: Effect.Effect<unknown, StoreError>) => {
    let last = Number.NEGATIVE_INFINITY
    return Effect.flatMap(passing, (now) => {
      if (now - last < every) return Effect.void
      last = now
      return Effect.catchAll(what, (error) =>
        Effect.logWarning(`the store of followed orders: ${error.message}`)
      )
    })
  }

  const learn = nowAndThen(
    rhythm.learning,
    Effect.tap(store.usual(account), (learnt) =>
      Effect.sync(() => {
        usual = learnt
      })
    )
  )

  const pruneAll: Effect.Effect<void, StoreError> = Effect.suspend(() =>
    Effect.flatMap(store.prune(account, config.keepEvents), (gone) => (gone === 0 ? Effect.void : pruneAll))
  )
  const prune = nowAndThen(rhythm.pruning, pruneAll)

  const tell = Effect.fnUntraced(function* ({ verdict, failures = 0 }: Report, before: string | null) {
    if (failures > 0) yield* failed(account)
    if (verdict === undefined) return
    if (verdict.suspect !== null && before === null)
      yield* Effect.logError(`the account ${name} is suspect: ${verdict.suspect}`)
    else if (failures > 0) yield* Effect.logWarning(`the account ${name}: ${verdict.problem}`)
  })

  /**
   * Each statement locks the account's row: while the server works on one, the answer to another is read, and more
   * would only hold connections.
   */
  const few = Effect.unsafeMakeSemaphore(2).withPermits(1)

  const written = Effect.fnUntraced(function* (report: Report) {
    yield* Effect.retry(few(store.write(report)), { times: tries - 1, while: (error) => error.retryable })
    const events = report.written.reduce((sum, one) => sum + one.events.length, 0)
    yield* counted(account, { looks: report.written.length, events })
    if (events > 0) yield* pulse.ring(account)
  })

  /** Whether the panel answered all calls of the last claim. */
  let isAnswering = true

  /** Looks at what was claimed, since a time. What is interrupted gives its claim back. */
  const looked = (claim: Claim, since: number, task: Task, restore: Restore) =>
    restore(looking[task](claim, since)).pipe(
      Effect.onInterrupt(() => Effect.ignore(store.release(claim))),
      Effect.flatMap((reports) => {
        isAnswering = reports.every(({ failures = 0 }) => failures === 0)
        return Effect.forEach(
          reports,
          (report) => Effect.zipRight(tell(report, claim.suspect), written(report)),
          { discard: true }
        )
      })
    )

  /** A round of which what `restore` is given can be interrupted, and nothing else. */
  const masked = Effect.fnUntraced(function* (
    restore: Restore,
    task: Task,
    claiming: (orders: number) => Effect.Effect<unknown>
  ) {
    yield* restore(Effect.zipRight(learn, prune))
    const claim = store.claim({ account, of: task, most: config.most, lease: config.lease })
    const [before, claimed] = yield* few(Effect.all([passing, claim]))
    // Nothing is due, or nothing of it can be read.
    if (Option.isNone(claimed) || claimed.value.orders.length === 0) return 0
    // A machine that stood still amid the claim has a token of a window that is over.
    if ((yield* passing) - before > config.lateness) {
      yield* store.release(claimed.value)
      return 0
    }
    yield* claiming(claimed.value.orders.length)
    yield* looked(claimed.value, before, task, restore)
    return claimed.value.orders.length
  })

  /**
   * One round; tells how many orders were looked at, and those who wait for it how many it has claimed. The answer to a
   * claim is waited for also by who is to end: what nobody knows of, nobody could give back.
   */
  const round = (
    task: Task,
    claiming: (orders: number) => Effect.Effect<unknown> = () => Effect.void
  ): Effect.Effect<number, StoreError> =>
    Effect.uninterruptibleMask((restore) => masked(restore, task, claiming))

  const { spacing } = config.budget

  /**
   * Rounds for ever, several under way at once: each in a fiber of its own, whose end by whatever cause is not the
   * loop's. Where one failed, or the panel failed it, they go one after the other until one does not.
   */
  const rounds = Effect.gen(function* () {
    const room = yield* Effect.makeSemaphore(config.atOnce)
    const othersEnded = room.withPermits(config.atOnce - 1)(Effect.void)
    const fibers = yield* FiberSet.make<void>()
    let failures = 0
    let pause = Duration.zero
    let alike = 0

    const ended = Effect.fnUntraced(function* (exit: Exit.Exit<number, StoreError>) {
      if (Exit.isSuccess(exit)) {
        failures = 0
        return
      }
      yield* failed(account)
      yield* Effect.logError(`a round of the account ${name} failed`, Cause.pretty(exit.cause))
      pause = Duration.min(Duration.seconds(2 ** Math.min(failures, 10)), longestPause)
      failures += 1
    })

    /** Starts a round, and tells how many orders it has claimed. */
    const begun = Effect.fnUntraced(function* (task: Task) {
      const claimed = yield* Deferred.make<number>()
      const claiming = (orders: number) => Deferred.succeed(claimed, orders)
      yield* FiberSet.run(
        fibers,
        Effect.exit(round(task, claiming)).pipe(
          Effect.flatMap(ended),
          Effect.ensuring(Effect.zipRight(claiming(0), room.release(1)))
        )
      )
      return yield* Deferred.await(claimed)
    })

    const turn: (task: Task) => Effect.Effect<Task> = Effect.fnUntraced(function* (task) {
      yield* room.take(1)
      if (failures > 0 || !isAnswering) yield* othersEnded
      if (failures > 0) {
        yield* Effect.sleep(pause)
        pause = Duration.zero
      }
      const before = yield* passing
      const orders = yield* begun(failures > 0 ? "orders" : task)
      if (orders === 0) return failures > 0 ? "orders" : yield* pulse.next(account)
      // The next token is there when this long has passed since the last ones were taken; a moment less were in vain.
      const passed = (yield* passing) - before
      const tokens = Math.ceil(orders / config.budget.perCall)
      const rest = Math.ceil(spacing * tokens) - passed
      yield* rest > 0 ? Effect.sleep(Duration.millis(rest)) : answersFirst
      alike = (alike + 1) % mostAlike
      return alike === 0 ? yield* pulse.next(account) : task
    })

    const first: Task = "orders"
    return yield* Effect.zipRight(Effect.iterate(first, { while: () => true, body: turn }), Effect.never)
  })

  return {
    /** For ever; an interruption gives back what is claimed. */
    run: Effect.scoped(rounds),
    round: (task: Task) => round(task)
  }
}
