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
import * as RetryAfter from "./retryAfter.js"

/** How an action reads its answer: the schema's decoder, behind what brings a deviation to its shape. */
export type Decode<A> = (json: unknown) => Either.Either<A, unknown>

/** What every judgement needs besides the reply. */
export interface Circumstances {
  readonly action: string
  readonly redact: Redact
  /** Now, in milliseconds, for a `Retry-After` that is a date. */
  readonly now: number
  /** Whether the call spends: then an ID is an answer even under an HTTP error, unless an error stands by it. */
  readonly spends: boolean
}

const htmlPage = /^\s*<(?:!doctype|html|head|body|\?xml)/i
const botCheck =
  /just a moment|checking your browser|enable javascript and cookies|captcha|attention required|ddos|cf-(?:chl|ray)|access denied|are you (?:a )?human|bot check/i

const isBlocked = ({ status, body }: RawReply): boolean =>
  htmlPage.test(body) && (status === 403 || botCheck.test(body.slice(0, 20_000)))

/** The error for a refusal whose meaning the table knows, or for one whose meaning it does not. */
export const refusal = (
  meaning: Meaning | undefined,
  said: string,
  status: number,
  retryAfter: number | null
): Exclude<ReadError, { readonly _tag: "NotSent" | "Interrupted" }> => {
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
      return new PanelUnavailable({ meaning, said, status, retryAfter, processed: "no" })
    case "server-error":
      return new PanelUnavailable({ meaning, said, status, retryAfter, processed: "maybe" })
    case "blocked":
      return new UnexpectedAnswer({ reason: "unreadable", meaning, excerpt: said, status })
    default:
      return new RequestRefusal({ meaning, said, status })
  }
}

/** Concludes from one reply. */
export const interpret = <A>(
  reply: RawReply,
  decode: Decode<A>,
  { action, redact, now, spends }: Circumstances
): Either.Either<A, ReadError> => {
  const { status, body } = reply
  const retryAfter = RetryAfter.read(reply.retryAfter, now)
  const unexpected = (reason: UnexpectedAnswer["reason"], excerpt = body, meaning: Meaning | null = null) =>
    Either.left(new UnexpectedAnswer({ reason, meaning, status, excerpt: redact(excerpt) }))

  if (status >= 300 && status < 400) return unexpected("redirect", reply.location ?? "")
  const json = Json.parse(body)
  const said = json === undefined ? Refusal.readText(body) : Refusal.read(json)
  const words = said === undefined ? "" : redact(said.words)
  if (status === 429) return Either.left(refusal("rate-limited", words, status, retryAfter))

  const meaning = said === undefined ? undefined : classifyFor(action, said.words)
  const failed = status === 408 || status >= 500
  const isRefusal =
    said?.kind === "refusal" || (said !== undefined && (meaning !== undefined || status >= 400))
  if (json !== undefined && (spends || (status >= 200 && status < 300))) {
    const answer = decode(json)
    if (Either.isRight(answer) && said?.kind !== "refusal") return Either.right(answer.right)
    if (Either.isRight(answer) && spends) return unexpected("contradictory", body, meaning ?? null)
  }
  // A gateway's 5xx may come after the panel took the order, so there only a known refusal counts.
  if (failed && (!isRefusal || meaning === undefined || meaning === "server-error" || status === 408)) {
    const known = meaning === "server-error" || meaning === "maintenance" ? meaning : null
    return Either.left(
      new PanelUnavailable({
        meaning: isBlocked(reply) ? "blocked" : known,
        said: words === "" ? redact(body) : words,
        status,
        retryAfter,
        processed: "maybe"
      })
    )
  }
  if (isRefusal && words !== "") return Either.left(refusal(meaning, words, status, retryAfter))
  return unexpected("unreadable", body, isBlocked(reply) ? "blocked" : null)
}
