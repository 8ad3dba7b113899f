/**
 * Which accounts are followed, and how many calls that may take.
 *
 * @since 0.1.0
 */
import * as Check from "@smmkit/core/Options"
import * as PanelConfig from "@smmkit/core/PanelConfig"
import { nameCheck } from "@smmkit/journal/Account"
import type { Term, Unlisted } from "@smmkit/journal/AccountsFile"
import type { Books } from "@smmkit/journal/Refund"
import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import { flow } from "effect/Function"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Record from "effect/Record"
import * as Schema from "effect/Schema"
import type { Budget } from "./FollowStore.js"
import * as Given from "./internal/given.js"
import { booksOf } from "./internal/service/books.js"
import { RefillTerms } from "./RefillTerms.js"

/**
 * How many calls the panel allows the account's key in which time. `share` of them are left to processes that do
 * not work on this store; what is placed through a journal on it need not be counted, as it goes first.
 *
 * @since 0.1.0
 * @category models
 */
export interface Limit {
  readonly calls: number
  readonly per: Duration.DurationInput
  readonly share?: number | undefined
}

/**
 * An account that is followed.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** The panel, as for the journal. What is asked is sent once: a look that failed is made again by itself. */
  readonly panel: PanelConfig.Options
  /** What the account is called in the journal. Default: the name that it has, or the panel's host. */
  readonly name?: string | undefined
  /** Default: the panel's own `rateLimit`, or else 100 calls a minute. */
  readonly limit?: Limit | undefined
  /** How the panel keeps its books. Default: every amount is exact. */
  readonly books?: Books | undefined
  /**
   * The refill term of a service, by its ID, as `RefillTerms.parse` reads it from the name in the catalogue: orders
   * that are over are looked at within it, for a year at most. Default: no term is known, as where this gives none, or
   * fails.
   */
  readonly term?: ((service: string) => RefillTerms) | undefined
  /**
   * How long what was claimed is this process's, before another may look at it: longer than a call with its wait
   * and what is written after it. Default: as long as that takes, and a while.
   */
  readonly lease?: Duration.DurationInput | undefined
  /** How long events are kept. Default: 90 days. */
  readonly keepEvents?: Duration.DurationInput | undefined
}

/**
 * `Options` with the defaults filled in and everything checked. Times are in milliseconds.
 *
 * @since 0.1.0
 * @category models
 */
export interface FollowConfig {
  readonly panel: PanelConfig.Options
  readonly url: string
  readonly host: string
  readonly name: string | undefined
  readonly budget: Budget
  /** How many orders are claimed at once. */
  readonly most: number
  /**
   * How many rounds may be under way at once, so that a panel that takes long to answer is asked as often as it allows.
   * Each may be on its way for longer than the next: there are no more than what is left unused of the limit makes up for.
   */
  readonly atOnce: number
  /** How long a call may take. */
  readonly timeout: number
  readonly lease: number
  /** How late after its token a call may be sent: what comes later would be one too many in a window. */
  readonly lateness: number
  readonly books: Books
  readonly term: (service: string) => RefillTerms
  readonly keepEvents: number
}

/** How much of a limit is used: the rest is for calls that are on their way for longer than others. */
const used = 0.95

/** However many calls a panel allows, more at once would wait for the store. */
const mostAtOnce = 8

/**
 * Where tokens come so fast, one claim takes those of this long, and what they ask is written at once: each statement
 * costs a database something beside its rows.
 */
const gathering = 100
const mostGathered = 4

/** However short a window is, a database may take so long, or no call would ever be made. */
const leastLateness = 1000

/** How long writing may take after a call, with the database's time-outs. */
const writing = 10_000

/** Where a panel is asked about one order at a time, what is claimed at once takes no longer than that. */
const longestRound = 60_000

const unknownTerm: RefillTerms = { _tag: "Unknown" }

const check = Check.checker("followed account")

const names = ["panel", "name", "limit", "books", "term", "lease", "keepEvents"]

const isTerms = Schema.is(RefillTerms)

/** A term as the program has it; what that fails with, or gives that is none, is not known. No order waits for it. */
const termOf = (term: Options["term"]): FollowConfig["term"] =>
  term === undefined
    ? () => unknownTerm
    : flow(
        Option.liftThrowable(term),
        Option.filter(isTerms),
        Option.getOrElse(() => unknownTerm)
      )

const limits = (config: PanelConfig.PanelConfig.Service): ReadonlyArray<Limit> => {
  const stated = config.rateLimits.filter(
    ({ actions }) => actions === undefined || actions.includes("status")
  )
  return stated.length === 0
    ? [{ calls: 100, per: "1 minute" }]
    : stated.map(({ limit, interval }) => ({ calls: limit, per: interval }))
}

interface Pace {
  /** How many calls may be sent in how long. */
  readonly left: number
  readonly time: number
  readonly lateness: number
  /** How many of them may be under way at once. */
  readonly atOnce: number
}

