/**
 * From a raw reply to an answer or an error. Nothing here knows whether the call spends: an error says
 * with `processed` what the panel may have done, and what follows from that is decided by the caller.
 */
import * as Either from "effect/Either"
import type { Beside, Call, Phrase, Understood } from "../Call.js"
import type { Dialect } from "../Dialect.js"
import type { Meaning } from "../Meaning.js"
import {
  AccountRefusal,
  NotFound,
  PanelUnavailable,
  RateLimited,
  type ReadError,
  RequestRefusal,
  UnclassifiedRefusal,
  UnexpectedAnswer
} from "../PanelError.js"
import type { Redact } from "../Redaction.js"
import { access } from "../Refusals.js"
import type { RawReply } from "../Transport.js"
import * as Json from "./json.js"
import * as Refusal from "./refusals/texts.js"
import { retryAfter as waitAsked } from "./time.js"

/** What every judgement needs besides the reply. */
export interface Circumstances {
  readonly redact: Redact
  /** What the program says of the panel's own texts: meanings for errors, never a reason to send again. */
  readonly phrases: ReadonlyArray<Phrase>
  /** When the call was handed over, in milliseconds. */
  readonly at: number
  /** Now, in milliseconds, for a `Retry-After` that is a date. */
  readonly now: number
  readonly dialect: Dialect
  /** Whether the call spends: then an ID is an answer even under an HTTP error, unless an error stands by it. */
  readonly spends: boolean
}

const htmlPage = /^\s*<(?:!doctype|html|head|body|\?xml)/i
const botCheck =
  /just a moment|checking your browser|enable javascript and cookies|captcha|attention required|ddos|cf-(?:chl|ray)|access denied|you are human/i

const isBlocked = ({ status, body }: RawReply): boolean =>
  htmlPage.test(body) && (status === 403 || botCheck.test(body.slice(0, 20_000)))

/** Whether the status alone makes the outcome uncertain: a gateway may send it after the panel acted. */
const isFailed = (status: number): boolean => status === 408 || status >= 500

/** The error for a refusal whose meaning the table knows, or for one whose meaning it does not. */
export const refusal = (
  meaning: Meaning | undefined,
  said: string,
  status: number,
  retryAfter: number | null,
  retryable = true
): Exclude<ReadError, { readonly _tag: "NotSent" | "Interrupted" }> => {
  // Of a failed call only a refusal that is known counts as one, and no words make a 408 certain.
  if (isFailed(status) && (status === 408 || meaning === undefined || meaning === "server-error")) {
    const known = meaning === "server-error" || meaning === "maintenance" ? meaning : null
    return new PanelUnavailable({ meaning: known, said, status, retryAfter, processed: "maybe", retryable })
  }
  switch (meaning) {
    case undefined:
      return new UnclassifiedRefusal({ said, status })
    case "bad-key":
    case "account-disabled":
    case "insufficient-funds":
      return new AccountRefusal({ meaning, said, status })
    case "rate-limited":
      return new RateLimited({ meaning, said, status, retryAfter, retryable })
    case "bad-service":
    case "order-not-found":
    case "refill-not-found":
      return new NotFound({ meaning, said, status })
    case "maintenance":
    case "server-error": {
      const processed = meaning === "maintenance" ? "no" : "maybe"
      return new PanelUnavailable({ meaning, said, status, retryAfter, processed, retryable })
    }
    case "blocked":
      return new UnexpectedAnswer({ reason: "unreadable", meaning, excerpt: said, status })
    default:
      return new RequestRefusal({ meaning, said, status })
  }
}

/** What a 404 did not find may as well be the address. */
const heard = (
  { action, refusals = access }: Pick<Call<unknown>, "action" | "refusals">,
  status: number,
  words: string | undefined,
  phrases: ReadonlyArray<Phrase>
): Understood =>
  words === undefined
    ? { meaning: undefined, isTaught: false }
    : refusals.understand(status === 404 ? "" : action, words, phrases)

