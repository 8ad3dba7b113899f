/** What an answer about many IDs says of each of them: the row that is about it, and what that amounts to. */
import * as Either from "effect/Either"
import type { Asked, Decode, No, ReplyFacts } from "../Call.js"
import type { ManyAction } from "../Dialect.js"
import type { Meaning } from "../Meaning.js"
import type { PanelClient } from "../PanelClient.js"
import { type ReadError, UnexpectedAnswer } from "../PanelError.js"
import { refusal } from "./interpret.js"
import { write } from "./json.js"
import { denies } from "./panelsNo.js"
import { isFlagged } from "./refusals/texts.js"
import { understand } from "./refusals/understand.js"
import type { Row } from "./rows.js"
import { refusalOf } from "./rows.js"

/** An answer, and what is known of it. */
export interface Rows extends ReplyFacts {
  /** What the rest of the answer says; undefined where that may be anything. */
  readonly rest: No | undefined
  /** What it says of the IDs asked, in their order; undefined for one that it does not mention. */
  readonly rows: ReadonlyArray<Row | undefined>
}

/** How an action's answers are read. */
export interface Reading<A> {
  readonly name: ManyAction
  /** What an answer says, row by row. */
  readonly rows: (json: unknown, asked: ReadonlyArray<string>) => ReadonlyArray<Row> | undefined
  /**
   * For an action that spends money or changes something: the field of a row that holds the answer or the
   * refusal, and what an answer says besides its rows, if that is accounted for.
   */
  readonly spends?:
    | { readonly main: string; readonly restOf: (json: unknown, asked: Asked) => No | undefined }
    | undefined
  /** Reads what a row says of its ID. */
  readonly decode: (fields: Readonly<Record<string, unknown>>) => Either.Either<A, unknown>
}

const match = (rows: ReadonlyArray<Row>, asked: ReadonlyArray<string>): Rows["rows"] => {
  // A map's rows come in the order asked, unless some are missing.
  if (rows.length === asked.length && rows.every(({ id }, place) => id === asked[place])) return rows
  const only = asked.length === 1 && rows.length === 1 ? rows[0] : undefined
  if (only !== undefined && only.id === undefined) return [only]
  const byId = new Map<string | undefined, Row>()
  for (const row of rows) {
    const other = byId.get(row.id)
    // Of two rows that disagree none is to be believed.
    const isContradicted = other !== undefined && write(other.value) !== write(row.value)
    // Either may hold the ID of what was done.
    const fields = isContradicted ? { ...row.fields, other: other.fields } : row.fields
    byId.set(row.id, isContradicted ? { ...row, fields, isContradicted } : (other ?? row))
  }
  return asked.map((id) => byId.get(id))
}

/** The reader of an action's answers. */
export interface Reader<A> {
  /** The rows that an answer has for those asked about; nothing where it speaks of none of them. */
  readonly decode: (asked: ReadonlyArray<string>) => Decode<Rows>
  /** Whether it confirms of any that something was done. */
  readonly confirms: (rows: Rows) => boolean
  /** The answer that the row at a place gives, or what is wrong with it. */
  readonly judge: (answers: Rows, asked: ReadonlyArray<string>, place: number) => Either.Either<A, ReadError>
}

export const make = <A>(
  { config, redact }: PanelClient.Service,
  { decode, name, rows: rowsIn, spends }: Reading<A>
): Reader<A> => {
  const askedOf = (asked: ReadonlyArray<string>, { status, beside }: ReplyFacts): Asked => ({
    action: name,
    status,
    beside,
    sent: { params: {}, asked, dialect: config.dialect }
  })
  return {
    decode: (asked) => (json, facts) => {
      const rows = match(rowsIn(json, asked) ?? [], asked)
      return rows.some((row) => row !== undefined)
        ? Either.right({ ...facts, rows, rest: spends?.restOf(json, askedOf(asked, facts)) })
        : Either.left(undefined)
    },
    confirms: ({ rows }) => rows.some((row) => row !== undefined && Either.isRight(decode(row.fields))),
    judge: (answers, asked, place) => {
      const { rest, rows, status } = answers
      const row = rows[place]
      const unexpected = (reason: UnexpectedAnswer["reason"], meaning: Meaning | null = null) =>
        Either.left(new UnexpectedAnswer({ reason, meaning, status, excerpt: redact(write(row?.fields)) }))
      if (row === undefined) return unexpected("missing")
      const { fields, error } = row
      const answer = decode(fields)
      const { meaning, isTaught = false } = error === undefined ? {} : understand(name, error, config.phrases)
      const isDone = Either.isRight(answer)
      const isContrary =
        spends !== undefined && isDone && (error !== undefined || isFlagged(fields) || denies(fields))
      if (row.isContradicted === true || isContrary) return unexpected("contradictory", meaning)
      if (isDone && error === undefined) return Either.right(answer.right)
      const refuse = (again: boolean) =>
        Either.left(refusal(meaning, redact(error ?? ""), status, null, again))
      if (spends === undefined) return error === undefined ? unexpected("unreadable") : refuse(!isTaught)
      const no = rest && refusalOf(row, spends, askedOf(asked, answers))
      if (no || meaning === "server-error") return refuse(no?.again === true && rest?.again === true)
      return unexpected(error === undefined ? "unreadable" : "contradictory", meaning)
    }
  }
}
