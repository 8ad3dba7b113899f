/**
 * What went wrong, as a problem document (RFC 9457) that also answers core's questions: what it is
 * (`_tag`, `meaning`), whether the panel acted on it, whether it may be tried again, whose fault it is.
 */
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import type { Meaning } from "@smmkit/core/Meaning"
import type { PanelError } from "@smmkit/core/PanelError"
import * as Schema from "effect/Schema"
import { Problem } from "./ProblemDocument.js"

export type { Problem } from "./ProblemDocument.js"

export const contentType = "application/problem+json"

export const isProblem = Schema.is(Problem)

const titles: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  408: "Request Timeout",
  409: "Conflict",
  413: "Content Too Large",
  414: "URI Too Long",
  415: "Unsupported Media Type",
  417: "Expectation Failed",
  421: "Misdirected Request",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout"
}

const typeOf = (tag: string): string => `urn:smmkit:problem:${tag}`

/** A problem with the request itself: nothing was sent to the panel. */
export const local = (
  status: number,
  tag: string,
  detail: string,
  more: Partial<Pick<Problem, "field" | "value" | "remedy" | "retryable" | "fault">> = {}
): Problem => ({
  type: typeOf(tag),
  title: titles[status] ?? "Error",
  status,
  detail,
  _tag: tag,
  meaning: null,
  processed: "no",
  retryable: false,
  fault: status >= 500 ? "local" : "caller",
  ...more
})

const refusalStatus = (meaning: Meaning): number =>
  /^(?:duplicate-active|quota|refill-|cancel-)/.test(meaning)
    ? 409
    : meaning === "service-disabled"
      ? 409
      : 422

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
      return refusalStatus(error.meaning)
    case "Interrupted":
    case "OutcomeUnknown":
      return 504
    case "UnclassifiedRefusal":
    case "UnexpectedAnswer":
      return 502
  }
}

/** What a panel's error has in common with those of whoever stands in front of it. */
interface Answerable {
  readonly _tag: string
  readonly message: string
  readonly processed: Problem["processed"]
  readonly retryable: boolean
  readonly fault: Problem["fault"]
}

export const ofAnswerable = (status: number, error: Answerable): Problem => ({
  ...local(status, error._tag, error.message),
  processed: error.processed,
  retryable: error.retryable,
  fault: error.fault
})

export const ofPanelError = (error: PanelError): Problem => ({
  ...ofAnswerable(statusOf(error), error),
  meaning: "meaning" in error ? error.meaning : null,
  ...(error._tag === "InvalidOrder"
    ? { field: error.field, value: error.value, remedy: error.remedy }
    : undefined)
})

const encode = Schema.encodeSync(Schema.parseJson(Problem))

export const toText = (problem: Problem): string => encode(problem)

export const toResponse = (
  problem: Problem,
  headers: Readonly<Record<string, string>> = {}
): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.text(toText(problem), { status: problem.status, contentType, headers })

/** The problem document at one status, as an endpoint declares it. */
export const at = (status: number, description: string) =>
  Problem.pipe(Schema.filter((problem) => problem.status === status, { jsonSchema: {} }))
    .annotations(HttpApiSchema.annotations({ status, description }))
    .pipe(HttpApiSchema.withEncoding({ kind: "Json", contentType }))
