/**
 * A call that its caller gives up, by signal and by time, at each point of its way over real sockets: whether anything
 * was sent decides what it is rejected with, and nothing is ever sent afterwards.
 */
import { Buffer } from "node:buffer"
import type { Socket } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { MisbehavingServer } from "@smmkit/core/testing"
import {
  type CallOptions,
  Interrupted,
  NotSent,
  OutcomeUnknown,
  type Panel,
  PanelClosed
} from "../src/index.js"
import { json, key, moment, onSpend, scene, spent, turns, ways } from "./server.js"
import { order, rejection } from "./world.js"

/** The three calls that spend or change something, and what a panel that took them answers. */
const spends: ReadonlyArray<{
  readonly action: string
  readonly call: (panel: Panel, options: CallOptions) => Promise<unknown>
  readonly answer: unknown
}> = [
  { action: "add", call: (panel, options) => panel.orders.place(order, options), answer: { order: 4711 } },
  {
    action: "refill",
    call: (panel, options) => panel.refills.request("1", options),
    answer: { refill: 4711 }
  },
  {
    action: "cancel",
    call: (panel, options) => panel.orders.cancel("1", options),
    answer: [{ order: 1, cancel: 4711 }]
  }
]

/** Every day an order is abandoned over each way, and each other call over one; on demand each over each. */
const isLong = process.env["SMMKIT_WORLDS"] !== undefined
const paths = ways.flatMap((way, nth) =>
  spends.flatMap((spend, at) => (isLong || at === 0 || at === nth ? [{ way, ...spend }] : []))
)

const isNotSent = (error: unknown): void => {
  assert.ok(error instanceof NotSent, String(error))
  assert.strictEqual(error.processed, "no")
}

const isUnknown = (error: unknown, reason: string): void => {
  assert.ok(error instanceof OutcomeUnknown, String(error))
  assert.strictEqual(error.processed, "maybe")
  assert.strictEqual(error.retryable, false)
  assert.ok(error.cause instanceof Interrupted)
  assert.strictEqual(error.cause.reason, reason)
}

for (const { way, action, call, answer } of paths) {
  describe(`${action} over ${way} that is aborted`, () => {
    it("before it is made is not sent", async () => {
      await using server = await scene({}, {}, way)
      const error = await rejection(call(server.panel, { signal: AbortSignal.abort() }))
      isNotSent(error)
      assert.ok(error instanceof NotSent && error.reason === "aborted" && error.fault === "caller")
      await turns()
      assert.strictEqual(spent(server.received).length, 0)
    })

    it("in the turn in which it is made is not sent", async () => {
      await using server = await scene({}, {}, way)
      const controller = new AbortController()
      const calling = call(server.panel, { signal: controller.signal })
      controller.abort()
      isNotSent(await rejection(calling))
      await turns()
      assert.strictEqual(spent(server.received).length, 0)
    })

    it("while it waits for its turn is not sent, and the one before it goes on", async () => {
      const sockets: Array<Socket> = []
      const onRequest = (socket: Socket) => sockets.push(socket)
      await using server = await scene({ onRequest }, { concurrency: 1, retries: 0 }, way)
      const first = server.panel.balance()
      await server.called
      const controller = new AbortController()
      const calling = call(server.panel, { signal: controller.signal })
      await turns()
      controller.abort()
      isNotSent(await rejection(calling))
      sockets[0]?.end(json({ balance: "1", currency: "USD" }))
      assert.strictEqual((await first).amount, "1")
      await turns()
      assert.strictEqual(spent(server.received).length, 0)
    })

    it("while it waits for the rate limit is not sent", async () => {
      const onRequest = (socket: Socket) => socket.end(json({ balance: "1" }))
      await using server = await scene({ onRequest }, { rateLimit: { limit: 1, interval: 3_600_000 } }, way)
      await server.panel.balance()
      const controller = new AbortController()
      const calling = call(server.panel, { signal: controller.signal })
      await turns()
      controller.abort()
      isNotSent(await rejection(calling))
      await turns()
      assert.strictEqual(spent(server.received).length, 0)
    })

    it("while its connection is being made is not sent, as far as the platform tells", async () => {
      await using server = await scene({ kind: "mute" }, {}, way)
      const controller = new AbortController()
      const calling = call(server.panel, { signal: controller.signal })
      await server.connected
      controller.abort()
      const error = await rejection(calling)
      if (way === "fetch") isUnknown(error, "aborted")
      else isNotSent(error)
    })

    for (const [name, bytes] of [
      ["it was sent", ""],
      ["the head of its answer", MisbehavingServer.head(200, { "content-length": "100" })],
      [
        "half of its answer",
        Buffer.concat([MisbehavingServer.head(200, { "content-length": "100" }), Buffer.from("{")])
      ]
    ] as const) {
      it(`after ${name} is unknown at once, and not sent again`, async () => {
        const written = moment()
        const onRequest = onSpend((socket) => {
          if (bytes === "") written.tell()
          else socket.write(bytes, written.tell)
        })
        await using server = await scene({ onRequest }, {}, way)
        const controller = new AbortController()
        const calling = call(server.panel, { signal: controller.signal })
        await written.told
        await turns()
        controller.abort()
        isUnknown(await rejection(calling), "aborted")
        await turns()
        assert.strictEqual(spent(server.received).length, 1)
      })
    }

    it("while it waits to be sent again after a certain no is not sent again", async () => {
      const closed = moment()
      const onRequest = onSpend((socket) => socket.once("close", closed.tell).end(json("", 429)))
      await using server = await scene({ onRequest }, { retryDelay: 20_000 }, way)
      const controller = new AbortController()
      const calling = call(server.panel, { signal: controller.signal })
      // Of what spends, each connection is closed once its answer is read.
      await closed.told
      await turns()
      controller.abort()
      isNotSent(await rejection(calling))
      await turns()
      assert.strictEqual(spent(server.received).length, 1)
    })

    it.each([
      ["what came of it", answer, "it was done: "],
      [
        "an answer that contradicts itself",
        { data: answer, error: "Not enough funds" },
        "it may have been done: "
      ]
    ])("and is answered all the same, tells the logger %s, without the key", async (_, answer, told) => {
      const asked = moment()
      const given = moment()
      const onRequest = onSpend((socket) => {
        asked.tell()
        void given.told.then(() => socket.end(json(answer)))
      })
      await using server = await scene({ onRequest }, {}, way)
      const controller = new AbortController()
      const calling = call(server.panel, { signal: controller.signal })
      await asked.told
      controller.abort()
      isUnknown(await rejection(calling), "aborted")
      given.tell()
      await server.heard
      const [said = ""] = server.said
      assert.match(
        said,
        new RegExp(`^smmkit: The ${action} that was given up had an answer after all: ${told}`)
      )
      assert.match(said, /4711/)
      assert.notInclude(said, key)
    })
  })
}

