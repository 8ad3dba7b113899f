/**
 * Outcomes that a store does not take, in files beside it: each synced before anything else is done, and gone when
 * the store has it. A process that ends meanwhile forgets no order that was paid for.
 */
import * as Fs from "node:fs"
import * as Path from "node:path"
import { OrderId } from "@smmkit/core/Identifiers"
import { PanelError } from "@smmkit/core/PanelError"
import type { UnknownException } from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { ParseError } from "effect/ParseResult"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { Action } from "../../EntryState.js"
import type { Report } from "../../StoreMessage.js"
import { Amount } from "../book/amount.js"
import { digest } from "../identity.js"
import { issueOf } from "../issue.js"

const told = { note: Schema.String }
const failed = { ...told, error: Schema.NullOr(PanelError) }

const Outcome = Schema.Union(
  Schema.TaggedStruct("Answered", {
    order: OrderId,
    charge: Schema.NullOr(Schema.Struct({ amount: Amount, currency: Schema.OptionFromNullOr(Schema.String) }))
  }),
  Schema.TaggedStruct("Refused", { ...told, error: PanelError }),
  Schema.TaggedStruct("Unsent", failed),
  Schema.TaggedStruct("Lost", failed)
)

const Text = Schema.parseJson(
  Schema.Struct({
    account: Schema.String,
    action: Action,
    key: Schema.String,
    attempt: Schema.String,
    outcome: Outcome
  })
)

const encode = Schema.encodeEither(Text)
const decode = Schema.decodeUnknown(Text)

export interface OutcomeSpool {
  /** Keeps an outcome; false where that is not possible, which is told in the log, with the order's ID. */
  readonly keep: (report: Report) => Effect.Effect<boolean>
  readonly drop: (report: Report) => Effect.Effect<void>
  /** What is kept, by whichever process. */
  readonly kept: Effect.Effect<ReadonlyArray<Report>>
}

const log = ({ action, key, outcome }: Report, why: string) =>
  Effect.logError(
    `what came of ${action} ${JSON.stringify(key)} could not be written down (${why}): ${
      outcome._tag === "Answered" ? `the panel took it as ${outcome.order}` : outcome.note
    }`
  )

/** Where there is no disk the log is all there is. */
const none: OutcomeSpool = {
  keep: (report) => Effect.as(log(report, "there is no disk beside the store"), false),
  drop: () => Effect.void,
  kept: Effect.succeed([])
}

const sync = (path: string) => {
  const file = Fs.openSync(path, "r")
  try {
    Fs.fsyncSync(file)
  } finally {
    Fs.closeSync(file)
  }
}

const isAbsent = (failure: unknown) => Predicate.hasProperty(failure, "code") && failure.code === "ENOENT"

/** One that cannot be read hides no other, and may be of an order that was paid for. */
const unread = (path: string) => (failure: UnknownException | ParseError) => {
  const why = failure._tag === "ParseError" ? issueOf(failure) : failure.error
  // Another process may have taken it away meanwhile.
  const said = isAbsent(why)
    ? Effect.void
    : Effect.logError(
        `what came of a call is kept in ${path}, which cannot be read: ${String(why).slice(0, 500)}`
      )
  return Effect.as(said, [])
}

const inFolder = (folder: string): OutcomeSpool => {
  const pathOf = ({ account, action, key, attempt }: Report) =>
    Path.join(folder, `${digest(account, action, key, attempt).slice(0, 32)}.json`)
  const names = Effect.catchAll(
    Effect.map(
      Effect.try(() => Fs.readdirSync(folder)),
      (names) => names.filter((name) => name.endsWith(".json"))
    ),
    unread(folder)
  )
  const read = (path: string) =>
    Effect.try(() => Fs.readFileSync(path, "utf8")).pipe(
      Effect.flatMap(decode),
      Effect.map((report) => [report]),
      Effect.catchAll(unread(path))
    )
  return {
    keep: (report) =>
      Effect.matchEffect(
        Effect.try(() => {
          const text = Either.getOrThrow(encode(report))
          Fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
          const path = pathOf(report)
          const file = Fs.openSync(`${path}.new`, "w", 0o600)
          try {
            Fs.writeFileSync(file, text)
            Fs.fsyncSync(file)
          } finally {
            Fs.closeSync(file)
          }
          Fs.renameSync(`${path}.new`, path)
          sync(folder)
        }),
        {
          onFailure: ({ error }) => Effect.as(log(report, String(error)), false),
          onSuccess: () => Effect.succeed(true)
        }
      ),
    drop: (report) => Effect.ignore(Effect.try(() => Fs.rmSync(pathOf(report), { force: true }))),
    kept: Effect.flatMap(names, (names) =>
      Effect.map(Effect.all(names.map((name) => read(Path.join(folder, name)))), (reports) => reports.flat())
    )
  }
}

export const make = (folder: string | undefined): OutcomeSpool =>
  folder === undefined ? none : inFolder(folder)
