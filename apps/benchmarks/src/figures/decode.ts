/** A whole catalogue, from the text of the reply to the list that `Services.list` gives. */
import { Panel, Services, Transport } from "@smmkit/core"
import { Context, Effect, Layer, Redacted, Runtime } from "effect"
import { catalogue } from "../catalogue.js"
import { alternate } from "../harness/alternate.js"
import { type Figure, row } from "../harness/figure.js"

/** `Services.list` over a transport that answers by heart; each call reads the catalogue anew. */
export const reading = (text: string) => {
  const byHeart = Layer.succeed(Transport.Transport, {
    keepsTime: true,
    send: () => Effect.succeed({ status: 200, body: text })
  })
  const panel = Panel.layer({ url: "https://panel.example/api/v2", key: Redacted.make("fake-key") })
  return Effect.map(Layer.build(Layer.provide(panel, byHeart)), (context) => {
    const { invalidate, list } = Context.get(context, Services.Services)
    return Effect.zipRight(invalidate, list)
  })
}

export const decode: Figure = {
  id: "decode",
  measure: (whole) =>
    Effect.gen(function* () {
      const text = catalogue(whole ? 10_000 : 10)
      const read = yield* reading(text)
      const run = Runtime.runPromise(yield* Effect.runtime<never>())
      const pair = yield* Effect.promise(() =>
        alternate(
          { smmkit: () => run(read), limit: () => JSON.parse(text) },
          whole ? { rounds: 41, warmUp: 15 } : { rounds: 1, warmUp: 0 }
        )
      )
      return [
        row("a catalogue of 10,000 services, every field checked, money exact: CPU", 3, pair, "cpu", null),
        row("a catalogue of 10,000 services, every field checked, money exact: wall", 3, pair, "wall", null)
      ]
    }).pipe(Effect.scoped, Effect.runPromise)
}
