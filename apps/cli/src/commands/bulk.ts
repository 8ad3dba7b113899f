/** `smmkit bulk`: places the orders of a file, each exactly once. */
import { Money } from "@smmkit/core"
import { Bulk, BulkError, BulkTally } from "@smmkit/journal"
import { Effect, Fiber, Stream } from "effect"
import * as View from "../BulkView.js"
import * as Catalogue from "../Catalogue.js"
import { BulkStopped, ExitCode, nothingOrdered, unheard, usage } from "../Failure.js"
import * as JournalSession from "../JournalSession.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import { withProgress } from "../Progress.js"
import * as Prompt from "../Prompt.js"
import * as Session from "../Session.js"
import { type Counts, Sent, toItsEnd } from "../Signals.js"

const ordering = {
  otherwise: "Nothing was ordered",
  yes: "to order without being asked, or --dry-run to see what it would cost"
}

// All bad rows are told at once; a file with more of them than this is no file of orders.
const mostBad = 10_000

const prepare = (invocation: Invocation, input: ReturnType<typeof Bulk.fromCsv>) =>
  withProgress(
    "checking the rows",
    Bulk.prepare(input, {
      batch: invocation.value("batch"),
      skipBad: invocation.flag("skip-bad"),
      apart: !invocation.flag("again"),
      retryRefused: invocation.flag("retry-refused"),
      extra: invocation.values("extra-column"),
      mostBad
    })
  ).pipe(
    Effect.mapError((error) =>
      error._tag === "StoreError" || error._tag === "UnusableInput" ? error : nothingOrdered(error)
    )
  )

/** Says what is about to be done, and has it confirmed unless that was done beforehand. */
const agree = (preview: Bulk.Preview, isAgreed: boolean, isAgain: boolean) =>
  Effect.gen(function* () {
    const output = yield* Output
    const text = View.plan(preview, output, output.stderr) + View.badRows(preview.bad, output)
    const equals = View.equals(preview)
    if (isAgreed && !isAgain && equals !== "")
      return yield* usage(
        `Nothing was ordered: of the rows to be placed ${equals}. Give --again beside --yes to buy them all the same.`
      )
    if (isAgreed || preview.fresh === 0) return output.json ? undefined : yield* output.err(text)
    yield* Prompt.agree(ordering, text, "Place these orders?")
  })

/** How far a run has come. */
interface Run {
  readonly bulk: Bulk.Bulk<BulkError.UnusableInput>
  readonly resultFile: string
  tally: BulkTally.BulkTally
}

/** A run that ended early, with what it had done by then. */
const early = ({ tally }: Run, { maybe }: Counts, cause: BulkStopped["cause"], message: string) =>
  new BulkStopped({
    cause,
    message: `${message}. ${tally.done} new rows had their outcome by then; run the same command again to go on, no row is ordered twice.`,
    // Of calls whose results were not told, nobody here knows what came.
    processed: tally.placedNow > 0 ? "yes" : tally.doubtfulNow > 0 || tally.done < maybe ? "maybe" : "no"
  })

/** Runs the bulk to its end. A signal stops it: what is under way then still gets its outcome, and is told. */
const finished = (run: Run) => {
  const counted = Stream.runForEach(run.bulk.run, (result) =>
    Effect.sync(() => {
      run.tally = BulkTally.add(run.tally, result)
    })
  )
  const end = (placing: Fiber.Fiber<void, unknown>) =>
    run.bulk.stop.pipe(Effect.zipRight(Fiber.await(placing)), Effect.zipRight(Effect.ignore(report(run))))
  return toItsEnd(counted, end, () => Effect.void)
}

/** Runs the bulk, and counts what becomes of the rows. */
const place = (run: Run) =>
  Effect.gen(function* () {
    const { preview } = run.bulk
    const { stderr } = yield* Output
    const sent = yield* Sent
    const clock = yield* Effect.clock
    const start = clock.unsafeCurrentTimeMillis()
    sent.isRepeatable = true
    sent.goOn = () => {
      const { done, spent } = run.tally
      const cost = Money.format({ amount: spent, currency: preview.cost.currency })
      return `${done} of ${preview.fresh} new rows have their outcome, for ${cost} in this run. Run the same command again to go on: no row is ordered twice.`
    }
    yield* withProgress("", finished(run), () =>
      View.progress(preview, run.tally, (clock.unsafeCurrentTimeMillis() - start) / 1000, stderr.columns)
    ).pipe(
      Effect.mapError((error) => {
        if (error._tag === "BadRows" || (error._tag === "UnusableInput" && sent.maybe === 0)) return error
        return early(run, sent, error._tag === "BulkStopped" ? error.cause : error, error.message)
      })
    )
  })

/** Tells the outcome. What was placed must be known, so of this not even a closed pipe is a quiet end. */
const report = (run: Run) =>
  Effect.gen(function* () {
    const { bulk, tally, resultFile } = run
    const output = yield* Output
    const { preview } = bulk
    // What cannot be looked at any more is not what was checked.
    const inputChanged = yield* Effect.orElseSucceed(bulk.isChanged, () => true)
    const told = { ...BulkTally.summary(preview, tally), inputChanged, resultFile }
    const text = View.outcome(preview, tally, resultFile, output) + (inputChanged ? View.changed(output) : "")
    const { placedNow, doubtfulNow } = tally
    const done = `Orders placed: ${placedNow}, in doubt: ${doubtfulNow}; ${resultFile} says which.`
    yield* Effect.mapError(output.tell(told, text), (error) =>
      placedNow + doubtfulNow === 0 ? error : unheard(error, done, placedNow > 0 ? "yes" : "maybe")
    )
  })

const work = (invocation: Invocation, file: string) =>
  Effect.gen(function* () {
    const output = yield* Output
    const input = Bulk.fromCsv(file)
    const bulk = yield* prepare(invocation, input)
    const { preview } = bulk
    if (preview.bad.total > 0 && !invocation.flag("skip-bad"))
      return yield* new BulkError.BadRows(preview.bad)
    if (invocation.flag("dry-run")) {
      const summary = BulkTally.summary(preview, BulkTally.before(preview))
      yield* output.tell(
        { ...summary, inputChanged: false, resultFile: null },
        View.plan(preview, output, output.stdout) + View.badRows(preview.bad, output)
      )
      return ExitCode.done
    }
    yield* agree(preview, invocation.flag("yes"), invocation.flag("again"))
    const run: Run = { bulk, resultFile: input.results, tally: BulkTally.start(preview) }
    yield* Effect.tapErrorTag(place(run), "BulkStopped", () => report(run))
    yield* report(run)
    return yield* JournalSession.unlessDoubled(
      run.tally.placed === preview.rows ? ExitCode.done : ExitCode.mixed
    )
  })

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const [file = ""] = invocation.operands
    if (!invocation.flag("yes") && !invocation.flag("dry-run")) yield* Prompt.canAsk(ordering)
    const journal = JournalSession.layer(invocation, Catalogue.layer(invocation.flag("fresh")))
    return yield* Effect.provide(work(invocation, file), journal)
  }).pipe(Effect.provide(Session.layer(invocation)))
