/**
 * When a panel's words prove that a call which spends did nothing. Whatever is not proved here may have been
 * done.
 */
import type { Asked, No } from "../Call.js"
import {
  type Fields,
  ids,
  isClosed,
  isEmpty,
  isNoWords,
  mostTexts,
  nameOf,
  objectsIn,
  type Remark,
  remarksOf,
  textsOf
} from "./closed.js"
import { isObject } from "./json.js"
import * as Refusal from "./refusals/texts.js"
import { type Explained, explain, speaksOfDone } from "./refusals/understand.js"
import { readFlag } from "./wire.js"

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

/** Meanings that leave open what was done before. */
const isOpen = ({ meaning, did, mayConfirm }: Explained): boolean =>
  did || mayConfirm || meaning === "server-error" || meaning === "blocked"

/** One no of two that both have to hold. */
export const both = (one: No | undefined, other: No | undefined): No | undefined =>
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
const isWellSaid = (fields: Fields): boolean => {
  const { success, code, type, name } = Refusal.folded(fields)
  return (
    Refusal.isAffirmed(fields) ||
    [code, type, name].some(Refusal.isSuccess) ||
    !(isEmpty(success) || Refusal.isFailure(success))
  )
}

/** Whether an object gives a code of success, beside which a text may be anything. */
const isWellIn = (fields: Fields): boolean => {
  const { status, code, statuscode } = Refusal.folded(fields)
  return Number(status) === 1 || [status, code, statuscode].some((it) => /^2\d\d$/.test(String(it)))
}

const underWay: ReadonlySet<string> = new Set(
  "pending inprogress processing completed partial created accepted placed queued done active".split(" ")
)

/** Whether the `status` of an object is that of something that was made. */
const isUnderWay = (fields: Fields): boolean => {
  const { status } = Refusal.folded(fields)
  return typeof status === "string" && underWay.has(status.toLowerCase().replace(/[\s_-]+/g, ""))
}

/** What an object says that is an answer as a whole, or one row of it; `main` is a field that holds the refusal. */
export const ofObject = (fields: Fields, asked: Asked, main?: string): No | undefined => {
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
  parts: ReadonlyArray<Fields>,
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
