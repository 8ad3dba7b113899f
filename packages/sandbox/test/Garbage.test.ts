/**
 * Whatever a program without types gives to a control: it is refused at once and in words, by the field or
 * the argument that is wrong, or it is something that can be done. Nothing is a defect, and the books agree.
 */
import { assert, describe, it } from "@effect/vitest"
import { Sandbox, SandboxControl, SandboxOptions } from "@smmkit/sandbox"
import { Cause, Chunk, Effect, Either, Layer, Predicate, Redacted } from "effect"
import { operations } from "../src/internal/operations.js"
import { isRun, link } from "./harness.js"

const garbage: ReadonlyArray<unknown> = [
  undefined,
  null,
  0,
  -1,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e300,
  "",
  " ",
  "x",
  "1e9",
  "-5 minutes",
  "\u0000",
  true,
  [],
  [1],
  {},
  { a: 1 },
  () => 1,
  Symbol("s"),
  10n,
  new Date(Number.NaN),
  "x".repeat(100_000)
]

/** What each control is given: `_` stands for garbage. */
const controls: Readonly<Record<string, ReadonlyArray<ReadonlyArray<unknown>>>> = {
  order: [["_"]],
  orders: [
    ["_"],
    ...["account", "service", "link", "state", "by", "over", "parent", "top", "from", "to", "typo"].map(
      (field) => [{ [field]: "_" }]
    )
  ],
  change: [
    ["_", {}],
    ["23501", "_"],
    ...["state", "remains", "refund", "refundAfter", "typo"].map((field) => ["23501", { [field]: "_" }])
  ],
  hold: [["_"]],
  forget: [["_"]],
  lose: [
    ["_", 1],
    ["23501", "_"]
  ],
  changeRefill: [
    ["_", "Error"],
    ["1", "_"]
  ],
  seed: [
    ["_"],
    [["_"]],
    ...["service", "account", "quantity", "age", "state", "remains", "children", "link", "count", "typo"].map(
      (field) => [{ service: "1", quantity: 100, [field]: "_" }]
    )
  ],
  write: [["_"], [{ balance: "_" }], [{ charge: "_" }], [{ refusals: "_" }], [{ typo: "_" }]],
  "ledger.balance": [["_"]],
  "ledger.entries": [["_"]],
  "logs.calls": [["_"], ...["from", "to", "key", "action", "typo"].map((field) => [{ [field]: "_" }])],
  "logs.transitions": [["_"], ...["from", "to", "order", "typo"].map((field) => [{ [field]: "_" }])],
  "accounts.create": [
    ["_"],
    ...["name", "key", "balance", "currency", "typo"].map((field) => [
      { name: `name of ${field}`, key: `key of ${field}`, [field]: "_" }
    ])
  ],
  "accounts.addKey": [
    ["_", "another"],
    ["main", "_"]
  ],
  "accounts.replaceKey": [
    ["_", "no-key", "another"],
    ["main", "_", "another"],
    ["main", "no-key", "_"]
  ],
  "accounts.setEnabled": [
    ["_", true],
    ["main", "_"]
  ],
  "accounts.setFunds": [
    ["_", "1"],
    ["main", "_"]
  ],
  "accounts.spend": [
    ["_", "1"],
    ["main", "_"]
  ],
  "accounts.strangerOrders": [
    ["_", {}],
    ["main", "_"],
    ["main", { service: "_", link: "_", quantity: "_" }]
  ],
  "services.change": [
    ["_", {}],
    ["2", "_"],
    ...["rate", "min", "max", "type", "name", "service", "refill"].map((field) => ["2", { [field]: "_" }])
  ],
  "services.set": [
    ["_", "on"],
    ["3", "_"]
  ],
  "services.write": [["_"], [["_"]], [[{ service: "_", rate: "_" }]]],
  "faults.setTraits": [["_"], [["_"]]],
  "faults.set": [["_"], [{ slow: "_" }], [{ typo: "_" }]],
  "faults.add": [
    ["_"],
    ...["mishap", "chance", "after", "until", "action", "account", "key", "order", "typo"].map((field) => [
      { mishap: "slow", action: "cancel", [field]: "_" }
    ])
  ],
  "faults.during": [
    ["_", { mishap: "slow", action: "cancel" }],
    ["1 second", "_"]
  ],
  "faults.script": [
    ["_"],
    [["_"], "cancel"],
    [[["_"]], "cancel"],
    [["none"], "_"],
    [[{ mishap: "slow", after: "_" }], "cancel"],
    ...["action", "account", "key", "order", "typo"].map((field) => [["none"], { [field]: "_" }])
  ],
  "faults.left": [["_"], ...["action", "account", "key", "order", "typo"].map((field) => [{ [field]: "_" }])]
}

/** Of these so many are one tried, another one in each place, or all of them with `SMMKIT_SANDBOX=long`. */
const part = 5

/** The arguments with the garbage in its place. */
const put = (given: unknown, what: unknown): unknown => {
  if (given === "_") return what
  if (Array.isArray(given)) return given.map((one) => put(one, what))
  return Predicate.isRecord(given)
    ? Object.fromEntries(Object.entries(given).map(([name, value]) => [name, put(value, what)]))
    : given
}

const called = (
  sandbox: unknown,
  path: string,
  args: ReadonlyArray<unknown>
): Effect.Effect<unknown, unknown> => {
  const [owner, method] = path
    .split(".")
    .reduce<readonly [unknown, unknown]>(
      ([, held], name) => [held, Predicate.isRecord(held) ? held[name] : undefined],
      [undefined, sandbox]
    )
  const effect: unknown = Predicate.isFunction(method) ? Reflect.apply(method, owner, args) : undefined
  assert.isTrue(Effect.isEffect(effect), path)
  return isEffect(effect) ? effect : Effect.void
}

