/**
 * Many orders from a CSV file or a stream, each placed once, whatever happens in between.
 *
 * @since 0.1.0
 */
import * as Path from "node:path"
import type { Money } from "@smmkit/core/Money"
import { Services, type ServicesError } from "@smmkit/core/Services"
import * as Deferred from "effect/Deferred"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { type BadRow, BadRows, type BulkStopped, UnusableInput } from "./BulkError.js"
import * as Checking from "./internal/bulk/checking.js"
import * as Csv from "./internal/bulk/csv.js"
import * as CsvRows from "./internal/bulk/csvRows.js"
import { placeAll } from "./internal/bulk/placing.js"
import * as Summing from "./internal/bulk/preview.js"
import * as ResultFile from "./internal/bulk/resultFile.js"
import { columns } from "./internal/bulk/results.js"
import { checkBatch } from "./internal/bulk/rows.js"
import * as Spool from "./internal/bulk/spool.js"
import { Journal } from "./Journal.js"
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
 * Where rows come from. They are read once, when they are checked; what is placed is what was read then.
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
  /**
   * A rule of the caller's own on rows: what is wrong with one that it does not take, or undefined. Such
   * a row is bad like any other. Default: all rows are taken that the protocol and the service take.
   */
  readonly rule?: ((row: Row) => Omit<BadRow, "row"> | undefined) | undefined
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
  /**
   * Rows that are to be sent and would buy once more what was bought: those equal to an order that was placed in
   * the last 30 days otherwise than by this batch, and those with the service and the link of a row before. In a
   * run that was begun earlier with the same rows, only what was placed since its beginning counts.
   */
  readonly equal: { readonly earlier: number; readonly eachOther: number }
  readonly bad: { readonly total: number; readonly rows: ReadonlyArray<BadRow> }
}

/**
 * What became of a row. `earlier` where that was so before this run, or another run has sent it meanwhile.
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
  /**
   * Places the rows that were checked, and tells of each as soon as it has its outcome. Fails before the first
   * where rows are bad.
   */
  readonly run: Stream.Stream<Result, BulkError>
  /** Sends no further row: `run` ends when what is under way has its outcome, and is written down. */
  readonly stop: Effect.Effect<void>
  /** Whether the input differs from what was checked, and so from what is placed. */
  readonly isChanged: Effect.Effect<boolean, E, R>
}

/**
 * The rows of a CSV file: RFC 4180, UTF-8 with or without a byte order mark, or as spreadsheets save it, with
 * semicolons or tabs, a line `sep=;`, or as UTF-16. The first row names the fields, in capitals or not; empty
 * rows are passed over.
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
    rows: CsvRows.read(path)
  }
}

/**
 * Rows from a stream, which is run once. `name` is the batch's name.
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
    const batch = yield* checkBatch(options.batch ?? input.name)
    const path = options.results === undefined ? (input.results ?? null) : options.results
    const target = path === null ? undefined : yield* ResultFile.target(path, columns)
    const catalogue = new Map((yield* services.list).map((service) => [service.service, service]))
    const tools = { journal, catalogue, batch, options }

    const stamp = yield* input.stamp
    const isChanged = Effect.map(input.stamp, (now) => now !== stamp)
    const spool = yield* Spool.make
    const content = yield* Checking.spool(input.rows, spool, tools)
    if (yield* isChanged) {
      const remedy = "it was changed while it was checked; check it again"
      return yield* new UnusableInput({ name: input.name, remedy })
    }
    const rows = Checking.look(spool.rows, tools)
    const preview = yield* Summing.make(rows, { ...tools, content })

    const halt = yield* Deferred.make<void>()
    const run = Stream.unwrapScoped(
      Effect.gen(function* () {
        if (preview.bad.total > 0 && options.skipBad !== true) return yield* new BadRows(preview.bad)
        yield* journal.begin(batch, content)
        return yield* placeAll(rows, { journal, options, batch, target, halt })
      })
    )
    return { preview, run, stop: Effect.asVoid(Deferred.succeed(halt, undefined)), isChanged }
  })
