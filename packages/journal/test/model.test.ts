import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { type Identifiers, type Order, Transport } from "@smmkit/core"
import { type Mishap, Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { Context, Effect, Either, Exit, FastCheck, Fiber, Layer, Option, Scope, TestClock } from "effect"
import { Journal, type JournalEntry, Sqlite, Store } from "../src/index.js"
import { cuttable, folder, order, panelOptions, passing } from "./world.js"

/** What a person, a program or bad luck can do. */
type Step =
  | {
      readonly do: "place"
      readonly key: number
      readonly order: number
      readonly fault: Mishap.Name | "none"
    }
  | {
      readonly do: "crash"
      readonly key: number
      readonly order: number
      readonly at: "before" | "sent" | "answered"
    }
  | {
      readonly do: "change"
      readonly action: JournalEntry.Change
      readonly fault: (typeof changeFaults)[number]
      /** Whether its process ends amid the call. */
      readonly crash: "none" | "sent" | "before"
    }
  | { readonly do: "settle"; readonly key: number }
  | { readonly do: "resolve"; readonly key: number; readonly truth: boolean }
  | { readonly do: "wait" }

const faults = [
  "none",
  "none",
  "dropped-before",
  "dropped-after",
  "half-body",
  "server-error-after",
  "server-error-before",
  "maintenance",
  "refused",
  "rate-limited",
  "zero-id",
  "id-beside-error"
] as const satisfies ReadonlyArray<Mishap.Name | "none">

/** What can go wrong with the refill or the cancel of an order. */
const changeFaults = [
  "none",
  "dropped-before",
  "dropped-after",
  "half-body",
  "refused",
  "server-error-after"
] as const

const key = FastCheck.integer({ min: 0, max: 3 })
const number = FastCheck.integer({ min: 0, max: 1 })
const step: FastCheck.Arbitrary<Step> = FastCheck.oneof(
  {
    weight: 6,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("place" as const),
      key,
      order: number,
      fault: FastCheck.constantFrom(...faults)
    })
  },
  {
    weight: 2,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("crash" as const),
      key,
      order: number,
      at: FastCheck.constantFrom("before" as const, "sent" as const, "answered" as const)
    })
  },
  {
    weight: 4,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("change" as const),
      action: FastCheck.constantFrom("refill" as const, "cancel" as const),
      fault: FastCheck.constantFrom(...changeFaults),
      crash: FastCheck.constantFrom("none" as const, "none" as const, "sent" as const, "before" as const)
    })
  },
  { weight: 1, arbitrary: FastCheck.record({ do: FastCheck.constant("settle" as const), key }) },
  {
    weight: 1,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("resolve" as const),
      key,
      truth: FastCheck.constant(true)
    })
  },
  { weight: 1, arbitrary: FastCheck.record({ do: FastCheck.constant("wait" as const) }) }
)

/**
 * The reference model: what may be true of one key. `open` keys can be sent, `done` ones never again.
 * A key holds the order that it was first used for.
 */
interface Model {
  readonly order: number
  readonly state: "open" | "doubt" | "done"
}

const nameOf = (at: number) => `key ${at}`

/** Each key and order has a link of its own, by which the panel's books tell them apart. */
const orderOf = (at: number, which: number): Order.Order =>
  order(100 + at * 10 + which, `https://example.com/p/${at}/${which}`)

/** A process: a journal that can be killed, so that nothing it asks of store or panel is ever answered again. */
const startProcess = (at: { value: "none" | "before" | "sent" | "answered" }) =>
  Effect.gen(function* () {
    const real = yield* Store.Store
    const sandbox = yield* Sandbox.Sandbox
    const { store, cut } = cuttable(real)
    const transport = SandboxTransport.make(sandbox)
    const scope = yield* Scope.make()
    const wire = Layer.succeed(Transport.Transport, {
      ...transport,
      send: (call) =>
        call.spends && at.value !== "none"
          ? at.value === "sent"
            ? Effect.zipRight(Effect.ignore(transport.send(call)), Effect.never)
            : Effect.never
          : transport.send(call)
    })
    const context = yield* Layer.buildWithScope(
      Journal.layerPanel(panelOptions, { exclusive: true, lease: "4 minutes" }).pipe(
        Layer.provide(wire),
        Layer.provide(Layer.succeed(Store.Store, store))
      ),
      scope
    )
    return { journal: Context.get(context, Journal.Journal), cut, scope }
  })