const isEffect = (value: unknown): value is Effect.Effect<unknown, unknown> => Effect.isEffect(value)

const isInWords = (error: unknown): boolean =>
  error instanceof SandboxOptions.SandboxError && error.field !== "" && error.remedy.trim() !== ""

const attack = Effect.gen(function* () {
  const sandbox = yield* Sandbox.Sandbox
  yield* sandbox.handle({ key: sandbox.key, action: "add", service: "1", link: link(), quantity: "100" })
  let [refused, tried] = [0, 0]
  for (const [path, shapes] of Object.entries(controls)) {
    for (const shape of shapes) {
      for (const what of garbage) {
        if (!isRun(tried++, part)) continue
        const args = shape.map((one) => put(one, what))
        const exit = yield* Effect.exit(called(sandbox, path, args))
        yield* sandbox.faults.clear
        yield* sandbox.faults.setTraits([])
        if (exit._tag === "Success") continue
        const errors = [
          ...Chunk.toArray(Cause.failures(exit.cause)),
          ...Chunk.toArray(Cause.defects(exit.cause))
        ]
        assert.isTrue(
          errors.length > 0 && errors.every(isInWords),
          `${path} ${JSON.stringify(shape)} with ${String(what)}: ${Cause.pretty(exit.cause).slice(0, 300)}`
        )
        refused += 1
      }
    }
  }
  yield* sandbox.write({})
  assert.isAbove(refused, 300)
  assert.deepStrictEqual(yield* sandbox.ledger.disagreements, [])
  const status = yield* sandbox.handle({ key: sandbox.key, action: "status", order: "23501" })
  assert.isTrue("reply" in status && status.reply.status === 200)
})

const token = Redacted.make("only-for-this-test")
const port = Layer.provideMerge(SandboxControl.layer({ token }), Sandbox.layer())

/** Options that are more than one value, with garbage in each of their places. */
const options: ReadonlyArray<unknown> = [
  ...["seed", "services", "balance", "currency", "key", "speed", "partial", "rejected", "refillWait"],
  ...["cancelWait", "decimals", "rounding", "mayOwe", "ids", "refillIds", "others", "foreign", "requestIds"],
  ...["pace", "drop", "catalogue", "limits", "logSize", "refuseDuplicates", "manyForm", "dialect", "traits"],
  "mishaps"
]
  .map((name): unknown => ({ [name]: "_" }))
  .concat(
    ["start", "gap", "opaque"].map((field) => ({ ids: { [field]: "_" } })),
    ["calls", "window", "action", "per", "answer"].map((field) => ({
      limits: [{ calls: 1, window: "1 minute", [field]: "_" }]
    })),
    ["queue", "unit", "order", "most", "bursts", "stalls", "stall", "byService"].map((field) => ({
      pace: { [field]: "_" }
    })),
    { pace: { byService: { 1: "_" } } },
    { pace: { queue: ["_", 1] } },
    { mishaps: { slow: "_" } },
    { traits: ["_"] },
    { limits: ["_"] },
    { catalogue: ["_"] }
  )

describe("an option that is anything", () => {
  it("is refused in words where it is no options at all", () => {
    for (const what of [null, 5, "x", [], () => 1]) {
      const read = Reflect.apply(SandboxOptions.check, undefined, [what])
      assert.ok(Either.isEither(read) && Either.isLeft(read), String(what))
    }
  })

  it("is refused in words, or is one", () => {
    for (const shape of options) {
      for (const what of garbage) {
        const read: unknown = Reflect.apply(SandboxOptions.check, undefined, [put(shape, what)])
        assert.isTrue(Either.isEither(read))
        if (Either.isEither(read) && Either.isLeft(read))
          assert.match(String(read.left), /is not usable|give|there is no/)
      }
    }
  })
})

describe("a control that is given anything", () => {
  it.effect("refuses it in words, or does it", () => Effect.provide(attack, Sandbox.layer()))

  it.live("answers in words over its port too, whatever is sent", () =>
    Effect.gen(function* () {
      const { url } = yield* SandboxControl.SandboxControl
      const { ledger } = yield* Sandbox.Sandbox
      const bodies = [
        "",
        "x",
        "null",
        "0",
        "{}",
        "[]",
        "[null]",
        "[0]",
        '["x"]',
        "[{}]",
        "[[]]",
        "[[{}]]",
        "[[[0]]]"
      ]
      const more = [
        '["main",{}]',
        '["main",null]',
        '["23501",{"remains":"NaN"}]',
        '[{"a":1}]',
        '["x","x","x"]'
      ]
      let sent = 0
      for (const operation of [...Object.keys(operations), "nothing", "", "__proto__", "%E0%A4%A"]) {
        for (const body of [...bodies, ...more]) {
          if (!isRun(sent++, part)) continue
          const response = yield* Effect.promise(() =>
            fetch(`${url}/${operation}`, {
              method: "POST",
              headers: { authorization: `Bearer ${Redacted.value(token)}` },
              body
            })
          )
          const text = yield* Effect.promise(() => response.text())
          const what = `${operation} ${body}: ${response.status} ${text.slice(0, 200)}`
          assert.include([200, 400, 404, 409, 422], response.status, what)
          if (response.status !== 200) assert.match(text, /^\{"field":".+","remedy":".+"\}$/s, what)
        }
      }
      assert.deepStrictEqual(yield* ledger.disagreements, [])
    }).pipe(Effect.provide(port))
  )
})
