/** The same of what stands beside the service: webhooks, refills and cancels, sweeps, and all that is built. */

import { FetchHttpClient } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { Identifiers } from "@smmkit/core"
import { SandboxTransport } from "@smmkit/sandbox"
import { Effect, Layer, Redacted } from "effect"
import * as FollowCluster from "../src/FollowCluster.js"
import { Follow, FollowChange, PacedTransport, RefillTerms, Sweep, Webhook } from "../src/index.js"
import { type Called, call, failureOf, fine, given, inside, isAbout, wrongly } from "./calls.js"
import { panel, placing, world } from "./world.js"

const order = Identifiers.OrderId.make("7")
const secret = Redacted.make("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
const event = { account: "main", number: 1 }
const receiver = { name: "shop", url: "https://shop.example/hook", secrets: [secret] }
const received = { secrets: [secret], headers: {}, body: "" }

/** Builds what a function makes of what it is given. */
const built = (f: object) => (value: unknown) =>
  Effect.suspend(() => {
    assert.ok(typeof f === "function")
    const layer: Layer.Layer<unknown, unknown> = Reflect.apply(f, undefined, [value])
    return Effect.scoped(Layer.build(layer))
  })

const texts = [...fine.text, "a blank text", "half an emoji"]
const times = ["a number", "a part", "a bigint"]
const objects = ["an empty object", "an object without a prototype", "a date", "a map"]

const letters = { sendAgain: Webhook.sendAgain, forget: Webhook.forget }
const layers = { "Follow.layer": Follow.layer, "Follow.layerService": Follow.layerService }

const called = Effect.gen(function* () {
  const sweep = yield* Sweep.make({ panel })
  const all: ReadonlyArray<Called> = [
    { call: "verify", field: "", fine: fine.none, with: (value) => call(Webhook.verify, value) },
    ...inside("verify", (field) => call(Webhook.verify, { ...received, ...field }), {
      secrets: fine.none,
      headers: [...objects, "a function that throws", "an object that refers to itself"],
      body: ["an empty text", "two IDs in a text", "a word", "a huge text", "a blank text", "half an emoji"],
      tolerance: [...times, "nothing"]
    }),
    { call: "deliver", field: "", fine: fine.none, with: (value) => call(Webhook.deliver, value) },
    ...inside("deliver", (field) => call(Webhook.deliver, { ...receiver, ...field }), {
      name: texts,
      url: fine.none,
      secrets: fine.none,
      within: [...times, "nothing"],
      tryFor: [...times, "nothing"],
      together: fine.maybeCount,
      putAside: [...fine.maybeCount],
      every: [...times, "nothing"]
    }),
    { call: "deadLetters", field: "name", fine: texts, with: (value) => call(Webhook.deadLetters, value) },
    ...Object.entries(letters).flatMap(
      ([name, f]): ReadonlyArray<Called> => [
        { call: name, field: "name", fine: texts, with: (value) => call(f, value, event) },
        { call: name, field: "event", fine: fine.none, with: (value) => call(f, "shop", value) },
        ...inside(
          name,
          (field) => call(f, "shop", { ...event, ...field }),
          { account: texts, number: fine.count },
          "event."
        )
      ]
    ),
    { call: "refill", field: "order", fine: fine.id, with: (value) => call(FollowChange.refill, value) },
    {
      call: "refill",
      field: "options",
      fine: fine.object,
      with: (value) => call(FollowChange.refill, order, value)
    },
    ...inside("refill", (field) => call(FollowChange.refill, order, field), {
      policy: fine.nothing,
      term: fine.nothing
    }),
    { call: "cancel", field: "order", fine: fine.id, with: (value) => call(FollowChange.cancel, value) },
    { call: "round", field: "of", fine: fine.none, with: (value) => call(sweep.round, value) },
    { call: "Sweep.make", field: "", fine: fine.none, with: (value) => call(Sweep.make, value) },
    ...Object.entries(layers).map(
      ([name, f]): Called => ({ call: name, field: "options", fine: fine.object, with: built(f) })
    ),
    { call: "Sweep.layerPulse", field: "options", fine: fine.object, with: built(Sweep.layerPulse) },
    { call: "PacedTransport.layer", field: "", fine: fine.none, with: built(PacedTransport.layer) },
    { call: "FollowCluster.layer", field: "", fine: fine.none, with: built(FollowCluster.layer) },
    {
      call: "FollowCluster.layer with accounts",
      field: "",
      fine: fine.none,
      with: (accounts) => built(FollowCluster.layer)({ accounts })
    }
  ]
  return all
})

describe("what a program without types gives", () => {
  it.scoped("is told by its name where it is none", () =>
    Effect.gen(function* () {
      for (const { call, field, what, value, with: asked } of wrongly(yield* called)) {
        const name = `${call}, ${what} as ${field}`
        const error = failureOf(name, yield* Effect.exit(asked(value)))
        assert.strictEqual(error["_tag"], "InvalidOption", `${name}: ${error["message"]}`)
        assert.ok(isAbout(field, error), `${name}: ${error["field"]}`)
        assert.isNotEmpty(error["remedy"], name)
      }
    }).pipe(
      placing,
      Effect.provide(
        Layer.mergeAll(SandboxTransport.layer, Sweep.layerPulse(), FetchHttpClient.layer).pipe(
          Layer.provideMerge(world()),
          Layer.orDie
        )
      )
    )
  )

  it("is a name whose term is not known", () => {
    for (const [what, value] of given) {
      const term: RefillTerms.RefillTerms = Reflect.apply(RefillTerms.parse, undefined, [value])
      assert.strictEqual(term._tag, "Unknown", what)
    }
  })
})
