/**
 * Many orders from a CSV file or a stream, each placed once, whatever happens in between.
 *
 * @since 0.1.0
 */
import * as Path from "node:path"
import type { Money } from "@smmkit/core/Money"
import { formatAmount } from "@smmkit/core/Money"
import type { AccountRefusal, OrderWithheld, RateLimited } from "@smmkit/core/PanelError"
import { Services, type ServicesError } from "@smmkit/core/Services"
import type { NotSent } from "@smmkit/core/Transport"
import * as BigDecimal from "effect/BigDecimal"
import * as Chunk from "effect/Chunk"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { type BadRow, BadRows, BulkStopped, UnusableInput } from "./BulkError.js"
import * as Rows from "./internal/bulkRows.js"
import * as Csv from "./internal/csv.js"
import * as Identity from "./internal/identity.js"
import * as ResultFile from "./internal/resultFile.js"
import * as RowCounter from "./internal/rowCounter.js"
import { Journal, type PlaceError } from "./Journal.js"
import type { JournalEntry } from "./JournalEntry.js"
import type { StoreError } from "./JournalError.js"

/**
 * One row: every field of an order by its protocol name, and `key` where the row has a key of its own.
 * The type of the order is that of its service. Empty fields count as absent.
 *
 * @since 0.1.0
 * @category models
 */
export interface Row {
  /** The row's number, for messages. */
  readonly row: number
  readonly fields: Readonly<Record<string, string>>
}

/**
 * Where rows come from. They are read twice: to check them all, then to place them.
 *
 * @since 0.1.0
 * @category models
 */
export interface Input<E = never, R = never> {
  /** The batch's name unless another is given. */
  readonly name: string
  readonly rows: Stream.Stream<Row, E, R>
  /** Something that changes when the rows do. */
  readonly stamp: Effect.Effect<string, E, R>
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /**
   * The name that a row's key is made of, with its content and its count among equal rows, so that the
   * same row in the same batch is the same order, wherever it stands. Default: the input's name.
   */
  readonly batch?: string | undefined
  /** How many orders are under way at once; the panel's own bounds hold besides. Default: 8. */
  readonly concurrency?: number | undefined
  /** Place the good rows although there are bad ones. Default: false. */
  readonly skipBad?: boolean | undefined
  /** Try those again, too, that were refused by the caller's fault. Default: false. */
  readonly retryRefused?: boolean | undefined
  /** Columns that are fields of this panel only, such as `request_id`. Default: none. */
  readonly extra?: ReadonlyArray<string> | undefined
  /** The name under which `limits.perRun` counts. Default: the batch, so that a resumed run goes on counting. */
  readonly run?: string | undefined
  /** The file for the results; null for none. Default: beside a CSV file, none for a stream. */
  readonly results?: string | null | undefined
  /** How many bad rows are kept for the report; all are counted. Default: 1000. */
  readonly mostBad?: number | undefined
  /** How long a row whose call was not taken (rate limit, no connection, the store) is tried again. Default: 1 minute. */
  readonly patience?: Duration.DurationInput | undefined
}

/**
 * What a bulk is about to do.
 *
 * @since 0.1.0
 * @category models
 */
export interface Preview {
  readonly rows: number
  /** How many rows are to be sent, and what they cost, as far as their price is known. */
  readonly fresh: number
  readonly cost: Money
  /** How many of them have a price that cannot be known beforehand. */
  readonly unpriced: number
  /** Rows that have their outcome already: placed, in doubt, or refused for good. */
  readonly placed: number
  readonly inDoubt: number
  readonly refused: number
  readonly bad: { readonly total: number; readonly rows: ReadonlyArray<BadRow> }
}

/**
 * What became of a row. `earlier` where that was so before this run.
 *
 * @since 0.1.0
 * @category models
 */
export interface Result {
  readonly row: number
  readonly key: string
  readonly state: "placed" | "refused" | "not-placed" | "in-doubt" | "withheld" | "bad"
  readonly earlier: boolean
  readonly order: string | null
  readonly price: Money | undefined
  /** Why it was not placed; empty where it was. */
  readonly reason: string
}

/**
 * What a bulk can fail with as a whole. What befalls one row is part of its result.
 *
 * @since 0.1.0
 * @category errors
 */
export type BulkError = BadRows | BulkStopped | UnusableInput | ServicesError | StoreError

/**
 * A bulk whose rows are all checked.
 *
 * @since 0.1.0
 * @category models
 */
export interface Bulk<E = never, R = never> {
  readonly preview: Preview
  /** Places the rows, and tells of each as soon as it has its outcome. Fails before the first where rows are bad. */
  readonly run: Stream.Stream<Result, BulkError | E, Journal | R>
}

