/**
 * When a panel's words prove that a call which spends did nothing. Whatever is not proved here may have been
 * done.
 */
import type { Asked, No } from "../Call.js"
import * as Dialect from "../Dialect.js"
import { isObject } from "./json.js"
import * as Refusal from "./refusals/texts.js"
import { type Explained, explain, speaksOfDone } from "./refusals/understand.js"
import { fold, readFlag, readId } from "./wire.js"

/** What the request sent, and how the panel speaks. */
export type Sent = Asked["sent"]

const texts: ReadonlySet<string> = new Set(["error", "errors", "message", "msg"])

const singles: ReadonlySet<string> = new Set(
  "status success code statusCode error_code balance currency type name min max limit remaining retry_after"
    .split(" ")
    .map(fold)
)

const ids: ReadonlySet<string> = new Set(["order", "orders", "id"])
/** Names whose value may be new, though the request sent it: refill IDs may equal order IDs. */
const results: ReadonlySet<string> = new Set([...ids, "refill", "refills"])

// A panel's nonsense may be nested deeper than the stack is.
const deepest = 32

const zero = /^[-+]?0*(?:[.,]0*)?$/

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === false ||
  value === 0 ||
  (typeof value === "string" && zero.test(value.trim())) ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.keys(value).length === 0)

const isSingle = (value: unknown): boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"

const isAsked = (value: unknown, { asked }: Sent): boolean => {
  const named = (typeof value === "string" ? value.split(",") : [value]).flat()
  return named.every((one) => {
    const id = readId(one)
    return id !== undefined && asked.includes(id)
  })
}

/** Whether the field has come back as it was sent, under the documented name or the panel's own. */
const isSent = (name: string, value: unknown, { params, dialect }: Sent): boolean =>
  isSingle(value) &&
  Object.entries(params).some(
    ([sent, text]) =>
      (sent === name || Dialect.nameOf(dialect, sent) === name) && String(value).trim() === text.trim()
  )

/** "The link is required", as opposed to anything that could be an ID. */
const sentence = /\p{L}\s+\p{L}+\s+\p{L}/u

/** Laravel lists what is wrong under the names of the fields that were sent. */
const isComplaint = (name: string, value: unknown, { params }: Sent): boolean =>
  !results.has(fold(name)) &&
  Object.hasOwn(params, name) &&
  [value].flat().every((text) => typeof text === "string" && sentence.test(text))

