import { assert, describe, it } from "@effect/vitest"
import { type Order, OrderForm, Services } from "@smmkit/core"
import { Catalogue, Sandbox } from "@smmkit/sandbox"
import { Effect, FastCheck, Option, Schema } from "effect"
import { ask, panel } from "./harness.js"

const types: ReadonlyArray<Order.ServiceType> = [
  "Default",
  "Package",
  "SEO",
  "Custom Comments",
  "Custom Comments Package",
  "Mentions",
  "Mentions with Hashtags",
  "Mentions Custom List",
  "Mentions Hashtag",
  "Mentions User Followers",
  "Mentions Media Likers",
  "Comment Likes",
  "Comment Replies",
  "Poll",
  "Invites from Groups",
  "Subscriptions",
  "Web Traffic"
]

const documented = ["service", "name", "type", "category", "rate", "min", "max", "refill", "cancel"]

describe("the catalogue", () => {
  it("covers every service type of the protocol, and refill and cancel in all mixtures", () => {
    const catalogue = Catalogue.generate({ seed: 1, services: 60 })
    for (const some of [catalogue, Catalogue.generate({ seed: 1, services: 30 })]) {
      const lacking = types.filter((type) => !some.some(({ service }) => service.type === type))
      assert.deepStrictEqual(lacking, [])
    }
    for (const type of types) assert.isNotEmpty(OrderForm.fieldNames(type))
    const flags = new Set(catalogue.map(({ service }) => JSON.stringify([service.refill, service.cancel])))
    assert.strictEqual(flags.size, 4)
    const decimals = new Set(catalogue.map(({ service }) => Option.getOrThrow(service.rate).scale))
    assert.isAtLeast(decimals.size, 4)
  })

  it.prop(
    "is the same for the same seed",
    [FastCheck.integer(), FastCheck.integer({ min: 1, max: 500 })],
    ([seed, services]) => {
      const catalogue = Catalogue.generate({ seed, services })
      // As text, which is compared in a tenth of the time.
      assert.strictEqual(JSON.stringify(catalogue), JSON.stringify(Catalogue.generate({ seed, services })))
      assert.deepStrictEqual(
        catalogue.map(({ service }) => service.service),
        Array.from({ length: services }, (_, at) => String(at + 1))
      )
    }
  )

  it("is another one for another seed", () => {
    assert.notDeepEqual(
      Catalogue.generate({ seed: 1, services: 60 }),
      Catalogue.generate({ seed: 2, services: 60 })
    )
  })

  it("grows to 20,000 services, of which no two have one name, and sells each at a price", () => {
    const catalogue = Catalogue.generate({ seed: 1, services: 20_000 })
    assert.strictEqual(new Set(catalogue.map(({ service }) => service.name)).size, 20_000)
    for (const { service } of catalogue) {
      assert.isTrue(Option.exists(service.rate, (rate) => rate.value > 0n))
      assert.isTrue(Option.getOrThrow(service.min) <= Option.getOrThrow(service.max))
    }
  })

  it.effect("is answered as documented: nine fields, IDs as numbers, rate and limits as text", () =>
    Effect.gen(function* () {
      const { catalogue } = yield* Sandbox.Sandbox
      const answer = yield* ask({ action: "services" })
      const rows = yield* Schema.decodeUnknown(
        Schema.Array(Schema.Record({ key: Schema.String, value: Schema.Unknown }))
      )(answer)
      assert.strictEqual(rows.length, 60)
      for (const row of rows) {
        assert.deepStrictEqual(Object.keys(row), documented)
        const kinds = documented.map((name) => typeof row[name])
        const text = ["string", "string", "string", "string", "string", "string"]
        assert.deepStrictEqual(kinds, ["number", ...text, "boolean", "boolean"])
      }
      const decoded = yield* Schema.decodeUnknown(Services.Answer)(answer)
      assert.deepStrictEqual(
        decoded,
        catalogue.map(({ service }) => service)
      )
    }).pipe(Effect.provide(panel()))
  )
})
