/**
 * What went wrong, as a problem document (RFC 9457) that also answers core's questions: what it is
 * (`_tag`, `meaning`), whether the panel acted on it, whether it may be tried again, whose fault it is.
 */
import { STATUS_CODES } from "node:http"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import type { PanelError } from "@smmkit/core/PanelError"
import type { Failure } from "@smmkit/follow/Follow"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Problem, problemType } from "./Shapes.js"

export type { Problem } from "./Shapes.js"

export const isProblem = Schema.is(Problem)

/** A problem with the request itself: nothing was sent to the panel. */
export const local = (status: number, tag: string, detail: string, more: Partial<Problem> = {}): Problem => ({
  type: `urn:smmkit:problem:${tag}`,
  title: STATUS_CODES[status] ?? "Error",
  status,
  detail,
  _tag: tag,
  meaning: null,
  processed: "no",
  retryable: false,
  fault: status >= 500 ? "local" : "caller",
  ...more
})

export const refuse = (
  status: number,
  tag: string,
  detail: string,
  remedy: string
): Effect.Effect<never, Problem> => Effect.fail(local(status, tag, detail, { remedy }))

/** The caller's faults are 4xx, what lies behind this server is 5xx. */
const statusOf = (error: PanelError): number => {
  switch (error._tag) {
    case "InvalidOrder":
      return 422
    case "OrderWithheld":
      return error.reason === "store" ? 503 : 409
    case "AccountRefusal":
      return error.meaning === "insufficient-funds" ? 402 : 502
    case "RateLimited":
      return 429
    case "PanelUnavailable":
    case "NotSent":
      return 503
    case "NotFound":
      return 404
    case "RequestRefusal":
      return /^(?:duplicate-active|quota|refill-|cancel-|service-disabled)/.test(error.meaning) ? 409 : 422
    case "Interrupted":
    case "OutcomeUnknown":
      return 504
    case "UnclassifiedRefusal":
    case "UnexpectedAnswer":
      return 502
  }
}

/** What a panel's error has in common with those of whoever stands in front of it. */
type Answerable = Pick<Problem, "_tag" | "processed" | "retryable" | "fault"> & { readonly message: string }

export const ofAnswerable = (status: number, error: Answerable, more: Partial<Problem> = {}): Problem => {
  const { _tag, message, processed, retryable, fault } = error
  return { ...local(status, _tag, message, { processed, retryable, fault }), ...more }
}

/** What the panel's error amounts to, or that of what follows its orders. */
export const ofPanelError = (error: PanelError | Failure): Problem => {
  if (error._tag === "StoreError") return ofAnswerable(503, error)
  const part = "field" in error ? { field: error.field, value: error.value, remedy: error.remedy } : {}
  if (error._tag === "InvalidOption") return local(422, error._tag, error.message, part)
  return ofAnswerable(statusOf(error), error, { meaning: "meaning" in error ? error.meaning : null, ...part })
}

export const toText: (problem: Problem) => string = Schema.encodeSync(Schema.parseJson(Problem))

export const toResponse = (
  problem: Problem,
  headers: Readonly<Record<string, string>> = {}
): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.text(toText(problem), { status: problem.status, contentType: problemType, headers })
