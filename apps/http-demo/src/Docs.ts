/**
 * The API's documentation, offline: one page in the colours that the reader has chosen, whose scripts and styles
 * the browser knows by their hashes.
 */
import { createHash } from "node:crypto"
import * as HttpApi from "@effect/platform/HttpApi"
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const head = `<style>.dark{color-scheme:dark}.dark body{background:#13171c}
.dark #swagger-ui{filter:invert(.92) hue-rotate(180deg)}</style><script>{
const dark = matchMedia("(prefers-color-scheme: dark)"), theme = localStorage.getItem("smmkit.theme")
const paint = () => document.documentElement.classList.toggle("dark", theme === "dark" || (theme !== "light" && dark.matches))
dark.addEventListener("change", paint)
paint()
}</script>`

const hashes = (html: string, tag: "script" | "style"): string =>
  [...html.matchAll(new RegExp(`<${tag}[^>]*>([\\s\\S]*?)</${tag}>`, "g"))]
    .map(([, text = ""]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`)
    .join(" ")

/** The library's page with its colours and its policy. */
export const dressed = ({
  body
}: HttpServerResponse.HttpServerResponse): HttpServerResponse.HttpServerResponse => {
  const html =
    body._tag === "Uint8Array" ? new TextDecoder().decode(body.body).replace("</head>", `${head}</head>`) : ""
  const policy =
    `default-src 'none'; script-src ${hashes(html, "script")}; style-src ${hashes(html, "style")}; img-src data:; ` +
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
  return HttpServerResponse.html(html).pipe(HttpServerResponse.setHeader("content-security-policy", policy))
}

const path = "/docs"

/** The library's page holds two megabytes of script, which no server need read before somebody wants it. */
const page = Effect.gen(function* () {
  const { layer } = yield* Effect.promise(() => import("@effect/platform/HttpApiSwagger"))
  const { Live, router } = HttpApiBuilder.Router
  return yield* Effect.provide(router, Layer.provideMerge(layer({ path }), Live))
})

/** Made when somebody asks for it first. */
const onDemand = HttpApiBuilder.Router.use((router) =>
  Effect.gen(function* () {
    const api = yield* HttpApi.Api
    const made = yield* Effect.cached(Effect.provideService(page, HttpApi.Api, api))
    yield* router.get(path, Effect.flatten(made))
  })
)

export const layer = Layer.mergeAll(onDemand, HttpApiBuilder.middlewareOpenApi({ path: "/openapi.json" }))
