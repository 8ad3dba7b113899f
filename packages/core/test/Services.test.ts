import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Either, Exit, Fiber, Option, TestClock } from "effect"
import { Identifiers, type PanelConfig, Quote, Services } from "../src/index.js"
import { outcome, plain } from "./plain.js"
import * as Scripted from "./scripted.js"

const row = { service: 1, name: "Likes", type: "Default", category: "A", rate: "1", min: "1", max: "9" }
const catalogue = (...names: ReadonlyArray<string>) =>
  Scripted.json(names.map((name, at) => ({ ...row, service: at + 1, name })))

const use = <A, E>(
  scripted: Scripted.Scripted,
  f: (services: Services.Services.Service) => Effect.Effect<A, E>,
  options: Partial<PanelConfig.Options> = {}
) => Effect.flatMap(Services.Services, f).pipe(Effect.provide(scripted.panel({ retries: 0, ...options })))

const names = (list: Services.Answer) => list.map(({ name }) => name)

const slow = (step: Scripted.Step) =>
  Effect.delay(Effect.isEffect(step) ? step : Effect.succeed(step), "1 second")

describe("list", () => {
  it.effect("reads the catalogue once in its time to live", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([catalogue("old"), catalogue("new")])
      yield* use(scripted, ({ list }) =>
        Effect.gen(function* () {
          assert.deepStrictEqual(names(yield* list), ["old"])
          yield* TestClock.adjust("14 minutes")
          assert.deepStrictEqual(names(yield* list), ["old"])
          assert.strictEqual(scripted.calls.length, 1)
          yield* TestClock.adjust("1 minute")
          assert.deepStrictEqual(names(yield* list), ["new"])
          assert.strictEqual(scripted.calls.length, 2)
        })
      )
    })
  )

  it.effect("keeps it for the time that the configuration says", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([catalogue("old"), catalogue("new")])
      const second = yield* use(
        scripted,
        ({ list }) => list.pipe(Effect.zipRight(TestClock.adjust("1 minute")), Effect.zipRight(list)),
        { catalogueTimeToLive: "1 minute" }
      )
      assert.deepStrictEqual(names(second), ["new"])
      const always = Scripted.make([catalogue("a"), catalogue("b")])
      const fresh = yield* use(always, ({ list }) => Effect.zipRight(list, list), { catalogueTimeToLive: 0 })
      assert.deepStrictEqual(names(fresh), ["b"])
      const forever = Scripted.make([catalogue("a")])
      yield* use(
        forever,
        ({ list }) => list.pipe(Effect.zipRight(TestClock.adjust("10000 days")), Effect.zipRight(list)),
        { catalogueTimeToLive: Duration.infinity }
      )
    })
  )

  it.effect("reads it anew where the clock was set back since", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([catalogue("old"), catalogue("new"), catalogue("new", "other")])
      yield* use(scripted, ({ list, get }) =>
        Effect.gen(function* () {
          yield* TestClock.adjust("2 days")
          assert.deepStrictEqual(names(yield* list), ["old"])
          yield* TestClock.setTime(Duration.toMillis("1 day"))
          assert.deepStrictEqual(names(yield* list), ["new"])
          assert.strictEqual((yield* get(Identifiers.ServiceId.make("2"))).name, "other")
        })
      )
    })
  )

  it.effect("asks again for what it lacks where the clock was set back since it did", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([
        catalogue("old"),
        catalogue("old"),
        catalogue("old"),
        catalogue("old", "other")
      ])
      const id = Identifiers.ServiceId.make("2")
      yield* use(scripted, ({ list, get }) =>
        Effect.gen(function* () {
          yield* TestClock.adjust("2 days")
          yield* list
          yield* Effect.flip(get(id))
          yield* TestClock.setTime(Duration.toMillis("1 day"))
          yield* list
          assert.strictEqual((yield* get(id)).name, "other")
        })
      )
    })
  )

  it.effect("lets nobody queue who asks while it is read, though it is not kept", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make(() => slow(catalogue("one")))
      yield* use(
        scripted,
        ({ list }) =>
          Effect.gen(function* () {
            const fiber = yield* Effect.fork(
              Effect.all(
                Array.from({ length: 20 }, () => list),
                { concurrency: "unbounded" }
              )
            )
            yield* TestClock.adjust("1 minute")
            yield* Fiber.join(fiber)
            assert.isAtMost(scripted.calls.length, 2)
          }),
        { catalogueTimeToLive: 0 }
      )
    })
  )

  it.effect("keeps no failure", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([Scripted.text("", 500), catalogue("fine")])
      yield* use(scripted, ({ list }) =>
        Effect.gen(function* () {
          assert.strictEqual((yield* Effect.flip(list))._tag, "PanelUnavailable")
          assert.deepStrictEqual(names(yield* list), ["fine"])
        })
      )
    })
  )

  it.effect("makes one call for all who ask at the same time", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([slow(catalogue("one"))])
      yield* use(scripted, ({ list }) =>
        Effect.gen(function* () {
          const fiber = yield* Effect.fork(
            Effect.all(
              Array.from({ length: 100 }, () => list),
              { concurrency: "unbounded" }
            )
          )
          yield* TestClock.adjust("1 second")
          assert.strictEqual((yield* Fiber.join(fiber)).length, 100)
        })
      )
      assert.strictEqual(scripted.calls.length, 1)
    })
  )

  it.effect("fails all who wait for the same reading with its error, and none later than that", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([slow(Scripted.text("", 500)), catalogue("fine")])
      yield* use(scripted, ({ list }) =>
        Effect.gen(function* () {
          const fiber = yield* Effect.fork(
            Effect.all(
              Array.from({ length: 50 }, () => Effect.either(list)),
              { concurrency: "unbounded" }
            )
          )
          yield* TestClock.adjust("1 second")
          const results = yield* Fiber.join(fiber)
          assert.strictEqual(scripted.calls.length, 1)
          assert.isTrue(results.every(({ _tag }) => _tag === "Left"))
          assert.deepStrictEqual(names(yield* list), ["fine"])
        })
      )
    })
  )

  it.effect("is read by another who waits when its reader is interrupted", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([Effect.never, catalogue("fine")])
      yield* use(scripted, ({ list }) =>
        Effect.gen(function* () {
          const reader = yield* Effect.fork(list)
          yield* TestClock.adjust("1 second")
          const waiting = yield* Effect.fork(list)
          yield* TestClock.adjust("1 second")
          assert.strictEqual(scripted.calls.length, 1)
          yield* Fiber.interrupt(reader)
          assert.deepStrictEqual(names(yield* Fiber.join(waiting)), ["fine"])
          assert.strictEqual(scripted.calls.length, 2)
        })
      )
    })
  )

  it.effect("is read anew after `invalidate`, even if that came amid a reading", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([catalogue("a"), catalogue("b"), slow(catalogue("c")), catalogue("d")])
      yield* use(scripted, ({ list, invalidate }) =>
        Effect.gen(function* () {
          assert.deepStrictEqual(names(yield* list), ["a"])
          yield* invalidate
          assert.deepStrictEqual(names(yield* list), ["b"])
          yield* invalidate
          const reading = yield* Effect.fork(list)
          yield* TestClock.adjust("500 millis")
          yield* invalidate
          yield* TestClock.adjust("500 millis")
          assert.deepStrictEqual(names(yield* Fiber.join(reading)), ["c"])
          assert.deepStrictEqual(names(yield* list), ["d"])
        })
      )
    })
  )

  it.effect("sees a defect of the transport as one, and reads again", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([Effect.die("broken"), catalogue("fine")])
      yield* use(scripted, ({ list }) =>
        Effect.gen(function* () {
          assert.isTrue(Exit.isFailure(yield* Effect.exit(list)))
          assert.deepStrictEqual(names(yield* list), ["fine"])
        })
      )
    })
  )
})

