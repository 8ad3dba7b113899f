/** How panels number orders and refills, and what else their keys and IDs do. */
import assert from "node:assert/strict"
import { Sandbox, type SandboxOptions } from "@smmkit/sandbox"
import { Console, Effect } from "effect"

const add = { action: "add", service: "1", link: "https://example.com/p/1", quantity: "100" }

/** What a panel with such options answers to some calls, one after another. */
const answers = (
  options: SandboxOptions.Options,
  ...forms: ReadonlyArray<Readonly<Record<string, string>>>
) =>
  Effect.gen(function* () {
    const { handle, key } = yield* Sandbox.Sandbox
    const exchanges = yield* Effect.forEach(forms, (form) => handle({ key, ...form }))
    return exchanges.map((exchange) => ("reply" in exchange ? exchange.reply.body : exchange._tag))
  }).pipe(Effect.provide(Sandbox.layer(options)))

const program = Effect.gen(function* () {
  const big = yield* answers({ ids: { start: "9007199254740993" } }, add) // where they start, past 2^53 too
  assert.deepEqual(big, ['{"order":"9007199254740993"}'])
  const gaps = yield* answers({ ids: { start: 100, gap: 5 } }, add, add) // up to five are other customers'
  assert.notDeepEqual(gaps, ['{"order":100}', '{"order":101}'])
  const ranges = yield* answers({ ids: { start: [1000, 70_000] } }, add, {
    ...add,
    service: "2",
    quantity: "250"
  }) // by server
  assert.deepEqual(ranges, ['{"order":1000}', '{"order":70000}'])
  const opaque = yield* answers({ ids: { opaque: true } }, add, add) // texts of which none tells which came first
  assert.match(opaque.join(), /^\{"order":"ord_\w{13}"\},\{"order":"ord_\w{13}"\}$/)
  const options = { ids: { start: 100, gap: 5 }, foreign: "answered" } as const
  const foreign = yield* answers(options, add, add, { action: "status", order: "101" })
  assert.match(foreign[2] ?? "", /Completed/) // orders of others are answered about
  const again = { ...add, request_id: "abc" }
  const once = yield* answers({ requestIds: "2 minutes" }, again, again) // a repeated request_id is one order
  assert.equal(once[0], once[1])

  const sandbox = yield* Sandbox.make({ refillIds: { start: 5000, gap: 3 }, partial: 0 }) // refills likewise
  const done = { service: "1", quantity: 100, state: "Completed", age: "3 days" } as const
  for (const order of yield* sandbox.seed({ ...done, count: 3 })) {
    yield* sandbox.handle({ key: sandbox.key, action: "refill", order })
  }
  const refills = (yield* sandbox.refills).map(({ refill }) => Number(refill))
  assert.ok(refills.length === 3 && refills.every((id, at) => id >= 5000 + at && id <= 5003 + 4 * at))
  const unknown = yield* sandbox.handle({ key: sandbox.key, action: "refill_status", refill: "4999" })
  assert.ok("reply" in unknown && unknown.reply.body.includes("Refill not found"))
  yield* sandbox.accounts.replaceKey("main", sandbox.key, "new-key") // a key is rotated, and the old one refused
  const refused = yield* sandbox.handle({ key: sandbox.key, action: "balance" })
  assert.ok("reply" in refused && refused.reply.body.includes("Invalid API key"))
  yield* Console.log(big, gaps, ranges, opaque, once)
})

await Effect.runPromise(program)
