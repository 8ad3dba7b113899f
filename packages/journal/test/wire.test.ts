import { assert, describe, it } from "@effect/vitest"
import { Panel, PanelClient, PanelConfig } from "@smmkit/core"
import { SandboxTransport } from "@smmkit/sandbox"
import { BigDecimal, Effect, Layer } from "effect"
import { startCounting } from "../crash/counting.js"
import { instantPanel } from "../crash/instantPanel.js"
import { Journal } from "../src/index.js"
import { database, isInstalled, store } from "./postgres.js"
import { order, panelOptions, sandbox } from "./world.js"

const most = BigDecimal.unsafeFromString("1000000")

/** With a limit of each kind. */
const limited = Journal.layer({ limits: { perOrder: most, perRun: most, perDay: most } }).pipe(
  Layer.provide(instantPanel),
  Layer.provide(Panel.layerClient(Layer.scoped(PanelClient.PanelClient, PanelClient.make))),
  Layer.provide(Layer.orDie(PanelConfig.layer(panelOptions))),
  Layer.provide(SandboxTransport.layer),
  Layer.provide(sandbox())
)

/** What was asked but for the beats, by which a process is heard of. */
const calls = (asked: ReadonlyArray<string>) =>
  asked
    .filter((text) => !text.includes("smmkit_journal_owner") && !text.includes("AS place"))
    .map((text) => ({
      name: /SELECT (smmkit_journal_\w+)\(/.exec(text)?.[1] ?? text,
      orders: text.split('"ord":').length - 1
    }))

describe.skipIf(!isInstalled)("what goes over the wire to PostgreSQL under limits of each kind", () => {
  it.live("is two messages for a placement, and no more for each batch of many at once", () =>
    Effect.gen(function* () {
      const way = yield* Effect.acquireRelease(
        Effect.flatMap(database, (url) => Effect.promise(() => startCounting(url))),
        (way) => Effect.promise(way.close)
      )
      yield* Effect.gen(function* () {
        const { placeOnce } = yield* Journal.Journal
        const place = (at: number) => placeOnce(`key-${at}`, order(100, `https://example.com/p/${at}`))
        // The first one reads the catalogue.
        yield* place(0)
        way.asked()
        yield* place(1)
        assert.deepStrictEqual(calls(way.asked()), [
          { name: "smmkit_journal_intend_1", orders: 1 },
          { name: "smmkit_journal_report_1", orders: 1 }
        ])
        const many = 64
        yield* Effect.forEach(
          Array.from({ length: many }, (_, at) => at + 2),
          place,
          { concurrency: "unbounded", discard: true }
        )
        const asked = calls(way.asked())
        for (const name of ["smmkit_journal_intend_1", "smmkit_journal_report_1"]) {
          const own = asked.filter((call) => call.name === name)
          assert.strictEqual(
            own.reduce((sum, { orders }) => sum + orders, 0),
            many
          )
          // How many come together depends on how busy the machine is; by themselves they would be 64.
          assert.isAtMost(own.length, many / 4, JSON.stringify(asked))
        }
        assert.isTrue(asked.every(({ name }) => name.startsWith("smmkit_journal_")))
      }).pipe(Effect.provide(Layer.provide(limited, store(way.url))))
    }).pipe(Effect.scoped)
  )
})