describe("get", () => {
  const one = Identifiers.ServiceId.make("2")

  it.effect("finds a service in the catalogue, without another call", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([catalogue("a", "b")])
      yield* use(scripted, ({ list, get }) =>
        Effect.gen(function* () {
          yield* list
          assert.strictEqual((yield* get(one)).name, "b")
        })
      )
      assert.strictEqual(scripted.calls.length, 1)
    })
  )

  it.effect("says NotFound of a service that the catalogue lacks", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([catalogue("a")])
      const error = yield* use(scripted, ({ get }) => Effect.flip(get(one)))
      assert(error._tag === "NotFound")
      assert.strictEqual(error.meaning, "bad-service")
      assert.include(error.message, "2")
    })
  )
})

describe("the answer", () => {
  const read = (body: unknown) =>
    use(
      Scripted.make(() => Scripted.json(body)),
      ({ list }) => Effect.map(Effect.either(list), outcome)
    )

  it.effect("may be wrapped", () =>
    Effect.gen(function* () {
      for (const body of [[row], { services: [row] }, { data: [row] }, { status: "success", data: [row] }]) {
        assert.propertyVal(yield* read(body), "length", 1, JSON.stringify(body))
      }
    })
  )

  it.effect("may be empty", () =>
    Effect.gen(function* () {
      for (const body of [[], { services: [] }, { data: [] }, { status: "success", data: "Empty Data" }]) {
        assert.deepStrictEqual(yield* read(body), [], JSON.stringify(body))
      }
    })
  )

  it.effect("is none where it is anything else", () =>
    Effect.gen(function* () {
      for (const body of [{}, null, "services", 5, [5], [null], [{}], [[row]], { services: "none" }]) {
        assert.propertyVal(yield* read(body), "tag", "UnexpectedAnswer", JSON.stringify(body))
      }
    })
  )

  it.effect("keeps the services that can be ordered where a row names none", () =>
    Effect.gen(function* () {
      const { service: _, ...nameless } = row
      const answer = yield* read([nameless, { ...row, service: 0 }, row, { ...row, service: null }, "—"])
      assert.deepStrictEqual(plain(answer), plain(yield* read([row])))
    })
  )

  it.effect("may lack texts, or hold something else in their place", () =>
    Effect.gen(function* () {
      for (const [fields, name, type, category] of [
        [{ service: 1 }, "", "", ""],
        [{ service: 1, name: null, type: null, category: null }, "", "", ""],
        [{ service: 1, name: 100, type: 5, category: 7 }, "100", "5", "7"],
        [{ Service: 1, Name: "a", Type: "default", Category: "b" }, "a", "Default", "b"]
      ] as const) {
        const [service] = [yield* read([fields])].flat()
        assert.deepInclude(service, { service: "1", name, type, category })
      }
    })
  )

  it.effect("keeps a type that is not known as the panel wrote it", () =>
    Effect.gen(function* () {
      for (const [type, known] of [
        ["High Quality", "High Quality"],
        ["likes", "likes"],
        ["Subscriptions ", "Subscriptions"],
        ["custom_comments_package", "Custom Comments Package"],
        ["MENTIONS-WITH-HASHTAGS", "Mentions with Hashtags"],
        ["seo", "SEO"],
        ["Other", "Other"]
      ]) {
        const [service] = [yield* read([{ ...row, type }])].flat()
        assert.deepInclude(service, { type: known })
      }
    })
  )

  it.effect("leaves out a limit, price or flag that cannot be told", () =>
    Effect.gen(function* () {
      const odd = {
        ...row,
        rate: "1,5",
        min: "few",
        max: "1,000.000",
        refill: "maybe",
        cancel: 2,
        dripfeed: null
      }
      const [service] = [yield* read([odd])].flat()
      assert.deepInclude(service, {
        rate: null,
        min: null,
        max: null,
        refill: null,
        cancel: null,
        dripfeed: null
      })
    })
  )

  it.effect("reads yes and no in the ways of PHP", () =>
    Effect.gen(function* () {
      for (const [sent, flag] of [
        [true, true],
        [1, true],
        ["1", true],
        ["Yes", true],
        ["TRUE", true],
        ["on", true],
        [false, false],
        [0, false],
        ["0", false],
        ["no", false],
        ["false", false],
        ["", null],
        [2, null]
      ] as const) {
        const [service] = [yield* read([{ ...row, refill: sent }])].flat()
        assert.deepInclude(service, { refill: flag }, JSON.stringify(sent))
      }
    })
  )
})

