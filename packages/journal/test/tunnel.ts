import { Deferred, Effect, FiberId } from "effect"
import { startWay } from "../crash/way.js"

export interface Tunnel {
  readonly url: string
  /** From now on all packets vanish, on connections that are made later, too. */
  readonly cut: Effect.Effect<void>
  /** New connections work again. Those that were cut stay dead. */
  readonly heal: Effect.Effect<void>
  /** The next connection over which these words are sent dies, alone, before they arrive: tells when. */
  readonly cutAt: (words: string) => Effect.Effect<Effect.Effect<void>>
}

const start = async (url: string) => {
  const links = new Set<{ isDead: boolean }>()
  let isCut = false
  let fatal = ""
  let isFatal = Deferred.unsafeMake<void>(FiberId.none)
  const way = await startWay(url, (near, far) => {
    const link = { isDead: isCut }
    links.add(link)
    for (const [from, to] of [
      [near, far],
      [far, near]
    ] as const) {
      from.on("data", (bytes) => {
        if (fatal !== "" && bytes.includes(fatal)) {
          link.isDead = true
          fatal = ""
          Deferred.unsafeDone(isFatal, Effect.void)
        }
        if (!link.isDead) to.write(bytes)
      })
      from.on("close", () => {
        if (!link.isDead) to.destroy()
      })
    }
  })
  return {
    ...way,
    cut: Effect.sync(() => {
      isCut = true
      for (const link of links) link.isDead = true
    }),
    heal: Effect.sync(() => {
      isCut = false
    }),
    cutAt: (words: string) =>
      Effect.sync(() => {
        fatal = words
        isFatal = Deferred.unsafeMake<void>(FiberId.none)
        return Deferred.await(isFatal)
      })
  }
}

/**
 * A way to a server on which packets can vanish: nothing is refused and nothing closed, as with a firewall
 * that has forgotten a connection or a router that went down.
 */
export const tunnel = (url: string) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.promise(() => start(url)),
      ({ close }) => Effect.promise(close)
    ),
    (tunnel): Tunnel => tunnel
  )
