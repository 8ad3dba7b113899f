/** The loop that looks after an account. It never ends by itself: a round that fails is counted, told and backed off from. */
import type { StoreError } from "@smmkit/journal/JournalError"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import type { FollowConfig } from "../../FollowConfig.js"
import type { Usual } from "../../FollowModel.js"
import type { Claim, FollowStore, Report } from "../../FollowStore.js"
import type { Pulse, Task } from "../../Pulse.js"
import type { Asking } from "./asking.js"
import * as Looking from "./looking.js"
import { counted, failed } from "./metrics.js"
import { passing } from "./passing.js"

export interface Tools {
  readonly account: string
  readonly name: string
  readonly config: FollowConfig
  readonly store: FollowStore.Service
  readonly asking: Asking
  readonly pulse: Pulse["Type"]
}

const longestPause = Duration.minutes(1)

/** How often what is usual is learnt anew, and old events are dropped, in milliseconds. */
const rhythm = { learning: 5 * 60_000, pruning: 6 * 3_600_000 }

/** How often a write is tried: what was seen is worth more than a look. */
const tries = 3

export const make = ({ account, name, config, store, asking, pulse }: Tools) => {
  let usual: ReadonlyMap<string, Usual> = new Map()
  const looking = Looking.make({ config, asking, usual: (service) => usual.get(service) ?? null })

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

  const tell = ({ verdict, failures = 0 }: Report, before: string | null) =>
    Effect.gen(function* () {
      if (failures > 0) yield* failed(account)
      if (verdict === undefined) return
      if (verdict.suspect !== null && before === null)
        yield* Effect.logError(`the account ${name} is suspect: ${verdict.suspect}`)
      else if (failures > 0) yield* Effect.logWarning(`the account ${name}: ${verdict.problem}`)
    })

  const written = (report: Report) =>
    Effect.gen(function* () {
      yield* Effect.retry(store.write(report), { times: tries - 1, while: (error) => error.retryable })
      const events = report.written.reduce((sum, one) => sum + one.events.length, 0)
      yield* counted(account, { looks: report.written.length, events })
      if (events > 0) yield* pulse.ring(account)
    })

  /** Looks at what was claimed. What is interrupted gives its claim back. */
  const looked = (claim: Claim, task: Task) =>
    Effect.uninterruptibleMask((restore) =>
      restore(looking[task](claim)).pipe(
        Effect.onInterrupt(() => Effect.ignore(store.release(claim))),
        Effect.tap((report) => tell(report, claim.suspect)),
        Effect.flatMap(written)
      )
    )

  /** One round; tells how many orders were looked at. */
  const round = (task: Task): Effect.Effect<number, StoreError> =>
    Effect.gen(function* () {
      yield* learn
      yield* prune
      const before = yield* passing
      const claimed = yield* store.claim({ account, of: task, most: config.most, lease: config.lease })
      // Nothing is due, or nothing of it can be read.
      if (Option.isNone(claimed) || claimed.value.orders.length === 0) return 0
      // A machine that stood still amid the claim has a token of a window that is over.
      if ((yield* passing) - before > config.lateness) {
        yield* store.release(claimed.value)
        return 0
      }
      yield* looked(claimed.value, task)
      return claimed.value.orders.length
    })

  /** A round in a fiber of its own, whose end by whatever cause is not the loop's. */
  const guarded = (task: Task) =>
    Effect.flatMap(Effect.fork(round(task)), (fiber) =>
      Effect.onInterrupt(Fiber.await(fiber), () => Fiber.interrupt(fiber))
    )

  const { spacing } = config.budget

  interface Turn {
    readonly task: Task
    readonly failures: number
  }

  const turn = ({ task, failures }: Turn): Effect.Effect<Turn> =>
    Effect.gen(function* () {
      const before = yield* passing
      const exit = yield* guarded(task)
      if (Exit.isFailure(exit)) {
        yield* failed(account)
        yield* Effect.logError(`a round of the account ${name} failed`, Cause.pretty(exit.cause))
        yield* Effect.sleep(Duration.min(Duration.seconds(2 ** Math.min(failures, 10)), longestPause))
        return { task: "orders", failures: failures + 1 }
      }
      if (exit.value === 0) return { task: yield* pulse.next(account), failures: 0 }
      // The next token is there when this long has passed since the last ones were taken; a moment less were in vain.
      const passed = (yield* passing) - before
      const tokens = Math.ceil(exit.value / config.budget.perCall)
      yield* Effect.sleep(Duration.millis(Math.max(0, Math.ceil(spacing * tokens) - passed)))
      return { task, failures: 0 }
    })

  const first: Turn = { task: "orders", failures: 0 }

  return {
    /** For ever; an interruption gives back what is claimed. */
    run: Effect.zipRight(Effect.iterate(first, { while: () => true, body: turn }), Effect.never),
    round
  }
}