const countOf = (link: string) =>
  Effect.map(
    Effect.flatMap(Sandbox.Sandbox, ({ bookings }) => bookings),
    (list) => list.filter(({ form }) => form["link"] === link).length
  )

const countCalls = (action: string) =>
  Effect.flatMap(Sandbox.Sandbox, ({ calls }) => Effect.map(calls, ({ byAction }) => byAction[action] ?? 0))

const linkOf = (one: Order.Order) => ("link" in one ? one.link : "")

const check = (models: ReadonlyMap<number, Model>, entries: ReadonlyMap<string, JournalEntry.JournalEntry>) =>
  Effect.forEach([0, 1, 2, 3], (at) =>
    Effect.gen(function* () {
      const model = models.get(at)
      const counts = yield* Effect.forEach([0, 1], (which) => countOf(linkOf(orderOf(at, which))))
      const entry = entries.get(nameOf(at))
      const total = counts.reduce((sum, count) => sum + count, 0)
      assert.isAtMost(total, 1, `${nameOf(at)} was booked ${total} times`)
      assert.strictEqual(entry === undefined, model === undefined)
      if (entry === undefined || model === undefined) return
      assert.strictEqual(entry.request["link"], linkOf(orderOf(at, model.order)))
      if (entry.state === "placed") assert.strictEqual(total, 1, "placed, but the panel has no such order")
      if (entry.state === "refused" || entry.state === "not-placed") assert.strictEqual(total, 0, entry.state)
      const expected = {
        placed: "done",
        refused: "open",
        "not-placed": "open",
        "in-doubt": "doubt",
        sending: "doubt"
      }
      assert.strictEqual(model.state, expected[entry.state], `${nameOf(at)} is ${entry.state}`)
    })
  )

/** The order that is refilled and cancelled: it has ended, and lost a part. */
const changing = (journal: Journal.Journal.Service) =>
  Effect.gen(function* () {
    const sandbox = yield* Sandbox.Sandbox
    const { order: id } = yield* passing(
      journal.placeOnce("changed", order(99, "https://example.com/changed"))
    )
    if (id === null) return yield* Effect.dieMessage("it was not placed")
    yield* Effect.orDie(sandbox.change(id, { state: "Completed" }))
    yield* TestClock.adjust("1 minutes")
    return id
  })

/**
 * What may be true of a change: it was sent at most once while nobody knew better, and what the journal says of it
 * is what the panel knows.
 */
const checkChange = (journal: Journal.Journal.Service, id: Identifiers.OrderId) =>
  Effect.gen(function* () {
    const { refills } = yield* Sandbox.Sandbox
    const booked = (yield* refills).filter(({ order }) => order === id)
    assert.isAtMost(booked.length, 1, "the order was refilled twice")
    for (const { key, state, order } of yield* journal.changes("refill", id)) {
      assert.strictEqual(key, `${id}#1`)
      if (state === "placed") assert.strictEqual(order, String(booked[0]?.refill))
      if (state === "refused" || state === "not-placed") assert.strictEqual(booked.length, 0, state)
    }
  })