for (const way of ways) {
  describe(`a deadline over ${way}`, () => {
    it.each(spends)(
      "leaves the outcome unknown where it passes after the $action was sent, and else says that it was not",
      async ({ call }) => {
        for (let timeout = 20; ; timeout *= 2) {
          await using server = await scene({ onRequest: onSpend(() => {}) }, {}, way)
          const error = await rejection(call(server.panel, { timeout }))
          if (error instanceof OutcomeUnknown) {
            isUnknown(error, "timeout")
            assert.isAtMost(spent(server.received).length, 1)
            break
          }
          isNotSent(error)
          await turns()
          assert.strictEqual(spent(server.received).length, 0)
        }
      }
    )

    it("of the panel does the same", async () => {
      for (let timeout = 50; ; timeout *= 2) {
        await using server = await scene({ onRequest: onSpend(() => {}) }, { timeout }, way)
        const error = await rejection(server.panel.orders.place(order))
        if (error instanceof OutcomeUnknown) {
          isUnknown(error, "timeout")
          break
        }
        isNotSent(error)
      }
    })
  })

  describe(`many IDs in one call over ${way} that is given up`, () => {
    it("have each what is known of them: done, unknown, or not sent", async () => {
      const ids = Array.from({ length: 250 }, (_, at) => String(at + 1))
      const second = moment()
      let calls = 0
      const onRequest = (socket: Socket, { body }: { readonly body: string }) => {
        const asked = (new URLSearchParams(body).get("orders") ?? "").split(",")
        calls += 1
        if (calls === 1) socket.end(json(asked.map((order) => ({ order, cancel: 1 }))))
        else second.tell()
      }
      await using server = await scene({ onRequest }, { concurrency: 1 }, way)
      const controller = new AbortController()
      const calling = server.panel.orders.cancelMany(ids, { signal: controller.signal })
      await second.told
      controller.abort()
      const results = await calling
      assert.deepStrictEqual(
        results.map(({ id }) => id),
        ids
      )
      const kinds = results.map((result) => (result.ok ? "done" : result.error.code))
      assert.deepStrictEqual(
        [...new Set(kinds)].map((kind) => [kind, kinds.filter((one) => one === kind).length]),
        [
          ["done", 100],
          ["OutcomeUnknown", 100],
          ["NotSent", 50]
        ]
      )
      await turns()
      assert.strictEqual(spent(server.received).length, 2)
    })
  })

  describe(`a panel over ${way} that is closed`, () => {
    it("lets an order that was sent come to its end, and sends none that waits", async () => {
      const asked = moment()
      const given = moment()
      const onRequest = onSpend((socket) => {
        asked.tell()
        void given.told.then(() => socket.end(json({ order: 77 })))
      })
      await using server = await scene({ onRequest }, { concurrency: 1 }, way)
      const { panel } = server
      const sent = panel.orders.place(order)
      await asked.told
      const waiting = rejection(panel.orders.place({ ...order, quantity: 200 }))
      const reading = rejection(panel.balance())
      await turns()
      const closing = panel.close()
      const error = await waiting
      assert.ok(error instanceof NotSent || error instanceof PanelClosed)
      assert.ok((await reading) instanceof PanelClosed)
      given.tell()
      assert.strictEqual((await sent).order, "77")
      await closing
      assert.strictEqual(spent(server.received).length, 1)
    })
  })
}

describe("a read that is given up", () => {
  for (const [name, call] of [
    ["balance", (panel: Panel, signal: AbortSignal) => panel.balance({ signal })],
    ["services.list", (panel: Panel, signal: AbortSignal) => panel.services.list({ signal })],
    ["orders.status", (panel: Panel, signal: AbortSignal) => panel.orders.status("1", { signal })],
    ["orders.statuses", (panel: Panel, signal: AbortSignal) => panel.orders.statuses(["1"], { signal })],
    ["refills.statuses", (panel: Panel, signal: AbortSignal) => panel.refills.statuses(["1"], { signal })]
  ] as const) {
    it(`is Interrupted: ${name}`, async () => {
      await using server = await scene({})
      const controller = new AbortController()
      const calling = call(server.panel, controller.signal)
      await server.called
      controller.abort(new Error("a reason of the program's own"))
      const error = await rejection(calling)
      assert.ok(error instanceof Interrupted)
      assert.strictEqual(error.reason, "aborted")
      assert.ok((await rejection(call(server.panel, AbortSignal.abort()))) instanceof NotSent)
    })
  }
})
