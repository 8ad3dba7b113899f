import { assert, describe, it } from "@effect/vitest"
import {
  Array as Arr,
  Cause,
  Chunk,
  Deferred,
  Duration,
  Effect,
  FastCheck,
  Fiber,
  Stream,
  TestClock
} from "effect"
import { mapGroups } from "../../src/internal/inOrder.js"

const groups = { most: 3, window: Duration.millis(10) }

/** What each group came to: the group itself. */
const echo = (group: ReadonlyArray<number>) => Effect.succeed(Chunk.of(group))

/** Runs as far as it gets until nothing happens any more, with so much time. */
const settled = <A, E>(effect: Effect.Effect<A, E>, time: Duration.DurationInput = 0) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.fork(effect)
    yield* TestClock.adjust(time)
    return fiber
  })

const collect = <A, E>(stream: Stream.Stream<A, E>) =>
  Effect.map(Stream.runCollect(stream), Chunk.toReadonlyArray)

describe("groups of a stream", () => {
  it.effect.prop(
    "are whole, in order, and lose or repeat nothing, however the source is cut",
    [
      FastCheck.array(FastCheck.array(FastCheck.integer(), { maxLength: 8 }), { maxLength: 8 }),
      FastCheck.integer({ min: 1, max: 4 }),
      FastCheck.integer({ min: 1, max: 5 })
    ],
    ([chunks, concurrency, most]) =>
      Effect.gen(function* () {
        const source = Stream.fromChunks(...chunks.map(Chunk.fromIterable))
        const seen = yield* collect(mapGroups(source, { ...groups, most }, concurrency, echo))
        assert.deepStrictEqual(seen, Arr.chunksOf(chunks.flat(), most))
      })
  )

  it.effect("go when the first of them has waited for the window", () =>
    Effect.gen(function* () {
      const seen: Array<ReadonlyArray<number>> = []
      const source = Stream.concat(Stream.make(1, 2), Stream.never)
      const stream = mapGroups(source, groups, 2, echo)
      const fiber = yield* settled(
        Stream.runForEach(stream, (group) => Effect.sync(() => seen.push(group))),
        "9 millis"
      )
      assert.deepStrictEqual(seen, [])
      yield* TestClock.adjust("1 millis")
      assert.deepStrictEqual(seen, [[1, 2]])
      yield* Fiber.interrupt(fiber)
    })
  )

  it.effect("wait for each its own window, also the one that begins where another was full", () =>
    Effect.gen(function* () {
      const seen: Array<ReadonlyArray<number>> = []
      const trickle = Stream.fromIterable([1, 2, 3, 4, 5]).pipe(
        Stream.rechunk(1),
        Stream.mapEffect((one) => Effect.delay(Effect.succeed(one), "3 millis")),
        Stream.concat(Stream.never)
      )
      const fiber = yield* settled(
        Stream.runForEach(mapGroups(trickle, groups, 2, echo), (group) =>
          Effect.sync(() => seen.push(group))
        ),
        "12 millis"
      )
      assert.deepStrictEqual(seen, [[1, 2, 3]])
      // The fourth came at 12, before the window of the first was over.
      yield* TestClock.adjust("9 millis")
      assert.deepStrictEqual(seen, [[1, 2, 3]])
      yield* TestClock.adjust("1 millis")
      assert.deepStrictEqual(seen, [
        [1, 2, 3],
        [4, 5]
      ])
      yield* Fiber.interrupt(fiber)
    })
  )

  it.effect("are worked on at a time, no more than so many, and come out in order", () =>
    Effect.gen(function* () {
      let [now, most] = [0, 0]
      const work = (group: ReadonlyArray<number>) =>
        Effect.acquireUseRelease(
          Effect.sync(() => {
            now += 1
            most = Math.max(most, now)
          }),
          // The later, the quicker.
          () => Effect.as(Effect.sleep(1000 - (group[0] ?? 0)), Chunk.of(group)),
          () => Effect.sync(() => (now -= 1))
        )
      const fiber = yield* settled(collect(mapGroups(Stream.range(1, 30), groups, 4, work)), "1 minute")
      assert.deepStrictEqual(yield* Fiber.join(fiber), Arr.chunksOf(Arr.range(1, 30), 3))
      assert.strictEqual(most, 4)
    })
  )

  it.effect("are no more than so many, the one that is being read among them", () =>
    Effect.gen(function* () {
      for (const concurrency of [1, 4]) {
        let begun = 0
        const work = (group: ReadonlyArray<number>) =>
          Effect.sync(() => {
            begun += 1
            return Chunk.of(group)
          })
        const stream = mapGroups(Stream.range(1, 3000), groups, concurrency, work)
        const fiber = yield* settled(
          Stream.runForEach(stream, () => Effect.never),
          "1 minute"
        )
        assert.strictEqual(begun, concurrency)
        yield* Fiber.interrupt(fiber)
      }
    })
  )

  it.effect("fill up while nobody has time for them, and no further", () =>
    Effect.gen(function* () {
      let [given, asked] = [0, 0]
      const trickle = Stream.repeatEffect(
        Effect.delay(
          Effect.sync(() => (given += 1)),
          "20 millis"
        )
      )
      const work = () => {
        asked += 1
        return Effect.never
      }
      const fiber = yield* settled(Stream.runDrain(mapGroups(trickle, groups, 2, work)), "1 minute")
      // Each of two took the one that had waited for the window, and the next three wait, with one behind them.
      assert.deepStrictEqual([asked, given], [2, 6])
      yield* Fiber.interrupt(fiber)
    })
  )

  it.effect("that came before the source failed come out before its failure", () =>
    Effect.gen(function* () {
      const seen: Array<ReadonlyArray<number>> = []
      const source = Stream.concat(Stream.range(1, 4), Stream.fail("no more"))
      const stream = Stream.tap(mapGroups(source, groups, 2, echo), (group) =>
        Effect.sync(() => seen.push(group))
      )
      assert.strictEqual(yield* Effect.flip(collect(stream)), "no more")
      assert.deepStrictEqual(seen, [[1, 2, 3], [4]])
    })
  )

  const ends: ReadonlyArray<
    readonly [what: string, work: () => Effect.Effect<never>, isEnd: (cause: Cause.Cause<never>) => boolean]
  > = [
    ["dies", () => Effect.die("broken"), Cause.isDie],
    [
      "throws",
      () => {
        throw new Error("broken")
      },
      Cause.isDie
    ],
    ["is interrupted", () => Effect.interrupt, Cause.isInterrupted],
    [
      "ends its own fiber",
      () =>
        Effect.withFiberRuntime((fiber) => {
          fiber.unsafeInterruptAsFork(fiber.id())
          return Effect.never
        }),
      Cause.isInterrupted
    ]
  ]
  for (const [what, broken, isEnd] of ends) {
    it.effect(`end, in its place, with work that ${what}`, () =>
      Effect.gen(function* () {
        for (const concurrency of [1, 3]) {
          const seen: Array<ReadonlyArray<number>> = []
          const work = (group: ReadonlyArray<number>) =>
            group[0] === 4 ? broken() : Effect.delay(echo(group), "1 second")
          const stream = Stream.tap(mapGroups(Stream.range(1, 9), groups, concurrency, work), (group) =>
            Effect.sync(() => seen.push(group))
          )
          const fiber = yield* settled(Effect.sandbox(collect(stream)), "1 minute")
          const cause = yield* Effect.flip(Fiber.join(fiber))
          assert.isTrue(isEnd(cause), String(cause))
          assert.deepStrictEqual(seen, [[1, 2, 3]])
        }
      })
    )
  }

  it.effect("hold up nobody who may not be interrupted", () =>
    Effect.gen(function* () {
      const hour = { most: 3, window: Duration.hours(1) }
      const few = mapGroups(Stream.range(1, 1000), hour, 3, echo).pipe(Stream.take(1))
      const fiber = yield* settled(Effect.uninterruptible(collect(few)))
      assert.deepStrictEqual(yield* Fiber.join(fiber), [[1, 2, 3]])
    })
  )

  it.effect("need no more places than there are groups, however many might be worked on", () =>
    Effect.gen(function* () {
      const fiber = yield* settled(
        collect(mapGroups(Stream.range(1, 6), groups, Number.MAX_SAFE_INTEGER, echo)),
        "1 minute"
      )
      assert.deepStrictEqual(yield* Fiber.join(fiber), [
        [1, 2, 3],
        [4, 5, 6]
      ])
    })
  )

  it.effect("are let go, with the source, when nobody reads any more", () =>
    Effect.gen(function* () {
      const closed = yield* Deferred.make<void>()
      let interrupted = 0
      const source = Stream.ensuring(
        Stream.concat(Stream.range(1, 9), Stream.never),
        Deferred.succeed(closed, undefined)
      )
      const work = () => Effect.onInterrupt(Effect.never, () => Effect.sync(() => (interrupted += 1)))
      const fiber = yield* settled(Stream.runDrain(mapGroups(source, groups, 2, work)), "1 second")
      yield* Fiber.interrupt(fiber)
      yield* Deferred.await(closed)
      assert.strictEqual(interrupted, 2)
    })
  )
})
