/**
 * What the journal is to be told: which limits hold, and what is true of the account and its panel.
 *
 * @since 0.1.0
 */
import * as Check from "@smmkit/core/Options"
import type * as BigDecimal from "effect/BigDecimal"
import * as Config from "effect/Config"
import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import * as Checks from "./internal/checks.js"
import * as Environment from "./internal/environment.js"
import type { InvalidJournalConfig } from "./JournalError.js"
import { type Books, booksChecks } from "./Refund.js"

/**
 * How much may be spent, in the account's currency. An order whose price cannot be known is withheld
 * under any of them, and so is one whose price is in another currency than what it counts with. What is
 * in doubt counts as spent.
 *
 * @since 0.1.0
 * @category models
 */
export interface Limits {
  /** The most that one order may cost. */
  readonly perOrder?: BigDecimal.BigDecimal | undefined
  /** The most that the orders of one run may cost together; see `Options.run`. */
  readonly perRun?: BigDecimal.BigDecimal | undefined
  /** The most that the orders of one day (UTC, by the store's clock) may cost together. */
  readonly perDay?: BigDecimal.BigDecimal | undefined
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /**
   * What the account is called in the store. Default: the name that it has, or the panel's host. Two accounts on
   * one panel need two names.
   */
  readonly account?: string | undefined
  /** They hold beside those that the store keeps for the account, the lower of the two. Default: none. */
  readonly limits?: Limits | undefined
  /**
   * Withhold an order whose price is above the quote that the caller gave with it, or in another
   * currency. Default: true. It asks the catalogue only where a quote is given.
   */
  readonly priceGuard?: boolean | undefined
  /**
   * How long a price may serve under a limit or a guard while the catalogue cannot be read anew; beyond it orders
   * are withheld. Default: 15 minutes.
   */
  readonly priceAge?: Duration.DurationInput | undefined
  /** The name under which `limits.perRun` counts. Default: a new one each time the journal is built. */
  readonly run?: string | undefined
  /**
   * Whether nobody and nothing but journals on this store spends or tops up this account. Only then may
   * its balance tell what became of an order. Default: false.
   */
  readonly exclusive?: boolean | undefined
  /** How long a panel may take to book an order after the call's time is over. Default: 15 minutes. */
  readonly settlingTime?: Duration.DurationInput | undefined
  /**
   * The most that one settling may ask the panel about IDs around orders in doubt: so many IDs for each doubt,
   * and so many calls of up to a hundred IDs in all, of which the balance's evidence takes as many again.
   * Default: 1900 IDs, 20 calls.
   */
  readonly evidence?: { readonly ids?: number | undefined; readonly calls?: number | undefined } | undefined
  /**
   * For how long after an order the panel answers its field `request_id`, where that is repeated, with the first
   * order's ID. Only within that time is an order in doubt ever sent again, with the same `request_id`. Default:
   * never.
   */
  readonly honoursRequestId?: Duration.DurationInput | undefined
  /**
   * How long a process may be silent before its calls count as abandoned. Default: 15 seconds where the transport
   * asks for leave when its connection stands (adapter-node does); else twice what a call may take, as it then has
   * to last from the leave to the end of the call.
   */
  readonly lease?: Duration.DurationInput | undefined
  /**
   * How the panel keeps its books: how many decimals its charges and refunds have, and how it rounds them. Then a
   * refund is told as the panel gives it. Default: exact, and unknown where it is no exact decimal.
   */
  readonly books?: Books | undefined
  /** How long a failing store is asked again to take an outcome before the caller is told. Default: 10 seconds. */
  readonly patience?: Duration.DurationInput | undefined
}

/**
 * `Options` with the defaults filled in and everything checked.
 *
 * @since 0.1.0
 * @category models
 */
export interface JournalConfig {
  readonly account: string | undefined
  readonly limits: Limits
  readonly priceGuard: boolean
  readonly priceAge: Duration.Duration
  readonly run: string | undefined
  readonly exclusive: boolean
  readonly settlingTime: Duration.Duration
  readonly evidence: { readonly ids: number; readonly calls: number }
  readonly honoursRequestId: Duration.Duration | undefined
  /** Undefined where it follows from the transport and the panel's time-out. */
  readonly lease: Duration.Duration | undefined
  readonly books: Books
  readonly patience: Duration.Duration
}

const { check, maybe } = Checks