describe("a catalogue that lacks something", () => {
  const rows = (...ids: ReadonlyArray<string>) => Scripted.json(ids.map((service) => ({ ...row, service })))
  const id = (text: string) => Identifiers.ServiceId.make(text)

  it.effect("is asked again before it is believed, once for all who wait and at most once a minute", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([rows("1"), rows("1", "2"), rows("1", "2", "3")])
      yield* use(scripted, ({ get }) =>
        Effect.gen(function* () {
          yield* get(id("1"))
          const found = yield* Effect.all([get(id("2")), get(id("2")), get(id("2"))], {
            concurrency: "unbounded"
          })
          assert.deepStrictEqual(
            found.map(({ service }) => service),
            ["2", "2", "2"]
          )
          assert.strictEqual(scripted.calls.length, 2)
          yield* TestClock.adjust("30 seconds")
          const error = yield* Effect.flip(get(id("3")))
          assert.deepInclude(error, { _tag: "NotFound", catalogueAge: 30_000 })
          assert.strictEqual(error.message, "no service 3 in the catalogue, which was read 30 s ago")
          yield* TestClock.adjust("31 seconds")
          assert.strictEqual((yield* get(id("3"))).service, "3")
        })
      )
      assert.strictEqual(scripted.calls.length, 3)
    })
  )

  it.effect("is asked again where it is empty, and then each minute", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([rows(), rows(), rows("1")])
      yield* use(scripted, ({ list }) =>
        Effect.gen(function* () {
          assert.strictEqual((yield* list).length, 0)
          assert.strictEqual((yield* list).length, 0)
          assert.strictEqual(scripted.calls.length, 2)
          yield* TestClock.adjust("1 minute")
          assert.strictEqual((yield* list).length, 1)
        })
      )
      const flawed = Scripted.make([rows(), rows("1")])
      assert.strictEqual((yield* use(flawed, ({ get }) => get(id("1")))).service, "1")
    })
  )
})

