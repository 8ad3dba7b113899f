/**
 * From a raw reply to an answer or an error. Nothing here knows whether the call spends: an error says
 * with `processed` what the panel may have done, and what follows from that is decided by the caller.
 */
import * as Either from "effect/Either"
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
import type { RawReply } from "../Transport.js"
import { classifyFor } from "./classifyFor.js"
import * as Json from "./json.js"
import type { Redact } from "./redact.js"
import * as Refusal from "./refusal.js"
import { classify } from "./refusals/classify.js"
import * as RetryAfter from "./retryAfter.js"

/**
 * How an action reads its answer: the schema's decoder, behind what brings a deviation to its shape. An
 * answer about several IDs is judged for each of them, and by what is known of the reply.
 */
export type Decode<A> = (json: unknown, reply: Known) => Either.Either<A, unknown>

/** What is known of a reply besides its body: its HTTP status, and when its call was handed over. */
export interface Known {
  readonly status: number
  readonly at: number
}

/** What every judgement needs besides the reply. */
export interface Circumstances {
  readonly redact: Redact
  /** When the call was handed over, in milliseconds. */
  readonly at: number
  /** Now, in milliseconds, for a `Retry-After` that is a date. */
  readonly now: number
  /** Whether the call spends: then an ID is an answer even under an HTTP error, unless an error stands by it. */
  readonly spends: boolean
}

/** How a reply is read as the answer to a call. */
export interface Reading<A> {
  readonly action: string
  /** What was asked: the form's fields without key and action. */
  readonly params: Readonly<Record<string, string>>
  readonly decode: Decode<A>
  /** Whether an answer says that something was done. Unless told otherwise, each does. */
  readonly confirms?: ((answer: A) => boolean) | undefined
  /**
   * Whether `status` in its answer is the state of what was asked about, which may have failed, and so tells
   * nothing of the call.
   */
  readonly hasStates?: true | undefined
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
  retryAfter: number | null
): Exclude<ReadError, { readonly _tag: "NotSent" | "Interrupted" }> => {
  // Of a failed call only a refusal that is known counts as one, and no words make a 408 certain.
  if (isFailed(status) && (status === 408 || meaning === undefined || meaning === "server-error")) {
    const known = meaning === "server-error" || meaning === "maintenance" ? meaning : null
    return new PanelUnavailable({ meaning: known, said, status, retryAfter, processed: "maybe" })
  }
  switch (meaning) {
    case undefined:
      return new UnclassifiedRefusal({ said, status })
    case "bad-key":
    case "account-disabled":
    case "insufficient-funds":
      return new AccountRefusal({ meaning, said, status })
    case "rate-limited":
      return new RateLimited({ meaning, said, status, retryAfter })
    case "bad-service":
    case "order-not-found":
    case "refill-not-found":
      return new NotFound({ meaning, said, status })
    case "maintenance":
    case "server-error": {
      const processed = meaning === "maintenance" ? "no" : "maybe"
      return new PanelUnavailable({ meaning, said, status, retryAfter, processed })
    }
    case "blocked":
      return new UnexpectedAnswer({ reason: "unreadable", meaning, excerpt: said, status })
    default:
      return new RequestRefusal({ meaning, said, status })
  }
}

/** Concludes from one reply. */
export const interpret = <A>(
  reply: RawReply,
  { action, decode, confirms = () => true, hasStates }: Reading<A>,
  { redact, at, now, spends }: Circumstances
): Either.Either<A, ReadError> => {
  const { status, body } = reply
  const retryAfter = RetryAfter.read(reply.retryAfter, now)
  const unexpected = (reason: UnexpectedAnswer["reason"], excerpt = body, meaning: Meaning | null = null) =>
    Either.left(new UnexpectedAnswer({ reason, meaning, status, excerpt: redact(excerpt) }))

  if (status >= 300 && status < 400) return unexpected("redirect", reply.location ?? "")
  const json = Json.parse(body)
  const said = json === undefined ? Refusal.readText(body) : Refusal.read(json)
  const words = said === undefined ? "" : redact(said.words)
  // What a 404 did not find may as well be the address.
  const classified =
    status === 404
      ? (words: string) => classify(words).meaning
      : (words: string) => classifyFor(action, words)
  const meaning = said === undefined ? undefined : classified(said.words)
  // "Order added. Insufficient balance for another" is no refusal of what was asked.
  const isAffirmed = spends && Refusal.isAffirmed(json)
  const isRefusal =
    said?.kind === "refusal" ||
    (said !== undefined && !isAffirmed && (meaning !== undefined || status >= 400))
  if (json !== undefined && (spends || (status >= 200 && status < 300))) {
    const answer = decode(json, { status, at })
    if (Either.isRight(answer)) {
      const denied = said?.kind === "refusal"
      const flagged = hasStates !== true && Refusal.isFlagged(json)
      if (spends && (denied || flagged) && confirms(answer.right)) {
        return unexpected("contradictory", body, meaning ?? null)
      }
      if (!denied && (spends || !flagged)) return Either.right(answer.right)
    }
  }
  // Only now: what came with an ID, under whatever status, must not be sent again.
  if (status === 429) return Either.left(refusal("rate-limited", words, status, retryAfter))
  if (isRefusal && words !== "") return Either.left(refusal(meaning, words, status, retryAfter))
  if (isFailed(status)) {
    const said = words === "" ? redact(body) : words
    const blocked = isBlocked(reply) ? "blocked" : null
    return Either.left(
      new PanelUnavailable({ meaning: blocked, said, status, retryAfter, processed: "maybe" })
    )
  }
  return unexpected("unreadable", body, isBlocked(reply) ? "blocked" : null)
}