const run = (steps: ReadonlyArray<Step>) =>
  Effect.gen(function* () {
    const store = yield* Store.Store
    const { faults: script, accounts } = yield* Sandbox.Sandbox
    yield* Effect.orDie(accounts.setFunds("main", "1000.123457"))
    const crashAt: { value: "none" | "before" | "sent" | "answered" } = { value: "none" }
    let current = yield* startProcess(crashAt)
    const models = new Map<number, Model>()

    /** What the model says of an attempt to place: null where it is a conflict, else the key's page. */
    const allowed = (at: number, which: number): Model | null => {
      const model = models.get(at)
      return model === undefined ? { order: which, state: "open" } : model.order === which ? model : null
    }

    const changed = steps.some((one) => one.do === "change") ? yield* changing(current.journal) : undefined

    for (const one of steps) {
      switch (one.do) {
        case "change": {
          if (changed === undefined) break
          yield* script.clear
          if (one.crash === "none") yield* script.script([one.fault], one.action)
          const { refillOnce, cancelOnce } = current.journal
          const ask = one.action === "refill" ? refillOnce(changed, { nth: 1 }) : cancelOnce(changed)
          const [before] = yield* current.journal.changes(one.action, changed)
          const calls = yield* countCalls(one.action)
          if (one.crash === "none") {
            yield* passing(Effect.either(ask))
            const isOpen = before === undefined || before.state === "refused" || before.state === "not-placed"
            if (!isOpen) assert.strictEqual(yield* countCalls(one.action), calls, "it was sent again")
            break
          }
          crashAt.value = one.crash
          const caller = yield* Effect.forkDaemon(Effect.either(ask))
          yield* TestClock.adjust("2 seconds")
          current.cut()
          crashAt.value = "none"
          yield* Effect.forkDaemon(Scope.close(current.scope, Exit.void))
          yield* Fiber.interruptFork(caller)
          yield* TestClock.adjust("5 minutes")
          current = yield* startProcess(crashAt)
          break
        }
        case "place": {
          const page = allowed(one.key, one.order)
          yield* script.clear
          yield* script.script([one.fault], "add")
          const before = yield* countOf(linkOf(orderOf(one.key, one.order)))
          const outcome = yield* passing(
            Effect.either(current.journal.placeOnce(nameOf(one.key), orderOf(one.key, one.order)))
          )
          const after = yield* countOf(linkOf(orderOf(one.key, one.order)))
          if (page === null) {
            assert.strictEqual(Either.isLeft(outcome) && outcome.left._tag, "KeyConflict")
            assert.strictEqual(after, before)
          } else if (page.state === "open") {
            const isUnknown = Either.isLeft(outcome) && outcome.left._tag === "OutcomeUnknown"
            models.set(one.key, {
              ...page,
              state: Either.isRight(outcome) ? "done" : isUnknown ? "doubt" : "open"
            })
            if (!isUnknown) assert.strictEqual(after - before, Either.isRight(outcome) ? 1 : 0)
          } else {
            assert.strictEqual(after, before, "a key that is done or in doubt was sent again")
            assert.strictEqual(Either.isRight(outcome), page.state === "done")
          }
          break
        }
        case "crash": {
          const page = allowed(one.key, one.order)
          yield* script.clear
          crashAt.value = one.at
          const caller = yield* Effect.forkDaemon(
            Effect.either(current.journal.placeOnce(nameOf(one.key), orderOf(one.key, one.order)))
          )
          yield* TestClock.adjust("2 seconds")
          current.cut()
          crashAt.value = "none"
          yield* Effect.forkDaemon(Scope.close(current.scope, Exit.void))
          yield* Fiber.interruptFork(caller)
          yield* TestClock.adjust("5 minutes")
          current = yield* startProcess(crashAt)
          if (page !== null && page.state === "open") models.set(one.key, { ...page, state: "doubt" })
          break
        }
        case "settle": {
          yield* script.clear
          yield* passing(Effect.either(current.journal.settle(nameOf(one.key))))
          // One balance settles whatever it can, and never wrongly: `check` compares with the books.
          for (const [at, model] of models) {
            const entry = Option.getOrUndefined(yield* current.journal.get(nameOf(at)))
            const isSettled = model.state === "doubt" && entry !== undefined && entry.state !== "in-doubt"
            if (isSettled) models.set(at, { ...model, state: entry.state === "placed" ? "done" : "open" })
          }
          break
        }
        case "resolve": {
          const model = models.get(one.key)
          const booked = model === undefined ? 0 : yield* countOf(linkOf(orderOf(one.key, model.order)))
          const outcome = yield* Effect.either(
            current.journal.resolve(
              nameOf(one.key),
              booked > 0 ? { placed: true } : { placed: false, early: true }
            )
          )
          if (model?.state === "doubt") {
            assert.isTrue(Either.isRight(outcome))
            models.set(one.key, { ...model, state: booked > 0 ? "done" : "open" })
          }
          break
        }
        case "wait":
          yield* TestClock.adjust("20 minutes")
      }
      if (changed !== undefined) yield* checkChange(current.journal, changed)
      yield* check(models, yield* store.findMany(current.journal.account, [0, 1, 2, 3].map(nameOf)))
    }
    yield* Effect.forkDaemon(Scope.close(current.scope, Exit.void))
  }).pipe(
    Effect.provide(
      Layer.merge(
        Layer.orDie(Sandbox.layer({ partial: 0, rejected: 0, refillWait: "10 seconds" })),
        Layer.orDie(Sqlite.layer(join(folder(), "journal.db")))
      )
    )
  )

it.effect.prop(
  "agrees with a simple model, whatever happens in whatever order",
  [FastCheck.array(step, { minLength: 1, maxLength: 12 })],
  ([steps]) => run(steps),
  { fastCheck: { numRuns: Number(process.env["SMMKIT_WORLDS"] ?? 10) } }
)
