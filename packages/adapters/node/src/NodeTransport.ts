/**
 * A `Transport` over undici, with all the knowledge of delivery that a socket gives: `NotSent` for every
 * failure before the first byte of a request was written, and `Interrupted` for every other.
 *
 * @since 0.1.0
 */
import * as Tls from "node:tls"
import type { InvalidOption } from "@smmkit/core/Options"
import { Transport } from "@smmkit/core/Transport"
import * as TransportKit from "@smmkit/core/TransportKit"
import * as Config from "effect/Config"
import type * as ConfigError from "effect/ConfigError"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import { Delivery } from "./internal/delivery.js"
import * as Environment from "./internal/environment.js"
import { Lane } from "./internal/lane.js"
import { type Checked, check } from "./internal/options.js"

/**
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** How many calls to one address may be under way at once; others wait for their turn, unsent. Default: 64. */
  readonly connections?: number | undefined
  /** The time for a connection to stand, its TLS handshake included. Default: 10 seconds. */
  readonly connectTimeout?: Duration.DurationInput | undefined
  /**
   * How long a connection waits for another call that only reads, unless the panel asks for less; calls
   * that spend never take such a connection. Default: 4 seconds.
   */
  readonly keepAlive?: Duration.DurationInput | undefined
  /**
   * An HTTP proxy (`http:` or `https:`) that opens tunnels to HTTPS addresses, with user and password in
   * its URL if it asks for them. Loopback is never reached through it. Default: none.
   */
  readonly proxy?: Redacted.Redacted<URL> | undefined
  /**
   * Hosts that are reached without the proxy, as `NO_PROXY` names them: `panel.example` and all beneath it, perhaps
   * with a port, an address, a network such as `10.0.0.0/8`, or `*` for all. Default: none.
   */
  readonly noProxy?: ReadonlyArray<string> | undefined
  /** Certificates in PEM, one after the other, to be trusted beside those that Node trusts. Default: none. */
  readonly ca?: string | undefined
}

/**
 * Makes a transport with connections of its own, which are closed with the scope. It fails for an option that
 * cannot be worked with, and where the program does not run on Node.
 *
 * @example
 * import { NodeTransport } from "@smmkit/adapter-node"
 *
 * export const transport = NodeTransport.make({ connections: 8 })
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options = {}): Effect.Effect<Transport.Service, InvalidOption, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.map(check(options), (checked) => lanesOf(checked)),
      (lanes) => Effect.sync(() => lanes.close())
    ),
    (lanes) => ({
      keepsTime: true,
      asksGate: true,
      asksWhenConnected: true,
      send: (call) => {
        const refusal = TransportKit.notSendable(call)
        if (refusal !== undefined) return Effect.fail(refusal)
        const lane = lanes.to(call.url)
        if (lane === undefined) return Effect.fail(TransportKit.notSent({ code: "ERR_INVALID_URL" }))
        return Effect.async((resume) => {
          const delivery = new Delivery(lane, call, resume)
          return Effect.sync(() => delivery.abandon())
        })
      }
    })
  )

/**
 * A transport with the default options.
 *
 * @example
 * import { NodeTransport } from "@smmkit/adapter-node"
 * import { Transport } from "@smmkit/core"
 * import { Effect } from "effect"
 *
 * export const program = Transport.Transport.pipe(Effect.provide(NodeTransport.layer))
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<Transport, InvalidOption> = Layer.scoped(Transport, make())

/**
 * A transport with options.
 *
 * @example
 * import { NodeTransport } from "@smmkit/adapter-node"
 * import { Redacted } from "effect"
 *
 * export const transport = NodeTransport.layerWith({
 *   connections: 8,
 *   connectTimeout: "3 seconds",
 *   proxy: Redacted.make(new URL("http://user:password@proxy.example:3128"))
 * })
 *
 * @since 0.1.0
 * @category layers
 */
export const layerWith = (options: Options): Layer.Layer<Transport, InvalidOption> =>
  Layer.scoped(Transport, make(options))

