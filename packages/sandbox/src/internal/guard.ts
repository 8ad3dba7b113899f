/** Who may call a server that anything on this machine can reach: programs, and no web page that happens to be open. */
import type { IncomingHttpHeaders } from "node:http"
import * as Answers from "./answers.js"
import { answered } from "./exchanges.js"

const refused = (status: number, words: string) =>
  answered({
    status,
    headers: { "content-type": "application/json" },
    body: Answers.refused(words)
  })

const foreignHost = refused(421, "This host is not served here")
const foreignOrigin = refused(403, "Web pages of this origin are not allowed to call")

const loopback = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** Whether only this machine can reach what listens there. */
export const isLoopback = (host: string): boolean => loopback.test(host.includes(":") ? `[${host}]` : host)

const nameOf = (host: string): string => host.toLowerCase().replace(/:\d+$/, "")

export interface Rules {
  /** Where the server listens. */
  readonly host: string
  /** Further names that it is called by. */
  readonly hosts: ReadonlyArray<string>
  /** The web pages that may call, such as `http://localhost:5173`. */
  readonly origins: ReadonlyArray<string>
}

/** Why a request is not even read; undefined where it is. */
export const objection = ({ host, hosts, origins }: Rules, headers: IncomingHttpHeaders) => {
  const { origin, host: named } = headers
  const site = headers["sec-fetch-site"]
  if (named !== undefined && isLoopback(host)) {
    const name = nameOf(named)
    const isServed = loopback.test(name) || name === host || hosts.some((one) => nameOf(one) === name)
    if (!isServed) return foreignHost
  }
  if (origin !== undefined) return origins.includes(origin) ? undefined : foreignOrigin
  return site === undefined || site === "none" || site === "same-origin" ? undefined : foreignOrigin
}

/** What lets the page of an allowed origin read the answer. */
export const cors = (origin: string): Readonly<Record<string, string>> => ({
  "access-control-allow-origin": origin,
  "access-control-allow-headers": "content-type, x-api-key, authorization",
  "access-control-allow-methods": "GET, POST",
  vary: "origin"
})
