/** A panel that takes every order at once, so that nothing but the journal is seen. */
import { AddOrder, Identifiers } from "@smmkit/core"
import { Effect, Layer, Option } from "effect"

export const instantPanel = Layer.sync(AddOrder.AddOrder, () => {
  let id = 0
  return {
    place: () =>
      Effect.sync(() => {
        id += 1
        return { order: Identifiers.OrderId.make(`${id}`), charge: Option.none(), currency: Option.none() }
      })
  }
})
