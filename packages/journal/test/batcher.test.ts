import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Either, Exit, Fiber, FiberId, Scope } from "effect"
import * as Batcher from "../src/internal/store/batcher.js"

const turn = Effect.async<void>((resume) => {
  setImmediate(() => resume(Effect.void))
})

/** Batches that are held until they are let go. */
const held = (lanes: 1 | 2) =>
  Effect.gen(function* () {
    const batches: Array<{ readonly ops: ReadonlyArray<number>; readonly go: Deferred.Deferred<void> }> = []
    const scope = yield* Scope.make()
    const submit = yield* Batcher.make((ops: ReadonlyArray<number>) => {
      const go = Deferred.unsafeMake<void>(FiberId.none)
      batches.push({ ops, go })
      return Effect.as(
        Deferred.await(go),
        ops.map((op) => Either.right(-op))
      )
    }, lanes).pipe(Scope.extend(scope))
    const ask = (count: number) =>
      Effect.zipLeft(
        Effect.fork(
          Effect.forEach(
            Array.from({ length: count }, (_, at) => at),
            (op) => Batcher.submitted(submit, op),
            { concurrency: "unbounded" }
          )
        ),
        Effect.repeatN(turn, 5)
      )
    return { batches, scope, ask, sizes: () => batches.map(({ ops }) => ops.length) }
  })

describe("writes that are asked for together", () => {
  it.effect("go into one batch where one is written at a time, and the next ones wait for it", () =>
    Effect.gen(function* () {
      const { batches, ask, sizes } = yield* held(1)
      const first = yield* ask(64)
      const second = yield* ask(64)
      assert.deepStrictEqual(sizes(), [64])
      yield* Deferred.succeed(batches[0]?.go ?? assert.fail(), undefined)
      assert.strictEqual((yield* Fiber.join(first))[5], -5)
      yield* Effect.repeatN(turn, 5)
      assert.deepStrictEqual(sizes(), [64, 64])
      yield* Deferred.succeed(batches[1]?.go ?? assert.fail(), undefined)
      yield* Fiber.join(second)
    })
  )

  it.effect("go half and half where two are written at a time, and each tells its own when it ends", () =>
    Effect.gen(function* () {
      const { batches, ask, sizes } = yield* held(2)
      const all = yield* ask(64)
      assert.deepStrictEqual(sizes(), [32, 32])
      // A few are not worth a third one, nor one beside the other.
      const few = yield* ask(3)
      assert.deepStrictEqual(sizes(), [32, 32])
      yield* Deferred.succeed(batches[1]?.go ?? assert.fail(), undefined)
      yield* Effect.repeatN(turn, 5)
      assert.deepStrictEqual(sizes(), [32, 32, 3])
      for (const { go } of batches) yield* Deferred.succeed(go, undefined)
      assert.strictEqual((yield* Fiber.join(all)).length, 64)
      assert.deepStrictEqual(yield* Fiber.join(few), [-0, -1, -2])
    })
  )

  it.effect("are all told when it is closed, written or waiting", () =>
    Effect.gen(function* () {
      const { scope, ask } = yield* held(2)
      const all = yield* ask(64)
      const few = yield* ask(3)
      yield* Scope.close(scope, Exit.void)
      for (const fiber of [all, few]) {
        const error = yield* Effect.flip(Fiber.join(fiber))
        assert.include(error.message, "closed meanwhile")
      }
    })
  )
})