/** What may be an ID, or holds JSON or a form that may hold one: no words, wherever words are expected. */
export const isNoWords = (text: string): boolean =>
  /^\s*\S*\p{N}\S*\s*$/u.test(text) || /[{}]|^\s*\[|"\s*:|=[\s\S]*[&=]/.test(text.replace(/https?:\S+/gi, ""))

/** A refusal says little. What says more proves nothing, and would be read for ever. */
const mostTexts = 128

const isText = (value: unknown, sent: Sent, depth: number): boolean => {
  if (depth > deepest) return false
  if (typeof value === "string" && !isEmpty(value)) return !isNoWords(value)
  if (Array.isArray(value))
    return value.length <= mostTexts && value.every((one) => isText(one, sent, depth + 1))
  return isEmpty(value) || (isObject(value) && isClosedText(value, sent, depth + 1))
}

/** An object where a text is expected. */
const isClosedText = (fields: Readonly<Record<string, unknown>>, sent: Sent, depth: number): boolean => {
  const complaints = Object.keys(fields).filter((name) => isComplaint(name, fields[name], sent))
  return isClosed(fields, sent, complaints, depth)
}

/** The name under which a field stands, in whatever letters; none where several would be it. */
export const nameOf = (fields: Readonly<Record<string, unknown>>, name: string): ReadonlyArray<string> => {
  const names = Object.keys(fields).filter((own) => own.toLowerCase() === name)
  return names.length === 1 ? names : []
}

/** Whether every field of an object is accounted for; those that are `aside` are judged elsewhere. */
export const isClosed = (
  fields: Readonly<Record<string, unknown>>,
  sent: Sent,
  aside: ReadonlyArray<string> = [],
  depth = 0
): boolean => {
  const entries = Object.entries(fields)
  const isAccounted = (name: string, value: unknown): boolean => {
    if (isEmpty(value) || aside.includes(name)) return true
    const folded = fold(name)
    if (texts.has(folded)) {
      return isText(value, sent, depth) || (folded === "error" && (value === true || value === 1))
    }
    if (results.has(folded)) return ids.has(folded) && isAsked(value, sent)
    const isHarmless = singles.has(folded) || sent.dialect.harmless.includes(name.toLowerCase())
    return (isHarmless && isSingle(value)) || isSent(name, value, sent)
  }
  return (
    depth <= deepest &&
    entries.length <= Refusal.mostNames &&
    entries.every(([name, value]) => isAccounted(name, value))
  )
}

/** A text that stands where a word or a number is expected, and its name. */
type Remark = readonly [name: string, text: string]

/** Such texts of an object, but for what was sent and what the program declares harmless. */
const remarksOf = (
  fields: Readonly<Record<string, unknown>>,
  sent: Sent,
  aside: ReadonlyArray<string> = []
): ReadonlyArray<Remark> =>
  Object.entries(fields).flatMap(([name, value]) =>
    typeof value === "string" &&
    !isEmpty(value) &&
    !texts.has(fold(name)) &&
    !aside.includes(name) &&
    !sent.dialect.harmless.includes(name.toLowerCase()) &&
    !isSent(name, value, sent) &&
    !isComplaint(name, value, sent)
      ? [[fold(name), value]]
      : []
  )

/** What panels write for a failure, alone or as the beginning of its name: `error_balance`, `Bad Request`. */
const failed =
  /^\s*(?:err|fail|reject|declin|denied|refus|invalid|unauthor|forbid|unprocess|bad.?request|not.?found|too.?many|(?:nok|ko|no|warning|danger)\s*$)/i

/** A number, a currency, or a word for failure. */
const isPlainRemark = ([name, text]: Remark): boolean =>
  Refusal.isFailing(text) ||
  failed.test(text) ||
  /^\s*[-+]?[\d.,]+\s*$/.test(text) ||
  (name === "currency" && /^\s*\p{L}{3}\s*$/u.test(text)) ||
  ids.has(name)

/**
 * What such texts leave of a no: nothing where one may say that something was done, and no reason to send again
 * where one is not known.
 */
const weigh = (remarks: ReadonlyArray<Remark>, action: string): No | undefined => {
  if (remarks.length > mostTexts) return undefined
  const open = remarks.filter((remark) => !isPlainRemark(remark))
  const explained = open.map(([, text]) => explain(action, text))
  if (explained.some(({ did, mayConfirm }) => did || mayConfirm)) return undefined
  // Of the names that tell how the call went, whatever else they hold may be that it went well.
  const isTold = open.some(
    ([name], at) => (name === "status" || name === "success") && explained[at]?.whole !== true
  )
  return isTold ? undefined : { again: explained.every(({ whole }) => whole) }
}

/** All texts of a closed object, or of what stands where a text is expected. */
export const textsOf = (value: unknown, isWithin = false, depth = 0): ReadonlyArray<string> => {
  if (depth > deepest) return []
  if (typeof value === "string") return value.trim() === "" ? [] : [value.trim()]
  if (Array.isArray(value)) return value.flatMap((one) => textsOf(one, isWithin, depth + 1))
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    texts.has(fold(name)) || (isWithin && !singles.has(fold(name))) ? textsOf(inner, true, depth + 1) : []
  )
}

/** Meanings that leave open what was done before. */
const isOpen = ({ meaning, did, mayConfirm }: Explained): boolean =>
  did || mayConfirm || meaning === "server-error" || meaning === "blocked"

/** One no of two that both have to hold. */
const both = (one: No | undefined, other: No | undefined): No | undefined =>
  one && other && { again: one.again && other.again }

/** Whether one text holds a number in words that are not known: beside a refusal it may be that of an order. */
const hasNumber = (texts: ReadonlyArray<string>, understood: ReadonlyArray<Explained>): boolean =>
  texts.some((text, at) => understood[at]?.meaning === undefined && /\p{N}/u.test(text))

/**
 * Whether the panel says no with such texts; `isRefusal` where it says so by more than words, and `isWell` where
 * it says by a number that all is well.
 */
