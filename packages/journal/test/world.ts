import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync } from "node:fs"
import { join } from "node:path"
import { Identifiers, type Order, type PanelConfig } from "@smmkit/core"
import { Sandbox, type SandboxOptions, SandboxTransport } from "@smmkit/sandbox"
import { Context, Effect, Fiber, Layer, Option, Redacted, TestClock } from "effect"
import { inject } from "vitest"
import { Journal, type JournalConfig, Sqlite, Store } from "../src/index.js"
import * as Identity from "../src/internal/identity.js"

/** A folder of its own, which goes with the others when the run is over. */
export const folder = (): string => mkdtempSync(join(inject("folder"), "test-"))

const isRoot = process.getuid?.() === 0

/** A small file system that can be filled, where this user may make one. */
export const smallDisk = Effect.acquireRelease(
  Effect.sync(() => {
    const path = join(folder(), "disk")
    mkdirSync(path)
    const mounted =
      isRoot && spawnSync("mount", ["-t", "tmpfs", "-o", "size=768k", "tmpfs", path]).status === 0
    return mounted ? Option.some(path) : Option.none()
  }),
  (path) => Effect.sync(() => Option.map(path, (path) => spawnSync("umount", ["-l", path])))
)

export const panelOptions: PanelConfig.Options = {
  url: SandboxTransport.url,
  key: Redacted.make("sandbox-key"),
  retries: 0,
  timeout: "10 seconds"
}

/** Where the store keeps the entry of a key of that panel's account. */
export const own = (key: string): Store.Ref => ({
  account: Identity.credential({ url: panelOptions.url, key: panelOptions.key }).digest,
  action: "add",
  key
})

/** Programs that share one sandbox: what it books, and what it says. */
export const sandbox = (options: SandboxOptions.Options = {}) => Sandbox.layer({ partial: 0, ...options })

/**
 * A journal of its own on a store and a sandbox that may be shared. Where its clock is turned it beats again and again,
 * and each beat is a commit: the lease is long, so that they are few.
 */
export const journal = (options: JournalConfig.Options = {}) =>
  Journal.layerPanel(panelOptions, { lease: "1 hours", ...options }).pipe(
    Layer.provide(SandboxTransport.layer)
  )

export const sqlite = (path = join(folder(), "journal.db")) => Sqlite.layer(path)

/** The same, with the way to the file itself. */
export const stored = () =>
  Layer.provideMerge(Store.layer(), Sqlite.layerClient(join(folder(), "journal.db")))

/** Everything in memory, for one program. */
export const world = (options: JournalConfig.Options = {}, panel: SandboxOptions.Options = {}) =>
  journal(options).pipe(Layer.provideMerge(sandbox(panel)), Layer.provideMerge(sqlite()))

export const order = (quantity: number, link = "https://example.com/p/1"): Order.Order => ({
  type: "Default",
  service: Identifiers.ServiceId.make("1"),
  link,
  quantity
})

export const booked = Effect.flatMap(Sandbox.Sandbox, ({ bookings }) =>
  Effect.map(bookings, (list) => list.length)
)

/** Lets time pass while an effect waits for it: in small steps at first, as each of them takes a while in earnest. */
export const passing = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.fork(effect)
    for (let step = 1; Option.isNone(yield* Fiber.poll(fiber)); step += 1)
      yield* TestClock.adjust(step < 4 ? "1 seconds" : "5 seconds")
    return yield* Fiber.join(fiber)
  })

/** One more process on the same store and panel: a journal of its own. */
export const another = (options: JournalConfig.Options = {}) =>
  Effect.map(Layer.build(journal(options)), Context.get(Journal.Journal))

/** A store that can be cut off, as from a process that was killed: nothing it asks is ever answered. */
export const cuttable = (store: Store.Store.Service) => {
  let isCut = false
  const guard = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.suspend(() => (isCut ? Effect.never : effect))
  const guarded: Store.Store.Service = {
    ...store,
    now: guard(store.now),
    intend: (intent) => guard(Effect.tap(store.intend(intent), () => guard(Effect.void))),
    report: (report) => guard(Effect.tap(store.report(report), () => guard(Effect.void))),
    beat: (...args) => guard(store.beat(...args)),
    judge: guard(store.judge)
  }
  return {
    store: guarded,
    cut: () => {
      isCut = true
    }
  }
}