/**
 * The rows of a CSV file: RFC 4180, UTF-8 with or without a byte order mark; the first row names the
 * fields.
 *
 * @example
 * import { Bulk } from "@smmkit/journal"
 *
 * const input = Bulk.fromCsv("campaigns/spring.csv")
 *
 * assert.strictEqual(input.name, "spring")
 * assert.strictEqual(input.results, "campaigns/spring.results.csv")
 *
 * @since 0.1.0
 * @category inputs
 */
export const fromCsv = (path: string): Input<UnusableInput> & { readonly results: string } => {
  const { dir, name, ext } = Path.parse(path)
  return {
    name,
    results: Path.join(dir, `${name}.results${ext === "" ? ".csv" : ext}`),
    stamp: Csv.stamp(path),
    rows: Stream.unwrap(
      Effect.sync(() => {
        let names: ReadonlyArray<string> | undefined
        const empty = Stream.suspend(() =>
          names === undefined ? Stream.fromEffect(header(path, [])) : Stream.empty
        )
        const rows = Stream.mapChunksEffect(Csv.read(path), (records) =>
          Effect.gen(function* () {
            const first = names === undefined ? Option.getOrUndefined(Chunk.head(records)) : undefined
            if (first !== undefined) names = yield* header(path, first.cells)
            const data = first === undefined ? records : Chunk.drop(records, 1)
            return Chunk.map(data, ({ row, cells }) => ({ row, fields: named(names ?? [], cells) }))
          })
        )
        return Stream.concat(rows, Stream.drain(empty))
      })
    )
  }
}

const header = (
  path: string,
  cells: ReadonlyArray<string>
): Either.Either<ReadonlyArray<string>, UnusableInput> => {
  const names = cells.map((cell) => cell.trim())
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) {
    return Either.left(
      new UnusableInput({ name: path, remedy: `two columns are called ${JSON.stringify(twice)}; remove one` })
    )
  }
  if (!names.includes("service")) {
    const remedy = "its first row has to name the fields, `service` among them, such as service,link,quantity"
    return Either.left(new UnusableInput({ name: path, remedy }))
  }
  return Either.right(names)
}

/** Cells by the names of their columns. Cells too many get names that no order has, so the row is bad. */
const named = (names: ReadonlyArray<string>, cells: ReadonlyArray<string>) =>
  Object.fromEntries(cells.map((cell, at) => [names[at] ?? `column ${at + 1}`, cell]))

/**
 * Rows from a stream, which is run twice and has to give the same rows both times. `name` is the
 * batch's name.
 *
 * @example
 * import { Bulk } from "@smmkit/journal"
 * import { Effect, Stream } from "effect"
 *
 * const rows = Stream.make({ service: "1", link: "https://example.com/p/1", quantity: "100" })
 * const input = Bulk.fromStream("spring", rows)
 *
 * assert.strictEqual(Effect.runSync(Stream.runCount(input.rows)), 1)
 *
 * @since 0.1.0
 * @category inputs
 */
export const fromStream = <E, R>(
  name: string,
  rows: Stream.Stream<Readonly<Record<string, string>>, E, R>
): Input<E, R> => ({
  name,
  stamp: Effect.succeed(name),
  rows: Stream.map(Stream.zipWithIndex(rows), ([fields, at]) => ({ row: at + 1, fields }))
})

type Checked = Either.Either<Rows.GoodRow, BadRow>

/** Whether a row that has an outcome is sent again. */
const isSentAgain = (entry: JournalEntry | undefined, { retryRefused }: Options): boolean => {
  if (entry === undefined || entry.state === "not-placed" || entry.state === "sending") return true
  if (entry.state !== "refused") return false
  const { error } = entry
  return retryRefused === true || error === null || error.retryable || error.fault !== "caller"
}

/**
 * Checks every row, looks up what the journal knows of it, and says what a run would do and cost.
 * Nothing is sent.
 *
 * @example
 * import { Bulk, Journal, Sqlite } from "@smmkit/journal"
 * import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
 * import { Effect, Layer, Redacted, Stream } from "effect"
 *
 * const rows = Stream.make({ service: "1", link: "https://example.com/p/1", quantity: "100" })
 * const program = Effect.gen(function* () {
 *   const bulk = yield* Bulk.prepare(Bulk.fromStream("spring", rows))
 *   yield* Stream.runDrain(bulk.run)
 *   const again = yield* Bulk.prepare(Bulk.fromStream("spring", rows))
 *   return [bulk.preview.fresh, again.preview.fresh]
 * })
 * const panel = Journal.layerPanel({ url: SandboxTransport.url, key: Redacted.make("sandbox-key") }).pipe(
 *   Layer.provide(SandboxTransport.layer),
 *   Layer.provide(Sandbox.layer()),
 *   Layer.provide(Sqlite.layer(":memory:"))
 * )
 *
 * assert.deepStrictEqual(await Effect.runPromise(Effect.provide(program, panel)), [1, 0])
 *
 * @since 0.1.0
 * @category constructors
 */