const judge = (
  texts: ReadonlyArray<string>,
  isRefusal: boolean,
  { action, status }: Pick<Asked, "action" | "status">,
  isWell = false
): No | undefined => {
  if (texts.length > mostTexts) return undefined
  const understood = texts.map((text) => explain(action, text))
  if (status === 408 || understood.some(isOpen)) return undefined
  const isKnown = understood.some(({ meaning }) => meaning !== undefined)
  if (isKnown && hasNumber(texts, understood)) return undefined
  const isWhole = understood.length > 0 && understood.every(({ whole }) => whole)
  // "Service unavailable" is what a gateway says of the panel, in whatever language.
  const isGateways = understood.some(({ meaning }) => meaning === "service-disabled")
  if (status >= 500 ? !isKnown || isGateways : !(isRefusal || status >= 400 || (isWhole && !isWell)))
    return undefined
  const isLimit = isWhole && understood.every(({ meaning }) => meaning === "rate-limited")
  // A number in words that are not known may be anything's, and words of an order may say that there is one.
  const isMixed = isKnown && understood.some(({ meaning, whole }) => meaning === undefined && !whole)
  const isPlain = texts.every(
    (text, at) =>
      understood[at]?.whole === true ||
      !(understood[at]?.isMixed === true || /\p{N}/u.test(text) || speaksOfDone(text))
  )
  return { again: !isWell && (isLimit || (status === 429 && isPlain && !isMixed)) }
}

/** Whether an object says under any name for a word that all went well, or under `success` anything but a no. */
const isWellSaid = (fields: Readonly<Record<string, unknown>>): boolean => {
  const { success, code, type, name } = Refusal.folded(fields)
  return (
    Refusal.isAffirmed(fields) ||
    [code, type, name].some(Refusal.isSuccess) ||
    !(isEmpty(success) || Refusal.isFailure(success))
  )
}

/** Whether an object gives a code of success, beside which a text may be anything. */
const isWellIn = (fields: Readonly<Record<string, unknown>>): boolean => {
  const { status, code, statuscode } = Refusal.folded(fields)
  return Number(status) === 1 || [status, code, statuscode].some((it) => /^2\d\d$/.test(String(it)))
}

const underWay: ReadonlySet<string> = new Set(
  "pending inprogress processing completed partial created accepted placed queued done active".split(" ")
)

/** Whether the `status` of an object is that of something that was made. */
const isUnderWay = (fields: Readonly<Record<string, unknown>>): boolean => {
  const { status } = Refusal.folded(fields)
  return typeof status === "string" && underWay.has(status.toLowerCase().replace(/[\s_-]+/g, ""))
}

type Fields = Readonly<Record<string, unknown>>

/** An object, and those in it that stand where a text is expected. */
const objectsIn = (value: unknown, depth = 0): ReadonlyArray<Fields> => {
  if (depth > deepest) return []
  if (Array.isArray(value)) return value.flatMap((one) => objectsIn(one, depth + 1))
  if (!isObject(value)) return []
  const texted = Object.keys(value).filter((name) => texts.has(fold(name)))
  return [value, ...texted.flatMap((name) => objectsIn(value[name], depth + 1))]
}

/** What an object says that is an answer as a whole, or one row of it; `main` is a field that holds the refusal. */
export const ofObject = (
  fields: Readonly<Record<string, unknown>>,
  asked: Asked,
  main?: string
): No | undefined => {
  const folded = Refusal.folded(fields)
  const said = Refusal.readFolded(folded)
  const isFlagged = Refusal.isFlagged(fields) || readFlag(folded["error"]) === true
  const data = isFlagged && isObject(folded["data"]) ? folded["data"] : undefined
  const inner = main === undefined ? undefined : folded[main]
  const refused = isObject(inner) ? inner : undefined
  const aside = [
    ...(data === undefined ? [] : nameOf(fields, "data")),
    ...(refused === undefined || main === undefined ? [] : nameOf(fields, main))
  ]
  const own = [fields, data, refused].filter(isObject)
  if (!own.every((part) => isClosed(part, asked.sent, part === fields ? aside : []))) return undefined
  const all = own.flatMap((part) => objectsIn(part))
  if (all.some((part) => isWellSaid(part) || isUnderWay(part))) return undefined
  const remarks = all.flatMap((part) =>
    // Inside the text of an error, `status` is a name of that error.
    remarksOf(part, asked.sent).map(([name, text]): Remark => [own.includes(part) ? name : "", text])
  )
  const texts = own.flatMap((part) => textsOf(part))
  // `{"error":true}` alone may be said of anything.
  const isRefusal =
    Refusal.isFlagged(fields) ||
    (said?.kind === "refusal" && texts.length > 0) ||
    (refused !== undefined && Refusal.read(refused)?.kind === "refusal")
  return both(judge(texts, isRefusal, asked, all.some(isWellIn)), weigh(remarks, asked.action))
}

