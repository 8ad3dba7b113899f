import * as Http from "node:http"
import { assert, describe, it } from "@effect/vitest"
import { OrderId } from "@smmkit/core/Identifiers"
import { OrderStatus } from "@smmkit/core/OrderStatus"
import { Follow } from "@smmkit/follow/Follow"
import { FollowOrder } from "@smmkit/follow/FollowOrder"
import { Journal } from "@smmkit/journal/Journal"
import * as Chunk from "effect/Chunk"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { Events } from "../src/Events.js"
import { at, get, order, type Panel, panel, place, serve, until } from "./harness.js"

const standing = Schema.decodeUnknownSync(FollowOrder)

/** An order that is under way, but for its ID and what is left of it. */
const open = {
  ...{ account: "main", key: "a", parent: null, service: "1", price: null, units: 100, placed: 0 },
  ...{ startCount: 0, charge: null, ended: null, gone: false, stalled: false, due: null, why: "" },
  ...{ booked: { amount: "0", currency: null }, lines: 0, refill: null },
  ...{ next: null, looks: 1, looked: 0, failures: 0, problem: null }
}

/** A live stream as a client reads it: the states so far, and an end to wait for. */
interface Listener {
  readonly states: Array<string>
  readonly events: Array<string>
  readonly has: (state: string) => Promise<void>
  readonly knows: (count: number) => Promise<void>
  readonly ended: Promise<void>
  readonly leave: () => void
}

const agent = new Http.Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY })

const listen = (url: string, lastId?: string): Promise<Listener> =>
  new Promise((resolve, reject) => {
    const headers = lastId === undefined ? {} : { "last-event-id": lastId }
    const request = Http.get(url, { agent, headers }, (response) => {
      const states: Array<string> = []
      const events: Array<string> = []
      let waiting: ReadonlyArray<{ readonly is: () => boolean; readonly met: () => void }> = []
      const when = (is: () => boolean): Promise<void> =>
        is()
          ? Promise.resolve()
          : new Promise((met) => {
              waiting = [...waiting, { is, met }]
            })
      let rest = ""
      response.setEncoding("utf8")
      response.on("data", (chunk: string) => {
        const frames = (rest + chunk).split("\n\n")
        rest = frames.pop() ?? ""
        for (const frame of frames) {
          const [, number, event] = /^id: (\d+)\nevent: happened\n.*"event":"(\w+)"/m.exec(frame) ?? []
          if (event !== undefined) events.push(`${number} ${event}`)
          const [, data] = /^event: status\ndata: (.*)$/m.exec(frame) ?? []
          if (data === undefined) continue
          const seen: unknown = JSON.parse(data)
          states.push(`${at(seen, "state")} ${at(seen, "remains")}`)
        }
        for (const { is, met } of waiting) if (is()) met()
        waiting = waiting.filter(({ is }) => !is())
      })
      const ended = new Promise<void>((done) => response.on("close", () => done()))
      resolve({
        states,
        events,
        ended,
        leave: () => response.destroy(),
        has: (state) => when(() => states.some((one) => one.startsWith(state))),
        knows: (count) => when(() => states.length >= count)
      })
    })
    request.on("error", reject)
  })

const placed = async (url: string, key: string): Promise<string> => {
  const { body } = await place(url, key, { ...order, link: `https://example.com/p/${key}` })
  return String(at(body, "order"))
}

const finish = (shop: Panel, id: string, remains: number): Promise<void> =>
  shop.run((sandbox) => sandbox.change(id, { state: endWith(remains), remains }))

/** What an order of 100 is called that ends so. */
const endWith = (remains: number): string =>
  remains === 0 ? "Completed" : remains === 100 ? "Canceled" : "Partial"

const streamsIn = async (url: string): Promise<number> => {
  // A connection that lay idle while crowds were told may be closed just now.
  const { body } = await get(`${url}/metrics`, { connection: "close" })
  return Number(/^smmkit_http_streams (\d+)$/m.exec(String(body))?.[1] ?? "0")
}

const heap = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

/** How many listen to one order at once; `SMMKIT_LISTENERS=1000` has more come. */
const crowd = Number(process.env["SMMKIT_LISTENERS"] ?? 30)

