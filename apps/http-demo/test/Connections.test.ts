import * as Net from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { panel, serve, until } from "./harness.js"

interface Caller extends Disposable {
  readonly isOpen: () => boolean
  /** Asks whether the server runs; gives the status, or nothing where it hangs up without an answer. */
  readonly ask: () => Promise<number | undefined>
  readonly leave: () => Promise<void>
}

/** A connection that stays until it is told to go. */
const call = async (url: string): Promise<Caller> => {
  const { port, hostname } = new URL(url)
  const socket = Net.connect({ port: Number(port), host: hostname })
  let onAnswer = (_: string | undefined): void => {}
  const closed = new Promise<void>((resolve) =>
    socket.once("close", () => {
      onAnswer(undefined)
      resolve()
    })
  )
  socket.setEncoding("latin1").on("data", (text: string) => onAnswer(text))
  // To be hung up on amid a question is what this is about.
  socket.on("error", () => {})
  await new Promise((resolve) => socket.once("connect", resolve))
  return {
    isOpen: () => !socket.destroyed,
    ask: () =>
      new Promise((resolve) => {
        if (socket.destroyed) resolve(undefined)
        onAnswer = (text) => resolve(text === undefined ? undefined : Number(text.split(" ", 2)[1]))
        socket.write("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n")
      }),
    leave: () => {
      socket.destroy()
      return closed
    },
    [Symbol.dispose]: () => socket.destroy()
  }
}

describe("connections", () => {
  it("over the limit are hung up on, while those that are there go on, and their places are taken again", async () => {
    await using shop = await panel()
    await using server = await serve(shop.url, { limits: { connections: 3 } })
    using first = await call(server.url)
    using second = await call(server.url)
    using third = await call(server.url)
    for (const caller of [first, second, third]) assert.strictEqual(await caller.ask(), 200)
    using fourth = await call(server.url)
    assert.strictEqual(await fourth.ask(), undefined)
    assert.strictEqual(await first.ask(), 200)
    await second.leave()
    // The server hears of it when it hears of it; each try is a connection of its own.
    await until(async () => {
      using next = await call(server.url)
      return (await next.ask()) === 200
    })
    assert.isTrue(third.isOpen())
  })

  it("that say nothing at all are hung up on, so that they do not keep others out", async () => {
    await using shop = await panel()
    await using server = await serve(shop.url, {
      limits: { connections: 2, headersTimeout: 1000, requestTimeout: 1000 }
    })
    using first = await call(server.url)
    using second = await call(server.url)
    await until(async () => !first.isOpen() && !second.isOpen())
    using third = await call(server.url)
    assert.strictEqual(await third.ask(), 200)
  })
})
