/** A server on loopback that does what a test tells it, and a panel over it. */
import { mkdtempSync, rmSync } from "node:fs"
import type { Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { MisbehavingServer } from "@smmkit/core/testing"
import { Effect, Exit, Scope } from "effect"
import { createPanel, type Panel, type PanelOptions } from "../src/index.js"

export const key = "fake-key"

/** The ways to a panel: what each knows of a call on its way is not the same. */
export const ways = ["Node's transport", "fetch", "a journal"] as const

export type Way = (typeof ways)[number]

export interface Scene {
  readonly panel: Panel
  readonly url: string
  readonly received: ReadonlyArray<{ readonly body: string }>
  readonly bytes: () => number
  readonly connected: Promise<void>
  readonly called: Promise<void>
  readonly hungUp: Promise<void>
  /** What the panel has logged. */
  readonly said: ReadonlyArray<string>
  /** Waits until something is logged. */
  readonly heard: Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** A moment that somebody tells. */
export const moment = () => {
  let tell = (): void => {}
  const told = new Promise<void>((resolve) => {
    tell = resolve
  })
  return { tell: () => tell(), told }
}

export const scene = async (
  options: MisbehavingServer.Options,
  given: PanelOptions = {},
  way: Way = "Node's transport"
): Promise<Scene> => {
  const scope = await Effect.runPromise(Scope.make())
  const server = await Effect.runPromise(Scope.extend(MisbehavingServer.make(options), scope))
  const folder = mkdtempSync(join(tmpdir(), "smmkit-promise-"))
  const said: Array<string> = []
  const { tell, told } = moment()
  const warn = (message: string): void => {
    said.push(message)
    tell()
  }
  const panel = createPanel({
    url: server.url,
    key,
    logger: { warn },
    ...(way === "fetch" ? { fetch: globalThis.fetch } : {}),
    ...(way === "a journal" ? { journal: join(folder, "orders.db") } : {}),
    ...given
  })
  return {
    panel,
    url: server.url,
    received: server.received,
    bytes: server.bytes,
    connected: Effect.runPromise(server.connected),
    called: Effect.runPromise(server.called),
    hungUp: Effect.runPromise(server.hungUp),
    said,
    heard: told,
    // The server first: what the panel still waits for then ends.
    [Symbol.asyncDispose]: async () => {
      await Effect.runPromise(Scope.close(scope, Exit.void))
      await panel.close()
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

/** The bytes of an answer. */
export const json = (body: unknown, status = 200) =>
  MisbehavingServer.reply(status, { "content-type": "application/json" }, JSON.stringify(body))

const actionOf = (body: string): string => new URLSearchParams(body).get("action") ?? ""

/** The calls that spend or change something among those that came in. */
export const spent = (received: Scene["received"]) =>
  received.filter(({ body }) => ["add", "refill", "cancel"].includes(actionOf(body)))

/** Hears of calls that spend; the journal may read the catalogue beside, and finds it empty. */
export const onSpend =
  (heard: (socket: Socket, body: string) => void) =>
  (socket: Socket, { body }: { readonly body: string }): void => {
    if (actionOf(body) === "services") socket.end(json([]))
    else heard(socket, body)
  }

/** Waits for turns of the event loop, in which whatever was going to be sent would be. */
export const turns = async (): Promise<void> => {
  for (let at = 0; at < 50; at++) await new Promise((resolve) => setImmediate(resolve))
}