/**
 * What is said beside the rows of an answer, in objects of which some fields are `aside`; undefined where it may
 * say that something was done.
 */
export const ofRest = (
  parts: ReadonlyArray<Readonly<Record<string, unknown>>>,
  asked: Asked,
  aside: ReadonlyArray<string> = []
): No | undefined => {
  if (asked.beside === "more" || !parts.every((part) => isClosed(part, asked.sent, aside))) return undefined
  const said = parts.flatMap((part) => textsOf(part))
  if (said.length > mostTexts) return undefined
  const explained = said.map((text) => explain(asked.action, text))
  if (explained.some(isOpen) || hasNumber(said, explained)) return undefined
  const remarks = parts.flatMap((part) => remarksOf(part, asked.sent, aside))
  const again = asked.beside === "nothing" && explained.every(({ whole }) => whole)
  return both(
    { again },
    weigh(
      remarks.filter(([, text]) => !Refusal.isWord(text)),
      asked.action
    )
  )
}

/** Whether an answer holds a refusal where its state or its data stands; it confirms nothing. */
export const denies = ({ status, data, result }: Fields): boolean =>
  [status, data, result].some((inner) => isObject(inner) && Refusal.read(inner)?.kind === "refusal")

/** What a value says that stands in place of a row. */
export const ofValue = (value: unknown, asked: Asked): No | undefined => {
  if (Refusal.isFailing(value)) return judge([], true, asked)
  return typeof value === "string" ? ofText(value, asked) : undefined
}

/** What a text says that stands where an object is expected: it may be an ID as well. */
export const ofText = (text: string, asked: Asked): No | undefined => {
  const { whole, did } = explain(asked.action, text)
  const isSentence = /\p{L}\s+\p{L}/u.test(text) && !/\p{N}/u.test(text) && !isNoWords(text)
  if (did || !(whole || (asked.status >= 400 && asked.status < 500 && isSentence))) return undefined
  return judge([text], false, asked)
}

const page = /^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body)/i
// Of JSON or a form, even of a piece of one, nobody knows what else it would have said.
const isPiece = /[{}[\]]|=[\s\S]*[&=]/
// Of other markup than that of words its names and attributes may say the most.
const isMarkup =
  /<(?!\/?(?:a|b|i|p|u|br|hr|em|h\d|code|font|pre|small|span|strong|center|div)\s*\/?>)[a-z!?/]/i

/** What a body says that is no JSON. */
export const ofBody = (body: string, asked: Asked): No | undefined => {
  const text = body.trim()
  const isPage = page.test(text)
  if (asked.status === 429) {
    if (isPage && speaksOfDone(text)) return undefined
    if (isPage || text === "") return { again: true }
    return isPiece.test(text) || isMarkup.test(text) || isNoWords(text)
      ? undefined
      : judge([text], true, asked)
  }
  if (isPage || isPiece.test(text)) return undefined
  const said = Refusal.readText(body)
  if (said === undefined) return undefined
  return said.kind === "refusal" ? judge([said.words], true, asked) : ofText(said.words, asked)
}

/** What a whole answer says. */
export const ofAnswer = (json: unknown, body: string, asked: Asked): No | undefined =>
  asked.beside === "more"
    ? undefined
    : // What PHP prints around an answer is read by nobody.
      both(ofWhole(json, body, asked), { again: asked.beside === "nothing" })

const ofWhole = (json: unknown, body: string, asked: Asked): No | undefined => {
  const answer = Refusal.only(json, asked.sent.asked)
  if (isObject(answer)) return ofObject(answer, asked)
  if (json === undefined) return ofBody(body, asked)
  if (typeof answer === "string") {
    return asked.status === 429 ? ofBody(answer, asked) : ofText(answer, asked)
  }
  const isNothing = answer === null || (Array.isArray(answer) && answer.length === 0)
  return asked.status === 429 && isNothing ? { again: true } : undefined
}
