/**
 * Reads a request's body before the API does: JSON in UTF-8, no larger than allowed. What is anything
 * else is refused here, with a word about what would be right.
 */
import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { local, type Problem, refuse } from "./Problem.js"

type Request = HttpServerRequest.HttpServerRequest

const json = /^application\/json(?:\s*;\s*charset=(?:"utf-8"|utf-8))?\s*;?$/i
/** No request here nests deeper than three; what nests by the thousand brings down those who walk through it. */
const deepest = 16

const isDeep = (value: unknown, depth = 0): boolean =>
  depth > deepest ||
  (typeof value === "object" &&
    value !== null &&
    Object.values(value).some((inner) => isDeep(inner, depth + 1)))

const decoder = new TextDecoder("utf-8", { fatal: true })

const hasNoBody = (headers: Readonly<Record<string, string | undefined>>): boolean =>
  headers["transfer-encoding"] === undefined && (headers["content-length"] ?? "0") === "0"

const malformed = (detail: string, remedy: string) => local(400, "MalformedBody", detail, { remedy })
const unsupported = (detail: string, remedy: string) => refuse(415, "UnsupportedMediaType", detail, remedy)

/** How many bytes a body may have. */
const limit = 256 * 1024

const tooLarge = refuse(413, "TooLarge", "The request's body is too large.", `send at most ${limit} bytes`)

/** The bytes of the body. Of one that is too large the rest passes: who is cut off amid it hears no answer. */
const bytesOf = (request: Request) =>
  Effect.suspend(() => {
    const chunks: Array<Uint8Array> = []
    let size = 0
    const read = Stream.runForEach(request.stream, (chunk) =>
      Effect.sync(() => {
        size += chunk.length
        if (size <= limit) chunks.push(chunk)
      })
    )
    return read.pipe(
      Effect.mapError(() => malformed("The body did not arrive whole.", "send it again")),
      Effect.flatMap(() => (size > limit ? tooLarge : Effect.succeed(Buffer.concat(chunks))))
    )
  })

/** The request with its body read and parsed. */
export const read = (request: Request): Effect.Effect<Request, Problem> => {
  const { headers, method } = request
  const isReading = method === "GET" || method === "HEAD"
  if (hasNoBody(headers)) return Effect.succeed(isReading ? request : parsed(request, null))
  if (isReading) return refuse(400, "UnexpectedBody", `A ${method} request has no body here.`, "leave it out")
  if ((headers["content-encoding"] ?? "identity") !== "identity")
    return unsupported("The body is compressed.", "send it as it is")
  if (!json.test(headers["content-type"] ?? ""))
    return unsupported("The body is not said to be JSON.", "send content-type: application/json")
  if (Number(headers["content-length"] ?? 0) > limit) return tooLarge
  return Effect.flatMap(bytesOf(request), (bytes) =>
    Effect.flatMap(
      Effect.try({
        try: (): unknown => JSON.parse(decoder.decode(bytes)),
        catch: () => malformed("The body is not JSON in UTF-8.", "send valid JSON")
      }),
      (value) =>
        isDeep(value)
          ? Effect.fail(malformed("The body nests too deep.", "see /docs for what is expected"))
          : Effect.succeed(parsed(request, value))
    )
  )
}

/** The same request, whose `json` is known already: a body can be read only once. */
const parsed = (request: Request, value: unknown): Request =>
  new Proxy(request, {
    get: (target, name) => {
      if (name === "json") return Effect.succeed(value)
      const found: unknown = Reflect.get(target, name, target)
      return typeof found === "function" ? found.bind(target) : found
    }
  })
