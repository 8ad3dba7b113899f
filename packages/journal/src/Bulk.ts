/**
 * Many orders from a CSV file or a stream, each placed once, whatever happens in between.
 *
 * @since 0.1.0
 */
import * as Path from "node:path"
import { Services, type ServicesError } from "@smmkit/core/Services"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { BadRows, type BulkStopped, UnusableInput } from "./BulkError.js"
import type { Options, Preview, Result, Row } from "./BulkModel.js"
import * as Checking from "./internal/bulk/checking.js"
import * as Csv from "./internal/bulk/csv.js"
import * as CsvRows from "./internal/bulk/csvRows.js"
import { check as checkOptions } from "./internal/bulk/options.js"
import { makeHalt, placeAll } from "./internal/bulk/placing.js"
import * as Summing from "./internal/bulk/preview.js"
import * as ResultFile from "./internal/bulk/resultFile.js"
import { columns } from "./internal/bulk/results.js"
import { checkBatch } from "./internal/bulk/rows.js"
import * as Spool from "./internal/bulk/spool.js"
import type { StoreError } from "./JournalError.js"
import { Journal } from "./JournalModel.js"

export type { Options, Preview, Result, Row } from "./BulkModel.js"

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
 * What a check of the rows can fail with.
 *
 * @since 0.1.0
 * @category errors
 */
export type PrepareError = UnusableInput | ServicesError | StoreError

/**
 * What a run can fail with as a whole. What befalls one row is part of its result.
 *
 * @since 0.1.0
 * @category errors
 */
export type RunError = BadRows | BulkStopped | UnusableInput | StoreError

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
  readonly run: Stream.Stream<Result, RunError>
  /**
   * Sends no further row, nor any that waits for its turn at the panel: `run` ends when what is under way has its
   * outcome, and is written down.
   */
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
): Effect.Effect<Bulk<E, R>, PrepareError | E, Journal | Services | R> =>
  Effect.gen(function* () {
    const journal = yield* Journal
    const services = yield* Services
    yield* checkOptions(options)
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
    const begun = Option.map(
      Option.filter(yield* journal.begun(batch), (run) => run.content === content),
      ({ at }) => at
    )
    const preview = yield* Summing.make(rows, { ...tools, begun, spool })
    // What is equal to one of these rows has then come since, unless it is another one of them.
    const isNew = options.apart === true && Option.isNone(begun) && preview.equal.earlier === 0
    const apartOf = ({ counted }: { readonly counted: string }) =>
      Effect.map(isNew ? spool.times([counted]) : Effect.succeed([]), ([times]) =>
        times === 1 ? Summing.lookBack : undefined
      )

    const halt = yield* makeHalt
    const run = Stream.unwrapScoped(
      Effect.gen(function* () {
        if (preview.bad.total > 0 && options.skipBad !== true) return yield* new BadRows(preview.bad)
        yield* journal.begin(batch, content)
        return yield* placeAll(rows, { journal, options, batch, target, halt, apartOf })
      })
    )
    return { preview, run, stop: halt.call, isChanged }
  })