/** The error for what a panel answers to a call that spends, if it is not what was asked for. */
const unspent = (
  { status, body }: RawReply,
  json: unknown,
  beside: Beside,
  isContrary: boolean,
  retryAfter: number | null,
  call: Omit<Call<unknown>, "decode" | "confirms">,
  { redact, dialect, phrases }: Circumstances
): ReadError => {
  const { action, params, asked = [], refusals = access } = call
  const said = json === undefined ? Refusal.readText(body) : Refusal.read(Refusal.only(json, asked))
  const { meaning } = heard(call, status, said?.words, phrases)
  const words = said === undefined ? "" : redact(said.words)
  const no = isContrary
    ? undefined
    : refusals.proves(json, body, { action, status, beside, sent: { params, asked, dialect } })
  if (no !== undefined) {
    const meant = status === 429 ? "rate-limited" : meaning
    return refusal(meant, words, status, retryAfter, no.again)
  }
  const blocked = isBlocked({ status, body }) ? "blocked" : null
  if (isFailed(status) || meaning === "server-error") {
    const known = meaning === "server-error" || meaning === "maintenance" ? meaning : blocked
    const shown = words === "" ? redact(body) : words
    return new PanelUnavailable({ meaning: known, said: shown, status, retryAfter, processed: "maybe" })
  }
  const reason = isContrary || said?.kind === "refusal" ? "contradictory" : "unreadable"
  return new UnexpectedAnswer({ reason, meaning: meaning ?? blocked, status, excerpt: redact(body) })
}

/** Concludes from one reply. */
export const interpret = <A>(
  reply: RawReply,
  reading: Call<A>,
  circumstances: Circumstances
): Either.Either<A, ReadError> => {
  const { decode, confirms = () => true, hasStates } = reading
  const { redact, phrases, at, now, spends } = circumstances
  const { status, body } = reply
  const retryAfter = waitAsked(reply.retryAfter, now)
  const unexpected = (reason: UnexpectedAnswer["reason"], excerpt = body, meaning: Meaning | null = null) =>
    Either.left(new UnexpectedAnswer({ reason, meaning, status, excerpt: redact(excerpt) }))

  if (status >= 300 && status < 400) return unexpected("redirect", reply.location ?? "")
  const parsed = Json.parse(body)
  const json = parsed?.value
  // A location that is no redirect is that of something which was made.
  const beside = reply.location === undefined ? (parsed?.beside ?? "nothing") : "more"
  const isContrary =
    parsed !== undefined && reading.allowsTwice !== true && Json.isTwice(parsed, reading.asked)
  const said = json === undefined ? Refusal.readText(body) : Refusal.read(json)
  const words = said === undefined ? "" : redact(said.words)
  const { meaning, isTaught } = heard(reading, status, said?.words, phrases)
  const isRefusal =
    said?.kind === "refusal" || (said !== undefined && (meaning !== undefined || status >= 400))
  if (json !== undefined && !isContrary && (spends || (status >= 200 && status < 300))) {
    const answer = decode(json, { status, at, beside })
    if (Either.isRight(answer)) {
      const denied = said?.kind === "refusal"
      const flagged = hasStates !== true && Refusal.isFlagged(json)
      if (spends && (denied || flagged) && confirms(answer.right)) {
        return unexpected("contradictory", body, meaning ?? null)
      }
      if (!denied && (spends || !flagged)) return Either.right(answer.right)
    }
  }
  if (spends) return Either.left(unspent(reply, json, beside, isContrary, retryAfter, reading, circumstances))
  if (status === 429) return Either.left(refusal("rate-limited", words, status, retryAfter))
  if (isContrary && !isFailed(status)) return unexpected("contradictory", body, meaning)
  if (isRefusal && words !== "") return Either.left(refusal(meaning, words, status, retryAfter, !isTaught))
  if (isFailed(status)) {
    const said = words === "" ? redact(body) : words
    const blocked = isBlocked(reply) ? "blocked" : null
    return Either.left(
      new PanelUnavailable({ meaning: blocked, said, status, retryAfter, processed: "maybe" })
    )
  }
  return unexpected("unreadable", body, isBlocked(reply) ? "blocked" : null)
}