describe("a service that is listed twice", () => {
  it.effect("is one where the rows agree, and unclear where they do not", () =>
    Effect.gen(function* () {
      const catalogue = [
        row,
        { ...row, name: "the same" },
        { ...row, service: "2", rate: "1", min: "10", max: "1000" },
        { ...row, service: "2", rate: "2.5", min: "10.0", max: "1000" },
        // The same number in another currency is another price.
        { ...row, service: "3", currency: "USD" },
        { ...row, service: "3", currency: "INR" }
      ]
      const list = yield* use(Scripted.make([Scripted.json(catalogue)]), ({ list }) => list)
      assert.deepStrictEqual(
        list.map(({ service, unclear, rate }) => [service, plain(unclear), Option.isSome(rate)]),
        [
          ["1", null, true],
          ["2", "rate 1 or 2.5", false],
          ["3", "currency USD or INR", false]
        ]
      )
      const unclear = list[1]
      assert(unclear !== undefined)
      const order = { type: "Default", service: unclear.service, link: "x", quantity: 100 } as const
      const error = Either.getOrThrow(Either.flip(Quote.check(order, unclear)))
      assert.include(error.remedy, "rate 1 or 2.5")
      assert.isTrue(Option.isNone(Quote.quote(order, unclear)))
    })
  )

  it.effect("is known by its ID as text, in whatever order and whether or not that is a number", () =>
    Effect.gen(function* () {
      const ids = [
        ["7", "10", "7"],
        ["10", "7", "a1", "a1"],
        // Of the last digits a double knows nothing.
        ["90071992547409931", "90071992547409932", "1"]
      ]
      const found = yield* Effect.forEach(ids, (ids) => {
        const catalogue = ids.map((service) => ({ ...row, service }))
        return use(Scripted.make([Scripted.json(catalogue)]), ({ list }) =>
          Effect.map(list, (list) => list.map(({ service }) => service))
        )
      })
      assert.deepEqual(found, [["7", "10"], ["10", "7", "a1"], ids[2]])
    })
  )
})