const names = [
  "account",
  "limits",
  "priceGuard",
  "priceAge",
  "run",
  "exclusive",
  "settlingTime",
  "evidence",
  "honoursRequestId",
  "lease",
  "books",
  "patience"
] as const satisfies ReadonlyArray<keyof Options>

/**
 * Checks options and fills in the defaults.
 *
 * @example
 * import { JournalConfig } from "@smmkit/journal"
 * import { BigDecimal, Either } from "effect"
 *
 * const config = JournalConfig.make({ limits: { perDay: BigDecimal.unsafeFromString("-5") } })
 *
 * assert.ok(Either.isLeft(config)) // a limit is not negative
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options = {}): Either.Either<JournalConfig, InvalidJournalConfig> =>
  Either.gen(function* () {
    yield* check("options", options, Check.only(names))
    const { limits = {}, evidence = {}, books = {} } = options
    yield* check("limits", limits, Check.only(["perOrder", "perRun", "perDay"]))
    yield* check("evidence", evidence, Check.only(["ids", "calls"]))
    yield* check("books", books, Check.only(Object.keys(booksChecks)))
    return {
      account: yield* maybe("account", options.account, Checks.name),
      limits: {
        perOrder: yield* maybe("limits.perOrder", limits.perOrder, Checks.amount),
        perRun: yield* maybe("limits.perRun", limits.perRun, Checks.amount),
        perDay: yield* maybe("limits.perDay", limits.perDay, Checks.amount)
      },
      priceGuard: yield* check("priceGuard", options.priceGuard ?? true, Check.flag),
      priceAge: yield* check("priceAge", options.priceAge ?? "15 minutes", Checks.time),
      run: yield* maybe("run", options.run, Checks.name),
      exclusive: yield* check("exclusive", options.exclusive ?? false, Check.flag),
      settlingTime: yield* check("settlingTime", options.settlingTime ?? "15 minutes", Checks.time),
      evidence: {
        ids: yield* check("evidence.ids", evidence.ids ?? 1900, Check.whole({ least: 0 })),
        calls: yield* check("evidence.calls", evidence.calls ?? 20, Check.whole({ least: 0 }))
      },
      honoursRequestId: yield* maybe("honoursRequestId", options.honoursRequestId, Check.time()),
      lease: yield* maybe("lease", options.lease, Checks.timeOf(Duration.seconds(1))),
      books: {
        decimals: yield* maybe("books.decimals", books.decimals, booksChecks.decimals),
        rounding: yield* maybe("books.rounding", books.rounding, booksChecks.rounding)
      },
      patience: yield* check("patience", options.patience ?? "10 seconds", Checks.time)
    }
  })

/**
 * What the environment says of the journal, the same for every program: `SMMKIT_ACCOUNT` (the account's name),
 * `SMMKIT_MAX_ORDER` and `SMMKIT_MAX_DAY` (limits, in the account's currency), `SMMKIT_EXCLUSIVE` (yes or no),
 * `SMMKIT_SETTLING_TIME` and `SMMKIT_HONOURS_REQUEST_ID` (seconds), `SMMKIT_BOOKS` (how many decimals the panel keeps,
 * and how it rounds, such as `2` or `2/down`). What it does not say keeps its default.
 *
 * @example
 * import { JournalConfig } from "@smmkit/journal"
 * import { ConfigProvider, Effect } from "effect"
 *
 * const env = ConfigProvider.fromMap(new Map([["SMMKIT_MAX_DAY", "50"], ["SMMKIT_EXCLUSIVE", "yes"]]))
 *
 * const options = Effect.runSync(Effect.withConfigProvider(JournalConfig.config, env))
 *
 * assert.strictEqual(options.exclusive, true)
 * assert.strictEqual(options.limits?.perDay?.value, 50n)
 *
 * @since 0.1.0
 * @category config
 */
export const config: Config.Config<Options> = Config.map(
  Config.all({
    account: Environment.name("SMMKIT_ACCOUNT"),
    perOrder: Environment.amount("SMMKIT_MAX_ORDER"),
    perDay: Environment.amount("SMMKIT_MAX_DAY"),
    exclusive: Environment.yesOrNo("SMMKIT_EXCLUSIVE"),
    settlingTime: Environment.seconds("SMMKIT_SETTLING_TIME"),
    honoursRequestId: Environment.seconds("SMMKIT_HONOURS_REQUEST_ID"),
    books: Environment.books("SMMKIT_BOOKS")
  }),
  ({ perOrder, perDay, ...options }) => ({ ...options, limits: { perOrder, perDay } })
)
