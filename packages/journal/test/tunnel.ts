import { Deferred, Effect, FiberId } from "effect"
import { startWay } from "../crash/way.js"
import { endsAnswer, endsRequest, splitter } from "../crash/wire.js"

export interface Tunnel {
  readonly url: string
  /** From now on connections are made to another server. */
  readonly lead: (url: string) => void
  /** From now on all packets vanish, on connections that are made later, too. */
  readonly cut: Effect.Effect<void>
  /** New connections work again. Those that were cut stay dead. */
  readonly heal: Effect.Effect<void>
  /** The next connection over which these words are sent dies, alone, before they arrive: tells when. */
  readonly cutAt: (words: string) => Effect.Effect<Effect.Effect<void>>
  /** Waits until the server owes no answer on any connection that lives. */
  readonly answered: Effect.Effect<void>
}

interface Link {
  isDead: boolean
  /** How many questions were asked, the first one being whether it stands, and not answered yet. */
  owed: number
}

/** Whoever hears an answer may ask something else at once, or ask for another connection. */
const turns = Effect.repeatN(
  Effect.async<void>((resume) => void setImmediate(() => resume(Effect.void))),
  10
)

const start = async (url: string) => {
  const links = new Set<Link>()
  let isCut = false
  let fatal = ""
  let isFatal = Deferred.unsafeMake<void>(FiberId.none)
  let waiting: Array<() => void> = []
  const owes = () => [...links].some(({ isDead, owed }) => !isDead && owed > 0)
  const look = () => {
    if (owes()) return
    for (const resume of waiting) resume()
    waiting = []
  }

  const way = await startWay(url, (near, far) => {
    const link: Link = { isDead: isCut, owed: 1 }
    links.add(link)
    const fromClient = splitter("client")
    const fromServer = splitter("server")
    near.on("data", (bytes) => {
      if (fatal !== "" && bytes.includes(fatal)) {
        link.isDead = true
        fatal = ""
        Deferred.unsafeDone(isFatal, Effect.void)
      }
      if (!link.isDead) {
        const questions = fromClient(bytes).filter((message) => message.type !== "" && endsRequest(message))
        link.owed += questions.length
        far.write(bytes)
      }
      look()
    })
    far.on("data", (bytes) => {
      if (link.isDead) return
      near.write(bytes)
      link.owed -= fromServer(bytes).filter(endsAnswer).length
      look()
    })
    for (const [from, to] of [
      [near, far],
      [far, near]
    ] as const) {
      from.on("close", () => {
        if (!link.isDead) to.destroy()
        links.delete(link)
        look()
      })
    }
  })

  const quiet = Effect.async<void>((resume) => {
    waiting.push(() => resume(Effect.void))
    look()
  })
  return {
    ...way,
    cut: Effect.sync(() => {
      isCut = true
      for (const link of links) link.isDead = true
      look()
    }),
    heal: Effect.sync(() => {
      isCut = false
    }),
    cutAt: (words: string) =>
      Effect.sync(() => {
        fatal = words
        isFatal = Deferred.unsafeMake<void>(FiberId.none)
        return Deferred.await(isFatal)
      }),
    answered: Effect.repeat(Effect.zipRight(quiet, turns), { until: () => !owes() })
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