describe("a live stream", () => {
  it("starts with what happened before, goes on, and ends with the order", async () => {
    await using shop = await panel({ speed: 0.001 })
    await using server = await serve(shop.url)
    const id = await placed(server.url, "whole")
    const first = await listen(`${server.url}/api/events?orders=${id}`)
    await first.has("Pending")
    await finish(shop, id, 0)
    await first.ended
    assert.deepStrictEqual(first.states, ["Pending 100", "Completed 0"])
    assert.deepStrictEqual(first.events, ["1 Completed"])
    const late = await listen(`${server.url}/api/events?orders=${id}`)
    await late.ended
    assert.deepStrictEqual([late.events, late.states], [["1 Completed"], ["Completed 0"]])
  })

  it("goes on after the event that was received last, of whichever order", async () => {
    await using shop = await panel({ speed: 0.001 })
    await using server = await serve(shop.url)
    const [one, two] = [await placed(server.url, "one"), await placed(server.url, "two")]
    const url = `${server.url}/api/events?orders=${one},${two}`
    const first = await listen(url)
    await first.knows(2)
    await shop.run((sandbox) => sandbox.change(one, { state: "In progress" }))
    await first.has("In progress")
    first.leave()
    assert.deepStrictEqual(first.events, ["1 Started"])
    await finish(shop, two, 40)
    await (await listen(`${server.url}/api/events?orders=${two}`)).ended
    const again = await listen(url, "1")
    await finish(shop, one, 0)
    await again.ended
    assert.deepStrictEqual(again.events, ["2 Partial", "3 Completed"])
  })

  it("of several orders tells of all of them on one connection", async () => {
    await using shop = await panel({ speed: 0.001 })
    await using server = await serve(shop.url)
    const [one, two] = [await placed(server.url, "one"), await placed(server.url, "two")]
    // Named twice, an order is told of once.
    const stream = await listen(`${server.url}/api/events?orders=${one},${two},${one}`)
    await stream.knows(2)
    await finish(shop, one, 0)
    await finish(shop, two, 100)
    await stream.ended
    assert.sameMembers(stream.states, ["Pending 100", "Pending 100", "Completed 0", "Canceled 100"])
  })

  it("says once that the panel cannot be read, and goes on when it can", async () => {
    await using shop = await panel({ speed: 0.001 })
    await using server = await serve(shop.url)
    const id = await placed(server.url, "trouble")
    await shop.run((sandbox) => sandbox.faults.set({ maintenance: 1 }))
    const response = await fetch(`${server.url}/api/events?orders=${id}`)
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ""
    const read = async (what: string): Promise<void> => {
      while (!text.includes(what)) text += (await reader?.read())?.value ?? ""
    }
    await read("event: trouble")
    assert.match(text, /"detail":"[^"]*Maintenance/)
    await shop.run((sandbox) => sandbox.faults.clear)
    await finish(shop, id, 0)
    await read("event: end")
    assert.lengthOf(text.match(/event: trouble/g) ?? [], 1)
    assert.match(text, /"state":"Completed"/)
  })

  it("of an order that the panel does not know says so and ends", async () => {
    await using shop = await panel()
    await using server = await serve(shop.url)
    const text = await (await fetch(`${server.url}/api/events?orders=424242`)).text()
    assert.match(text, /event: trouble\ndata: .*"meaning":"order-not-found"/)
  })

  it("breaks off where its reader is so far behind that something was missed, and tells it to who comes again", async () => {
    let [looks, isOver] = [0, false]
    const row = (order: OrderId): FollowOrder => {
      looks += 1
      const part = isOver && order === "1" ? { state: "Completed", ended: 1 } : { state: "In progress" }
      return standing({ ...open, order, remains: looks, ...part })
    }
    const follow = Layer.mock(Follow, {
      get: (_, order) => Effect.sync(() => Option.some(row(order))),
      lag: Effect.succeed([]),
      events: () => Stream.empty,
      history: () => Effect.succeed([])
    })
    const others = Layer.merge(
      Layer.mock(Journal, { account: "main", name: "", host: "" }),
      Layer.mock(OrderStatus, {})
    )
    const ids = Array.from({ length: 64 }, (_, at) => OrderId.make(String(at + 1)))
    const told = Stream.unwrap(Effect.map(Events, ({ stream }) => Stream.decodeText(stream(ids, ""))))
    const program = Effect.gen(function* () {
      const slow = yield* Stream.toPull(told)
      yield* Effect.repeat(slow, { until: (frames) => Chunk.join(frames, "").includes("event: status") })
      isOver = true
      let behind = 0
      yield* Stream.runForEachWhile(told, (frame) =>
        Effect.sync(() => {
          behind += frame.startsWith("event: status") ? 1 : 0
          return behind < 10_000
        })
      )
      const late = yield* Stream.runCollect(Stream.take(Stream.fromPull(Effect.succeed(slow)), 10_000))
      const again = yield* Stream.runCollect(Stream.take(told, 2))
      return [late, Chunk.join(again, "")] as const
    })
    const layer = Layer.provide(Events.Default(Duration.millis(10)), Layer.merge(follow, others))
    const [late, again] = await Effect.runPromise(Effect.scoped(Effect.provide(program, layer)))
    assert.isBelow(late.length, 10_000)
    assert.notInclude(Chunk.join(late, ""), "event: end")
    assert.include(again, '"state":"Completed"')
  })

  it("reaches all listeners of one order, a crowd of them, with every state, and costs one poller", {
    timeout: 600_000
  }, async () => {
    await using shop = await panel({ speed: 0.001 })
    const poll = 250
    await using server = await serve(shop.url, { poll })
    const listenAll = async (id: string): Promise<void> => {
      const url = `${server.url}/api/events?orders=${id}`
      const listeners = await Promise.all(Array.from({ length: crowd }, () => listen(url)))
      await Promise.all(listeners.map((listener) => listener.has("Pending")))
      assert.strictEqual(await streamsIn(server.url), crowd)
      const before = await shop.run((sandbox) => sandbox.calls)
      const since = performance.now()
      // What the others get late, those who leave do not get at all.
      for (const listener of listeners.slice(0, crowd / 10)) listener.leave()
      await until(async () => (await streamsIn(server.url)) === crowd - crowd / 10)
      await finish(shop, id, 37)
      const stayed = listeners.slice(crowd / 10)
      await Promise.all(stayed.map(({ ended }) => ended))
      for (const { states } of stayed) assert.deepStrictEqual(states, ["Pending 100", "Partial 37"])
      const after = await shop.run((sandbox) => sandbox.calls)
      // One asks so often in that time, however long it was; a few would ask a few times as often.
      const rounds = (performance.now() - since) / poll
      assert.isBelow(after.total - before.total, 2 * rounds + 10)
      await until(async () => (await streamsIn(server.url)) === 0)
    }
    // The first crowd brings what stays: compiled code, grown tables.
    await listenAll(await placed(server.url, "first"))
    const before = heap()
    await listenAll(await placed(server.url, "second"))
    assert.isBelow(heap() - before, 3 * 1024 * 1024)
  })
})
