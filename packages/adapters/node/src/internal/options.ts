/** What the transport is told, checked before anything depends on it. */
import { X509Certificate } from "node:crypto"
import * as Process from "node:process"
import * as Options from "@smmkit/core/Options"
import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"

/** The options with their defaults, times in milliseconds. */
export interface Checked {
  readonly connections: number
  readonly connectTimeout: number
  readonly keepAlive: number
  readonly proxy: URL | undefined
  readonly noProxy: ReadonlyArray<string>
  readonly ca: string | undefined
}

/** What was given, of which nothing is known yet. */
type Given = { readonly [name in keyof Checked]?: unknown }

// Longer times end at once, as timers take them for 1 ms.
const most = Options.longestTimer

const checkRuntime: Options.Check<void> = (bun) =>
  bun === undefined
    ? Either.right(undefined)
    : Either.left("run on Node, or take @smmkit/adapter-fetch, which runs anywhere,")

const checkProxy: Options.Check<URL | undefined> = (proxy) => {
  if (proxy === undefined) return Either.right(undefined)
  const url: unknown = Redacted.isRedacted(proxy) ? Redacted.value(proxy) : undefined
  return url instanceof URL && /^https?:$/.test(url.protocol)
    ? Either.right(url)
    : Either.left("give a redacted URL of an HTTP proxy: Redacted.make(new URL(...)) with http: or https:")
}

const checkNoProxy: Options.Check<ReadonlyArray<string>> = (hosts) => {
  const all: ReadonlyArray<unknown> = Array.isArray(hosts) ? hosts : [undefined]
  const names = all.filter((host) => typeof host === "string")
  return names.length === all.length
    ? Either.right(names)
    : Either.left("give a list of hosts, such as panel.example, .example or 10.0.0.0/8")
}

const certificate = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g

const isCertificate = (pem: string): boolean => {
  try {
    return new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}

const checkCa: Options.Check<string | undefined> = (ca) => {
  if (ca === undefined) return Either.right(undefined)
  const all = typeof ca === "string" ? (ca.match(certificate) ?? []) : []
  const isUsable = typeof ca === "string" && all.length > 0 && all.every(isCertificate)
  return isUsable ? Either.right(ca) : Either.left("give certificates in PEM, one after the other")
}

const checkOption = Options.checker("Node transport")

export const check = (given: Given): Either.Either<Checked, Options.InvalidOption> =>
  Either.gen(function* () {
    const options = yield* checkOption("options", given, () =>
      Options.copy("give an object, which may be empty")(given)
    )
    const {
      connections = 64,
      connectTimeout = "10 seconds",
      keepAlive = "4 seconds",
      proxy,
      noProxy = [],
      ca
    } = options
    yield* checkOption("runtime", Process.versions["bun"], checkRuntime)
    return {
      connections: yield* checkOption("connections", connections, Options.whole({ least: 1 })),
      connectTimeout: Duration.toMillis(
        yield* checkOption("connectTimeout", connectTimeout, Options.time({ most }))
      ),
      keepAlive: Duration.toMillis(
        yield* checkOption("keepAlive", keepAlive, Options.time({ none: true, most }))
      ),
      proxy: yield* checkOption("proxy", proxy, checkProxy, { isSecret: true }),
      noProxy: yield* checkOption("noProxy", noProxy, checkNoProxy),
      ca: yield* checkOption("ca", ca, checkCa, { isSecret: true })
    }
  })
