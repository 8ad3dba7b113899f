/**
 * Fills a sandbox with orders, first few and then many, and prints as JSON what an order takes in time (ms
 * of the processor) and in memory (bytes), and what a status of 100 takes among few and among many.
 */
import { Sandbox } from "@smmkit/sandbox"
import { Effect } from "effect"

const [few = 0, many = 0] = process.argv.slice(2).map(Number)
const rounds = 200

const clock = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** What is held once garbage is gone, if the program may ask for that. */
const held = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

const program = Effect.gen(function* () {
  const { seed, handle, key } = yield* Sandbox.make()
  const fill = (count: number) =>
    Effect.gen(function* () {
      const [before, start] = [held(), clock()]
      const ids = yield* Effect.orDie(seed({ service: "1", quantity: 100, count, age: "1 day" }))
      const time = clock() - start
      return { ids, time: time / count, memory: (held() - before) / count }
    })
  const ask = (ids: ReadonlyArray<string>) =>
    Effect.gen(function* () {
      const start = clock()
      for (let round = 0; round < rounds; round++) {
        const at = (round * 7919) % Math.max(1, ids.length - 100)
        yield* handle({ key, action: "status", orders: ids.slice(at, at + 100).join(",") })
      }
      return (clock() - start) / rounds
    })
  const first = yield* fill(few)
  yield* ask(first.ids) // the first looks are those of a cold program
  const among = yield* ask(first.ids)
  const second = yield* fill(many)
  yield* ask(second.ids)
  const amongMany = yield* ask(second.ids)
  return { few: { ...first, ids: few, status: among }, many: { ...second, ids: many, status: amongMany } }
})

console.log(JSON.stringify(await Effect.runPromise(program)))
