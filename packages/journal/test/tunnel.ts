import * as Net from "node:net"
import { Effect } from "effect"

/**
 * A way to a server on which packets can vanish: nothing is refused and nothing closed, as with a firewall
 * that has forgotten a connection or a router that went down.
 */
export const tunnel = (url: string) =>
  Effect.acquireRelease(
    Effect.async<Tunnel & { readonly close: Effect.Effect<void> }>((resume) => {
      const target = new URL(url)
      const sockets = new Set<Net.Socket>()
      const links = new Set<{ isDead: boolean }>()
      let isCut = false
      let fatal = ""
      const listener = Net.createServer((near) => {
        const far = Net.connect(Number(target.port), target.hostname)
        const link = { isDead: isCut }
        links.add(link)
        for (const [from, to] of [
          [near, far],
          [far, near]
        ] as const) {
          sockets.add(from)
          from.on("error", () => {})
          from.on("data", (bytes) => {
            if (fatal !== "" && bytes.includes(fatal)) {
              link.isDead = true
              fatal = ""
            }
            if (!link.isDead) to.write(bytes)
          })
          from.on("close", () => {
            if (!link.isDead) to.destroy()
          })
        }
      })
      listener.listen(0, "127.0.0.1", () => {
        const address = listener.address()
        const through = new URL(url)
        through.port = String(typeof address === "object" ? address?.port : 0)
        resume(
          Effect.succeed({
            url: through.href,
            cut: Effect.sync(() => {
              isCut = true
              for (const link of links) link.isDead = true
            }),
            heal: Effect.sync(() => {
              isCut = false
            }),
            cutAt: (words) =>
              Effect.sync(() => {
                fatal = words
              }),
            close: Effect.sync(() => {
              for (const socket of sockets) socket.destroy()
              listener.close()
            })
          })
        )
      })
    }),
    ({ close }) => close
  )

export interface Tunnel {
  readonly url: string
  /** From now on all packets vanish, on connections that are made later, too. */
  readonly cut: Effect.Effect<void>
  /** New connections work again. Those that were cut stay dead. */
  readonly heal: Effect.Effect<void>
  /** The next connection over which these words are sent dies, alone, before they arrive. */
  readonly cutAt: (words: string) => Effect.Effect<void>
}
