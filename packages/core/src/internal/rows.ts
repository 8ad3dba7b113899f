/**
 * Answers about several IDs come as a map, as a list, or flat where only one was asked. Whatever holds
 * them together, they are read here as one row per ID.
 */
import type { Asked, No } from "../Call.js"
import { nameOf } from "./closed.js"
import { isObject, listIn } from "./json.js"
import * as PanelsNo from "./panelsNo.js"
import * as Refusal from "./refusals/texts.js"
import { understand } from "./refusals/understand.js"
import { readId } from "./wire.js"

type Fields = Readonly<Record<string, unknown>>

/** What an answer says about one ID. */
export interface Row {
  /** Undefined where the answer does not say which ID it speaks of. */
  readonly id: string | undefined
  /** With documented names. */
  readonly fields: Fields
  /** What was answered, as it came. */
  readonly value: unknown
  /** Whether another row says something else of the same ID. */
  readonly isContradicted?: true | undefined
  /** The words of a refusal, where there is one. */
  readonly error?: string
}

/** How the rows of one action look. */
export interface Shape {
  /** The field that holds the ID: `order` or `refill`. */
  readonly id: string
  /** The fields by which a flat answer is told from a map. */
  readonly payload: ReadonlyArray<string>
  /** The payload field whose value may stand alone in a map (`{"5": 91}`), or hold the refusal. */
  readonly main: string
}

/**
 * Whether a text in place of an answer refuses. Of a state that is no state, three words are enough; but
 * "your refill was requested" is no refusal.
 */
const refuses = (text: string, { main }: Shape): boolean =>
  Refusal.isFailing(text) ||
  understand(main, text).meaning !== undefined ||
  (main === "status" && /\S\s+\S+\s+\S/.test(text))

/** Of one ID: a refusal beside the ID, inside the main field, or in place of everything. */
const rowOf = (id: Row["id"], value: unknown, shape: Shape): Row => {
  const { main } = shape
  if (!isObject(value)) {
    return typeof value === "string" && refuses(value, shape)
      ? { id, value, fields: {}, error: value }
      : { id, value, fields: { [main]: value } }
  }
  const fields = Refusal.folded(value)
  const inner = fields[main]
  // Beside a charge or a count, the strangest word is a state.
  if (
    typeof inner === "string" &&
    Object.keys(fields).length < 3 &&
    understand(main, inner).meaning !== undefined
  ) {
    return { id, value, fields: {}, error: inner }
  }
  const refused = isObject(inner) ? Refusal.read(inner) : Refusal.readFolded(fields)
  return refused?.kind === "refusal" ? { id, value, fields, error: refused.words } : { id, value, fields }
}

// A panel may repeat itself, but not without end.
const mostOfOne = 4

/**
 * The rows about who was asked about; only where all are, may one that names nobody be looked at. So what
 * a list costs is bounded by the question, and one with far more rows than that is no answer.
 */
const rowsOf = (
  list: ReadonlyArray<Fields>,
  shape: Shape,
  asked: ReadonlyArray<string>
): ReadonlyArray<Row> | undefined => {
  const ids = new Set(asked)
  const named = list.map((value) => ({ id: idOf(value, shape), value }))
  const known = named.filter(({ id }) => id !== undefined && ids.has(id))
  const rows = named.every(({ id }) => id === undefined || ids.has(id)) ? named : known
  return rows.length > mostOfOne * asked.length
    ? undefined
    : rows.map(({ id, value }) => rowOf(id, value, shape))
}

const idOf = (value: unknown, { id }: Shape): string | undefined =>
  isObject(value) ? readId(Refusal.folded(value)[id]) : undefined

/** Whether a row says which ID it is about, as each does of a list that a panel wrote as a map by place. */
const naming =
  (shape: Shape) =>
  (row: unknown): row is Fields =>
    idOf(row, shape) !== undefined

/** The rows of an answer, or undefined where it has no shape that says something about IDs. */
export const read = (
  json: unknown,
  shape: Shape,
  asked: ReadonlyArray<string>,
  wrapped = false
): ReadonlyArray<Row> | undefined => {
  const isNamed = naming(shape)
  const list = listIn(json, isNamed)
  // What is no row says nothing of any ID; beside it, neither does a row without one.
  if (list !== undefined) return rowsOf(list.every(isObject) ? list : list.filter(isNamed), shape, asked)
  if (!isObject(json)) return undefined
  const fields = Refusal.folded(json)
  const { data } = fields
  if (!wrapped && (Array.isArray(data) || isObject(data))) return read(data, shape, asked, true)
  if (shape.payload.some((name) => Object.hasOwn(fields, name))) {
    return [rowOf(idOf(fields, shape), fields, shape)]
  }
  // Who was not asked about is of no interest, and to list a map is the dearest way of looking into it.
  const answered = asked.filter(
    // A row that names another order is about that one.
    (id) => readId(id) === id && Object.hasOwn(json, id) && (idOf(json[id], shape) ?? id) === id
  )
  return answered.map((id) => rowOf(id, json[id], shape))
}

/** What an answer says besides the rows of the IDs that were asked about; undefined where that may be anything. */
export const restOf = (json: unknown, shape: Shape, asked: Asked, wrapped = false): No | undefined => {
  const { sent } = asked
  const list = listIn(json, naming(shape))
  if (list !== undefined) {
    const isRow = (value: Fields) => {
      const id = idOf(value, shape)
      return id === undefined ? list.length === 1 && sent.asked.length === 1 : sent.asked.includes(id)
    }
    return list.every(isObject)
      ? PanelsNo.ofRest(
          list.filter((value) => !isRow(value)),
          asked
        )
      : undefined
  }
  if (!isObject(json)) return undefined
  const fields = Refusal.folded(json)
  const { data } = fields
  if (!wrapped && (Array.isArray(data) || isObject(data))) {
    return PanelsNo.both(
      PanelsNo.ofRest([json], asked, nameOf(json, "data")),
      restOf(data, shape, asked, true)
    )
  }
  return PanelsNo.ofRest(
    shape.payload.some((name) => Object.hasOwn(fields, name)) ? [] : [json],
    asked,
    sent.asked
  )
}

/** Whether a row certainly refuses. */
export const refusalOf = ({ value }: Row, shape: Pick<Shape, "main">, asked: Asked): No | undefined => {
  if (isObject(value)) {
    const inner = Refusal.folded(value)[shape.main]
    if (typeof inner !== "string" || inner.trim() === "") return PanelsNo.ofObject(value, asked, shape.main)
    if (Refusal.isAffirmed(value)) return undefined
    const rest = PanelsNo.ofRest([value], asked, nameOf(value, shape.main))
    return PanelsNo.both(rest, PanelsNo.ofText(inner, asked))
  }
  return typeof value === "string" ? PanelsNo.ofValue(value, asked) : undefined
}