export const prepare = <E = never, R = never>(
  input: Input<E, R> & { readonly results?: string | undefined },
  options: Options = {}
): Effect.Effect<Bulk<E, R>, BulkError | E, Journal | Services | R> =>
  Effect.gen(function* () {
    const journal = yield* Journal
    const services = yield* Services
    const batch = options.batch ?? input.name
    const stamp = yield* input.stamp
    const catalogue = new Map((yield* services.list).map((service) => [service.service, service]))

    /** All rows with their keys, or what is wrong with them, and what the journal has of them. */
    const checked: Stream.Stream<
      readonly [Checked, JournalEntry | undefined],
      UnusableInput | StoreError | E,
      R
    > = Stream.unwrapScoped(
      Effect.map(RowCounter.make, (counter) =>
        Stream.mapChunksEffect(Stream.rechunk(input.rows, 256), (rows) =>
          Effect.gen(function* () {
            const candidates = Chunk.toReadonlyArray(rows).map((row) =>
              Rows.read(row, catalogue, options.extra ?? [])
            )
            const good = candidates.flatMap((one) => (Either.isRight(one) ? [one.right] : []))
            const counts = yield* counter.count(good.map(({ counted }) => counted))
            const byRow = new Map(good.map(({ row }, at) => [row, counts[at] ?? 1]))
            const keyed = candidates.map((one) =>
              Either.flatMap(one, (candidate) => Rows.keyed(batch, candidate, byRow.get(candidate.row) ?? 1))
            )
            const held = yield* journal.getMany(
              keyed.flatMap((one) => (Either.isRight(one) ? [one.right.key] : []))
            )
            return Chunk.unsafeFromArray(
              keyed.map((one) => {
                const entry = Either.isRight(one) ? held.get(one.right.key) : undefined
                return [
                  Either.flatMap(one, (row) => unconflicting(row, entry, journal.account)),
                  entry
                ] as const
              })
            )
          })
        )
      )
    )

    const preview = yield* Stream.runFold(checked, nothing, (seen, [row, entry]) =>
      count(seen, row, entry, options)
    )
    const { bad } = preview
    const path = options.results === undefined ? (input.results ?? null) : options.results

    const run = Stream.unwrapScoped(
      Effect.gen(function* () {
        if (bad.total > 0 && options.skipBad !== true) return yield* new BadRows(bad)
        if ((yield* input.stamp) !== stamp) {
          return yield* new UnusableInput({
            name: input.name,
            remedy: "it was changed since it was checked; check it again"
          })
        }
        const file = path === null ? undefined : yield* ResultFile.open(path, columns)
        let stopped: BulkStopped | undefined
        const results = checked.pipe(
          Stream.takeWhile(() => stopped === undefined),
          Stream.mapEffect(
            ([row, entry]) => {
              if (Either.isLeft(row)) return Effect.succeed([badResult(row.left)])
              if (entry !== undefined && !isSentAgain(entry, options))
                return Effect.succeed([earlierResult(row.right, entry)])
              if (stopped !== undefined) return Effect.succeed([])
              return Effect.either(place(journal, row.right, options, batch)).pipe(
                Effect.map((outcome) => {
                  const cause = Either.isLeft(outcome) ? stops(outcome.left) : undefined
                  if (cause !== undefined) stopped = new BulkStopped({ row: row.right.row, cause })
                  return [resultOf(row.right, outcome)]
                })
              )
            },
            { concurrency: options.concurrency ?? 8, unordered: true }
          ),
          Stream.flattenIterables
        )
        const end = Stream.suspend(() => (stopped === undefined ? Stream.empty : Stream.fail(stopped)))
        const written =
          file === undefined
            ? results
            : Stream.mapChunksEffect(results, (chunk) =>
                Effect.as(file.write(Chunk.map(chunk, cellsOf)), chunk)
              )
        return Stream.concat(written, end)
      })
    )
    return { preview: { ...preview, bad: { ...bad, rows: bad.rows } }, run }
  })

const unconflicting = (row: Rows.GoodRow, entry: JournalEntry | undefined, account: string): Checked => {
  if (entry === undefined) return Either.right(row)
  const field =
    Identity.difference(entry.request, row.request) ?? (entry.account === account ? undefined : "account")
  return field === undefined
    ? Either.right(row)
    : Either.left({
        row: row.row,
        field: "key",
        value: row.key,
        remedy:
          field === "account"
            ? `the key stands for an order on another panel account (${entry.host}); use another batch name`
            : `the key stands for an order with another ${field}; use another key`
      })
}