const paceOf = ({ calls, per, share = 0 }: Limit): Either.Either<Pace, Check.InvalidOption> =>
  Either.gen(function* () {
    const most = yield* check("limit.calls", calls, Check.whole({ least: 1 }))
    const time = Duration.toMillis(yield* check("limit.per", per, Check.time({ most: Duration.days(1) })))
    const left = most - (yield* check("limit.share", share, Check.whole({ least: 0, most: most - 1 })))
    const lateness = Math.max(leastLateness, time * (1 - used))
    return {
      left,
      time,
      lateness,
      // A window may begin and end with a call, which makes one more than its length has tokens.
      atOnce: Math.min(mostAtOnce, Math.max(1, Math.floor(left * (1 - used)) - 1))
    }
  })

/**
 * How far tokens are apart where each claim may take so many. A window holds what is sent in it by tokens of its own
 * time, and of as long before as one may be late; it may begin and end with a claim.
 */
const spacingOf = (paces: ReadonlyArray<Pace>, claimed: number): number =>
  Math.max(
    ...paces.map(({ left, time, lateness }) =>
      Math.max(time / used / left, (time + lateness) / (left + 1 - claimed))
    )
  )

/**
 * Checks options and fills in the defaults.
 *
 * @example
 * import { FollowConfig } from "@smmkit/follow"
 * import { Either, Redacted } from "effect"
 *
 * const panel = { url: "https://panel.example/api/v2", key: Redacted.make("fake-key") }
 * const config = FollowConfig.make({ panel, lease: "5 seconds" })
 *
 * assert.ok(Either.isLeft(config)) // a call alone may take 30
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (from: Options): Either.Either<FollowConfig, Check.InvalidOption> =>
  Either.gen(function* () {
    const options = yield* Given.options(check, from, names)
    if (options.name !== undefined) yield* check("name", options.name, nameCheck)
    if (options.limit !== undefined)
      yield* check("limit", options.limit, Check.only(["calls", "per", "share"]))
    if (options.term !== undefined)
      yield* check("term", options.term, Check.is(Predicate.isFunction, "give a function"))
    const panel = yield* PanelConfig.make(options.panel)
    const paces = yield* Either.all(
      (options.limit === undefined ? limits(panel) : [options.limit]).map(paceOf)
    )
    const lateness = Math.min(...paces.map(({ lateness }) => lateness))
    const atOnce = Math.min(...paces.map(({ atOnce }) => atOnce))
    const perCall = panel.dialect.manyForm.status === "one-by-one" ? 1 : 100
    // Two claims are under way at least, so that one is written while the panel answers the other.
    const gathered = Math.min(mostGathered, atOnce / 2, gathering / spacingOf(paces, 1))
    const calls = perCall === 1 ? 1 : Math.max(1, Math.floor(gathered))
    const spacing = spacingOf(paces, calls)
    const most =
      perCall === 1 ? Math.min(100, Math.max(1, Math.floor(longestRound / spacing))) : perCall * calls
    const timeout = Duration.toMillis(panel.timeout)
    const least = timeout + writing + (perCall === 1 ? most * spacing : 0)
    const { lease = least + writing, keepEvents: keep = "90 days" } = options
    const given = Duration.toMillis(yield* check("lease", lease, Check.time({ most: Duration.days(1) })))
    if (given < least) {
      return yield* check("lease", lease, () =>
        Either.left(
          `give at least ${Duration.format(Duration.millis(Math.ceil(least)))}, which a call with its wait and what is written after it may take`
        )
      )
    }
    return {
      panel: { ...options.panel, retries: 0, rateLimit: undefined },
      url: panel.url,
      host: panel.host,
      name: options.name,
      budget: { spacing, perCall },
      most,
      atOnce: Math.floor(atOnce / calls),
      timeout,
      lease: Math.ceil(given),
      lateness,
      books: yield* booksOf(check, "books", options.books),
      term: termOf(options.term),
      keepEvents: Duration.toMillis(yield* check("keepEvents", keep, Check.time()))
    }
  })

const termIn = (term: Term | undefined): RefillTerms => {
  if (term === undefined) return unknownTerm
  if (typeof term === "number") return { _tag: "Days", days: term }
  return term === "lifetime" ? { _tag: "Lifetime" } : { _tag: "None" }
}

/**
 * The options of an account as the file of accounts has it, with all that it says of the panel.
 *
 * @example
 * import { FollowConfig } from "@smmkit/follow"
 * import { AccountsFile } from "@smmkit/journal"
 * import { Effect } from "effect"
 *
 * const text = `[{
 *   "name": "main", "url": "https://panel.example/api/v2", "key": "fake-key",
 *   "books": { "decimals": 2 }, "manyForm": "one-by-one", "terms": { "101": 30 }
 * }]`
 * const accounts = await Effect.runPromise(AccountsFile.parse(text))
 * const [main] = accounts.map(FollowConfig.ofAccount)
 *
 * assert.strictEqual(main?.books?.decimals, 2)
 * assert.deepStrictEqual(main?.term?.("101"), { _tag: "Days", days: 30 })
 *
 * @since 0.1.0
 * @category constructors
 */
export const ofAccount = ({ name, url, key, limit, books, manyForm, dialect, terms }: Unlisted): Options => ({
  name,
  panel: { url, key, manyForm, dialect },
  limit: limit && { calls: limit.calls, per: limit.seconds * 1000 },
  books,
  term: terms && ((service) => termIn(Record.get(terms, service).pipe(Option.getOrUndefined)))
})
