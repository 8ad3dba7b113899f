/** The API's documentation, offline: one page whose scripts and styles the browser knows by their hashes. */
import { createHash } from "node:crypto"
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpApiSwagger from "@effect/platform/HttpApiSwagger"
import type * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Layer from "effect/Layer"

const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`

const inline = (html: string, tag: "script" | "style"): string =>
  [...html.matchAll(new RegExp(`<${tag}[^>]*>([\\s\\S]*?)</${tag}>`, "g"))]
    .map(([, text = ""]) => hash(text))
    .join(" ")

const policies = new WeakMap<HttpServerResponse.HttpServerResponse["body"], string>()

export const policyOf = ({ body }: HttpServerResponse.HttpServerResponse): string => {
  const known = policies.get(body)
  if (known !== undefined) return known
  const html = body._tag === "Uint8Array" ? new TextDecoder().decode(body.body) : ""
  const made = [
    "default-src 'none'",
    `script-src ${inline(html, "script")}`,
    `style-src ${inline(html, "style")}`,
    "img-src data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'"
  ].join("; ")
  policies.set(body, made)
  return made
}

export const layer = Layer.mergeAll(
  HttpApiSwagger.layer({ path: "/docs" }),
  HttpApiBuilder.middlewareOpenApi({ path: "/openapi.json" })
)