const nothing: Preview = {
  rows: 0,
  fresh: 0,
  cost: { amount: BigDecimal.make(0n, 0), currency: Option.none() },
  unpriced: 0,
  placed: 0,
  inDoubt: 0,
  refused: 0,
  bad: { total: 0, rows: [] }
}

const mostBadRows = 1000

const count = (seen: Preview, row: Checked, entry: JournalEntry | undefined, options: Options): Preview => {
  const all = { ...seen, rows: seen.rows + 1 }
  if (Either.isLeft(row)) {
    const { total, rows } = seen.bad
    const kept = rows.length < (options.mostBad ?? mostBadRows) ? [...rows, row.left] : rows
    return { ...all, bad: { total: total + 1, rows: kept } }
  }
  if (entry !== undefined && !isSentAgain(entry, options)) {
    return entry.state === "placed"
      ? { ...all, placed: seen.placed + 1 }
      : entry.state === "in-doubt"
        ? { ...all, inDoubt: seen.inDoubt + 1 }
        : { ...all, refused: seen.refused + 1 }
  }
  const { price } = row.right
  if (price === undefined) return { ...all, fresh: seen.fresh + 1, unpriced: seen.unpriced + 1 }
  const amount = BigDecimal.sum(seen.cost.amount, price.amount)
  return { ...all, fresh: seen.fresh + 1, cost: { amount, currency: price.currency } }
}

type Transient = Extract<PlaceError, { readonly _tag: "RateLimited" | "NotSent" | "OrderWithheld" }>

const isTransient = (error: PlaceError): error is Transient =>
  error.retryable &&
  (error._tag === "RateLimited" || error._tag === "NotSent" || error._tag === "OrderWithheld")

const place = (journal: Journal.Service, row: Rows.GoodRow, options: Options, batch: string) =>
  Effect.retry(
    journal.placeOnce(row.key, row.order, { quote: row.price, run: options.run ?? `bulk ${batch}` }),
    {
      while: isTransient,
      schedule: Schedule.exponential("250 millis").pipe(
        Schedule.jittered,
        // Whole milliseconds: a clock that is asked for nanoseconds counts in nothing smaller.
        Schedule.modifyDelay((_, delay) => Duration.millis(Math.round(Duration.toMillis(delay)))),
        Schedule.union(Schedule.spaced("5 seconds")),
        Schedule.upTo(options.patience ?? "1 minute")
      )
    }
  )

/**
 * The errors after which no further row is sent: it would fare no better. A panel out of reach, or one that
 * takes no more calls, was given `patience` by then.
 */
const stops = (error: PlaceError): AccountRefusal | NotSent | RateLimited | OrderWithheld | undefined =>
  error._tag === "AccountRefusal" ||
  error._tag === "NotSent" ||
  error._tag === "RateLimited" ||
  (error._tag === "OrderWithheld" && error.reason === "store")
    ? error
    : undefined

const badResult = ({ row, field, value, remedy }: BadRow): Result => ({
  row,
  key: "",
  state: "bad",
  earlier: false,
  order: null,
  price: undefined,
  reason: `${field} ${value === "" ? "is missing" : `is ${JSON.stringify(value)}`}: ${remedy}`
})

const earlierResult = (row: Rows.GoodRow, entry: JournalEntry): Result => ({
  ...outline(row),
  state: entry.state === "placed" ? "placed" : entry.state === "in-doubt" ? "in-doubt" : "refused",
  earlier: true,
  order: entry.order,
  reason: entry.state === "placed" ? "" : entry.note
})

const outline = ({ row, key, price }: Rows.GoodRow) => ({ row, key, price, earlier: false, order: null })

const resultOf = (row: Rows.GoodRow, outcome: Either.Either<JournalEntry, PlaceError>): Result =>
  Either.match(outcome, {
    onRight: ({ order }) => ({ ...outline(row), state: "placed", order, reason: "" }),
    onLeft: (error) => ({ ...outline(row), state: stateOf(error), reason: error.message })
  })

const stateOf = (error: PlaceError): Result["state"] => {
  switch (error._tag) {
    case "OutcomeUnknown":
    case "OutcomeUnrecorded":
      return "in-doubt"
    case "OrderWithheld":
      return "withheld"
    case "NotSent":
      return "not-placed"
    case "InvalidOrder":
    case "KeyConflict":
      return "bad"
    default:
      return "refused"
  }
}

const columns = ["row", "key", "state", "order", "price", "reason"]

const cellsOf = ({ row, key, state, order, price, reason }: Result): ReadonlyArray<string> => [
  String(row),
  key,
  state,
  order ?? "",
  price === undefined ? "" : formatAmount(price.amount),
  reason
]