/**
 * A transport with options from the configuration.
 *
 * @example
 * import { NodeTransport } from "@smmkit/adapter-node"
 * import { Config, Option } from "effect"
 *
 * export const transport = NodeTransport.layerConfig({
 *   connections: Config.withDefault(Config.integer("SMMKIT_CONNECTIONS"), 8),
 *   proxy: Config.redacted(Config.url("SMMKIT_PROXY")).pipe(Config.option, Config.map(Option.getOrUndefined))
 * })
 *
 * @since 0.1.0
 * @category layers
 */
export const layerConfig = (
  config: Config.Config.Wrap<Options>
): Layer.Layer<Transport, InvalidOption | ConfigError.ConfigError> =>
  Layer.scoped(Transport, Effect.flatMap(Config.unwrap(config), make))

/**
 * The proxy of the environment: `SMMKIT_PROXY`, or else `https_proxy` or `HTTPS_PROXY`, and the hosts that
 * `no_proxy` or `NO_PROXY` excepts, separated by commas or blanks. An error names the variable and never its value.
 *
 * @example
 * import { NodeTransport } from "@smmkit/adapter-node"
 * import { ConfigProvider, Effect, Redacted } from "effect"
 *
 * const variables = new Map([
 *   ["HTTPS_PROXY", "http://user:password@proxy.example:3128"],
 *   ["NO_PROXY", "panel.example, .internal"]
 * ])
 *
 * const { proxy, noProxy } = await Effect.runPromise(
 *   Effect.withConfigProvider(NodeTransport.proxyConfig, ConfigProvider.fromMap(variables))
 * )
 *
 * assert.strictEqual(proxy && Redacted.value(proxy).host, "proxy.example:3128")
 * assert.deepStrictEqual(noProxy, ["panel.example", ".internal"])
 *
 * @since 0.1.0
 * @category config
 */
export const proxyConfig: Config.Config<Pick<Options, "proxy" | "noProxy">> = Config.all([
  Config.all(["SMMKIT_PROXY", "https_proxy", "HTTPS_PROXY"].map(Environment.proxy)),
  Environment.first(["no_proxy", "NO_PROXY"])
]).pipe(
  Config.map(([proxies, hosts]) => ({
    proxy: Option.getOrUndefined(Option.firstSomeOf(proxies)),
    noProxy: hosts.split(/[\s,]+/).filter((host) => host !== "")
  }))
)

/**
 * A transport through the proxy that the environment names, if it names one.
 *
 * @example
 * import { NodeTransport } from "@smmkit/adapter-node"
 * import { Transport } from "@smmkit/core"
 * import { Effect } from "effect"
 *
 * export const program = Transport.Transport.pipe(Effect.provide(NodeTransport.layerEnvironment))
 *
 * @since 0.1.0
 * @category layers
 */
export const layerEnvironment: Layer.Layer<Transport, InvalidOption | ConfigError.ConfigError> = Layer.scoped(
  Transport,
  Effect.flatMap(proxyConfig, make)
)

/**
 * One context for all connections, as reading the list of authorities costs milliseconds; and none at all
 * for a program that only talks to loopback. What is wrong with a certificate shows at once.
 */
const secureContextOf = (ca: string | undefined): (() => Tls.SecureContext) => {
  let context = ca === undefined ? undefined : Tls.createSecureContext({ ca: [...Tls.rootCertificates, ca] })
  return () => {
    context ??= Tls.createSecureContext({})
    return context
  }
}

/** The connections to each address. */
const lanesOf = ({ connections, keepAlive, connectTimeout, proxy, noProxy, ca }: Checked) => {
  const route = { connectTimeout, proxy, noProxy, secureContext: secureContextOf(ca) }
  const limits = { connections, keepAlive }
  const lanes = new Map<string, Lane>()
  let closed = false
  return {
    to: (url: string): Lane | undefined => {
      const known = lanes.get(url)
      if (known !== undefined || !URL.canParse(url)) return known
      const lane = new Lane(new URL(url), route, limits)
      if (closed) lane.close()
      else lanes.set(url, lane)
      return lane
    },
    close: (): void => {
      closed = true
      for (const lane of lanes.values()) lane.close()
    }
  }
}
