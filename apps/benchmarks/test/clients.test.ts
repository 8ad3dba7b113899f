import { assert, describe, it } from "@effect/vitest"
import { Either } from "effect"
import * as Common from "../src/clients/common.js"
import * as Limit from "../src/clients/limit.js"
import * as Smmkit from "../src/clients/smmkit.js"
import { stream } from "../src/figures/memory.js"
import { startPanel } from "../src/harness/child.js"

/** Runs with a panel of its own, and tells how many calls came. */
const withPanel = async <A>(
  use: (url: string) => Promise<A>
): Promise<{ readonly result: A; readonly calls: number }> => {
  const panel = await startPanel()
  try {
    return { result: await use(panel.url), calls: await panel.calls() }
  } finally {
    await panel.stop()
  }
}

const ids = Smmkit.orderIds(250)

const withSmmkit = async <A>(
  url: string,
  use: (client: Awaited<ReturnType<typeof Smmkit.make>>) => Promise<A>
) => {
  const client = await Smmkit.make(url)
  return use(client).finally(client.close)
}

const withLimit = async <A>(url: string, use: (client: ReturnType<typeof Limit.make>) => Promise<A>) => {
  const client = Limit.make(url)
  return use(client).finally(client.close)
}

const statusOf = (answer: unknown): unknown =>
  typeof answer === "object" && answer !== null && "status" in answer ? answer.status : undefined

describe("the clients do the same work", () => {
  it("with three calls for 250 orders: by hand, with `many`, and from 250 fibers", async () => {
    const limit = await withPanel((url) => withLimit(url, ({ statuses }) => statuses(ids)))
    const expected = limit.result.map(statusOf)
    assert.strictEqual(limit.calls, 3)
    assert.strictEqual(expected[0], "In progress")

    const many = await withPanel((url) => withSmmkit(url, (client) => client.many(ids)))
    assert.strictEqual(many.calls, 3)
    assert.deepStrictEqual(
      many.result.map(({ id }) => id),
      ids
    )
    assert.deepStrictEqual(
      many.result.map(({ result }) => statusOf(Either.getOrThrow(result))),
      expected
    )

    const fibers = await withPanel((url) => withSmmkit(url, (client) => client.fibers(ids)))
    assert.strictEqual(fibers.calls, 3)
    assert.deepStrictEqual(fibers.result.map(statusOf), expected)
  })

  it("with one call an order, the common way", async () => {
    const few = ids.slice(0, 7)
    const common = await withPanel((url) => Common.make(url).statuses(few))
    assert.strictEqual(common.calls, 7)
    assert.deepStrictEqual(common.result.map(statusOf).slice(0, 2), ["In progress", "Partial"])
  })

  it("with one call for a balance", async () => {
    const [limit, common, smmkit] = [
      await withPanel((url) => withLimit(url, ({ balance }) => balance())),
      await withPanel((url) => Common.make(url).balance()),
      await withPanel((url) => withSmmkit(url, ({ balance }) => balance()))
    ]
    assert.deepStrictEqual([limit.calls, common.calls, smmkit.calls], [1, 1, 1])
    assert.deepStrictEqual(limit.result, { balance: "100.84292", currency: "USD" })
    assert.deepStrictEqual(common.result, limit.result)
    assert.strictEqual(smmkit.result.amount.value, 10084292n)
    assert.strictEqual((await withPanel((url) => withSmmkit(url, ({ balances }) => balances(4)))).calls, 4)
  })

  it("as a stream in a process of its own", async () => {
    const { result, calls } = await withPanel((url) => stream(url, 250))
    assert.strictEqual(result.answered, 250)
    assert.isAbove(result.peak, 0)
    assert.strictEqual(calls, 3)
  })
})
