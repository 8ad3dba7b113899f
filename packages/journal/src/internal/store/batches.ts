/**
 * Intents and outcomes, many at once: on SQLite by the moves in one transaction, on PostgreSQL by the server's
 * functions, and by the moves where these leave something to them.
 */
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import type * as Scope from "effect/Scope"
import type { JournalEntry } from "../../JournalEntry.js"
import type { StoreError } from "../../JournalError.js"
import type { Intended, Intent, Ref, Report } from "../../StoreMessage.js"
import * as Book from "../book/book.js"
import { type Answers, missing, type Tools } from "./batch.js"
import * as Batcher from "./batcher.js"
import { byFunctions } from "./byFunctions.js"
import { byMoves } from "./byMoves.js"

export interface Batches {
  readonly intend: Batcher.Submit<Intent, Intended>
  readonly report: Batcher.Submit<Report, JournalEntry | undefined>
}

export const make = (tools: Tools): Effect.Effect<Batches, never, Scope.Scope> => {
  const moves = byMoves(tools)
  return tools.sql.onDialectOrElse({
    pg: () => {
      const { intend, report } = byFunctions(tools, moves)
      // Two queues, so that intents are written while outcomes are.
      return Effect.all({
        intend: Batcher.make(oneByOne(intend), 2),
        report: Batcher.make(oneByOne(report), 2)
      })
    },
    orElse: () => inOneQueue(moves)
  })
}

type Write =
  | { readonly _tag: "Intend"; readonly intent: Intent }
  | { readonly _tag: "Report"; readonly report: Report }

type Written =
  | { readonly _tag: "Intended"; readonly intended: Intended }
  | { readonly _tag: "Reported"; readonly entry: JournalEntry | undefined }

/** One queue for both on SQLite, which has one writer. */
const inOneQueue = ({ write }: ReturnType<typeof byMoves>): Effect.Effect<Batches, never, Scope.Scope> => {
  const all = (writes: ReadonlyArray<Write>) => {
    const intents = writes.flatMap((one) => (one._tag === "Intend" ? [one.intent] : []))
    const reports = writes.flatMap((one) => (one._tag === "Report" ? [one.report] : []))
    return Effect.map(write(intents, reports), ({ intended, reported }) => {
      const [next, told] = [intended[Symbol.iterator](), reported[Symbol.iterator]()]
      return writes.map(
        ({ _tag }): Either.Either<Written, StoreError> =>
          _tag === "Intend"
            ? Either.map(next.next().value ?? missing, (intended) => ({ _tag: "Intended", intended }))
            : Either.map(told.next().value ?? missing, (entry) => ({ _tag: "Reported", entry }))
      )
    })
  }
  return Effect.map(Batcher.make(all, 1), (submit) => ({
    intend: (intent, tell) =>
      submit({ _tag: "Intend", intent }, (exit) =>
        tell(
          Exit.flatMap(exit, (written) =>
            written._tag === "Intended" ? Exit.succeed(written.intended) : Exit.die("an intent was reported")
          )
        )
      ),
    report: (report, tell) =>
      submit({ _tag: "Report", report }, (exit) =>
        tell(
          Exit.flatMap(exit, (written) =>
            written._tag === "Reported" ? Exit.succeed(written.entry) : Exit.die("a report was intended")
          )
        )
      )
  }))
}

const areDistinct = (refs: ReadonlyArray<Ref>): boolean =>
  // Nearly always by their keys alone, which are at hand.
  new Set(refs.map(({ key }) => key)).size === refs.length ||
  new Set(refs.map(Book.entryId)).size === refs.length

/** As far as each key comes once, as a function takes it, and the rest: so all keep the order that they were asked in. */
const apart = <A extends Ref>(refs: ReadonlyArray<A>): readonly [ReadonlyArray<A>, ReadonlyArray<A>] => {
  const seen = new Set<string>()
  return Arr.span(refs, (ref) => {
    const id = Book.entryId(ref)
    const isFirst = !seen.has(id)
    seen.add(id)
    return isFirst
  })
}

const oneByOne =
  <A extends Ref, B>(write: (refs: ReadonlyArray<A>) => Answers<B>) =>
  (refs: ReadonlyArray<A>): Answers<B> => {
    if (areDistinct(refs)) return write(refs)
    return Effect.gen(function* () {
      const answers = new Map<A, Either.Either<B, StoreError>>()
      let rest = refs
      while (rest.length > 0) {
        const [first, others] = apart(rest)
        const given = yield* write(first)
        for (const [at, ref] of first.entries()) answers.set(ref, given[at] ?? missing)
        rest = others
      }
      return refs.map((ref) => answers.get(ref) ?? missing)
    })
  }
