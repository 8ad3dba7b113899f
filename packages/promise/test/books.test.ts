/** What is due back, as a panel gives it that rounds. */
import { randomUUID } from "node:crypto"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { afterEach, inject, vi } from "vitest"
import { type Books, createPanel, type Panel } from "../src/index.js"
import { file } from "./places.js"
import { order, type World, world } from "./world.js"

afterEach(() => {
  vi.unstubAllEnvs()
})

/** A panel that charges 0.09 for what costs 0.0999 by its catalogue, and gives 0.02 back where 0.03 would be exact. */
const place = async (): Promise<World> => {
  const place = await world({ decimals: 2, rounding: "down", partial: 0 })
  await Effect.runPromise(place.sandbox.services.change("1", { rate: "0.30" }))
  return place
}

/** What a panel says that is due for an order of which 100 of 333 units remain. */
const due = async ({ sandbox }: World, panel: Panel): Promise<string | undefined> => {
  const quote = { amount: "0.10" }
  const { order: id } = await panel.orders.placeOnce("a", { ...order, quantity: 333 }, { quote })
  await Effect.runPromise(sandbox.change(id, { state: "Partial", remains: 100 }))
  await panel.orders.hurry(id)
  for await (const event of panel.events()) if (event.type === "Partial") return event.refund?.amount
  throw new Error("the events ended")
}

/** The panel by a profile that says so of its books, in a journal of which this is said. */
const profiled = ({ url, key }: World, kept: Books, said?: Books): Panel => {
  const path = join(inject("folder"), `${randomUUID()}.json`)
  writeFileSync(path, JSON.stringify([{ name: "main", url, key, books: kept }]), { mode: 0o600 })
  vi.stubEnv("SMMKIT_ACCOUNTS_FILE", path)
  return createPanel({ profile: "main", journal: { place: file(), books: said } })
}

describe("what is due of a panel that rounds", () => {
  it("is told as it keeps its books, where that is said with the journal", async () => {
    await using at = await place()
    const books = { decimals: 2, rounding: "down" } as const
    assert.strictEqual(await due(at, at.panel({ journal: { place: file(), books } })), "0.02")
  })

  it("is exact where nothing is said of that", async () => {
    await using at = await place()
    assert.strictEqual(await due(at, at.panel({ journal: file() })), "0.03")
  })

  it("is told as its profile says, and the program's own word goes before that", async () => {
    await using one = await place()
    await using panel = profiled(one, { decimals: 2, rounding: "down" })
    assert.strictEqual(await due(one, panel), "0.02")
    await using other = await place()
    await using own = profiled(other, { decimals: 0 }, { decimals: 2, rounding: "down" })
    assert.strictEqual(await due(other, own), "0.02")
  })
})
