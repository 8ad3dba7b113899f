/** What a program without types, or a slip of the pen, may set: each wrong option says which it is, and what is right. */
import { assert, describe, it } from "@effect/vitest"
import { Store } from "@smmkit/journal"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { Cause, Effect, Either, Exit, Layer, Option } from "effect"
import { Follow, FollowConfig, FollowStore } from "../src/index.js"
import { file, panel } from "./world.js"

const year = { _tag: "Days", days: 365 } as const

/** Options as a program without types has them. */
const untyped = (options: unknown): FollowConfig.Options & Follow.Options =>
  JSON.parse(JSON.stringify(options))

const wrongAccounts: ReadonlyArray<readonly [field: string, value: unknown]> = [
  ["options", { limits: {} }],
  ["name", { name: 5 }],
  ["name", { name: "" }],
  ["name", { name: "  " }],
  ["name", { name: "x".repeat(256) }],
  ["name", { name: "a\u0000" }],
  ["limit", { limit: null }],
  ["limit", { limit: 100 }],
  ["limit", { limit: { calls: 5, per: "1 minute", shares: 3 } }],
  ["limit.calls", { limit: { calls: "100", per: "1 minute" } }],
  ["limit.per", { limit: { calls: 100, per: "yesterday" } }],
  ["limit.share", { limit: { calls: 5, per: "1 minute", share: 5 } }],
  ["books", { books: "half-up" }],
  ["books", { books: { decimal: 2 } }],
  ["books.decimals", { books: { decimals: "2" } }],
  ["books.rounding", { books: { rounding: "up" } }],
  ["term", { term: "R30" }],
  ["lease", { lease: "1 second" }],
  ["keepEvents", { keepEvents: 0 }]
]

const wrongWholes: ReadonlyArray<readonly [field: string, value: unknown]> = [
  ["options", null],
  ["options", { account: [] }],
  ["accounts", { accounts: { main: {} } }],
  ["accounts", { accounts: "main" }],
  ["options", { accounts: [null] }],
  ["books", { books: 5 }],
  ["books.main.decimals", { books: { main: { decimals: -1 } } }],
  ["every", { every: "often" }]
]

describe("an option of an account", () => {
  for (const [field, wrong] of wrongAccounts)
    it(`is refused by its name: ${field} of ${JSON.stringify(wrong).slice(0, 60)}`, () => {
      const made = FollowConfig.make({ ...untyped(wrong), panel })
      assert.strictEqual(Either.isLeft(made) && made.left.field, field)
    })

  it("may be a term that gives nothing, or fails, which is not known", () => {
    const terms: Readonly<Record<string, FollowConfig.Options["term"]>> = {
      nothing: () => JSON.parse("null"),
      failing: () => {
        throw new Error("no such service")
      },
      known: () => year
    }
    const given = Object.entries(terms).map(([name, term]) => [
      name,
      Either.getOrThrow(FollowConfig.make({ panel, term })).term("1")._tag
    ])
    assert.deepStrictEqual(given, [
      ["nothing", "Unknown"],
      ["failing", "Unknown"],
      ["known", "Days"]
    ])
  })
})

describe("an option of following", () => {
  for (const [field, wrong] of wrongWholes)
    it.effect(`is refused by its name: ${field} of ${JSON.stringify(wrong)}`, () =>
      Effect.gen(function* () {
        const { client } = yield* file
        const exit = yield* Layer.launch(
          Follow.layer(untyped(wrong)).pipe(
            Layer.provide(Layer.provide(SandboxTransport.layer, Sandbox.layer())),
            Layer.provide(Layer.provide(Layer.merge(FollowStore.layer, Store.layer()), client))
          )
        ).pipe(Effect.exit)
        const error = Exit.isFailure(exit) ? Option.getOrThrow(Cause.failureOption(exit.cause)) : null
        assert.strictEqual(error?._tag === "InvalidOption" && error.field, field)
      })
    )
})
