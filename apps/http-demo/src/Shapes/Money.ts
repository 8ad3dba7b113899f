/** Amounts of money that the page and its API speak of. */
import { AmountJson, Json } from "@smmkit/core/Money"
import * as Schema from "effect/Schema"
import { known } from "./Values.js"

export const { currency } = Json.fields

export const Quote = Schema.Struct({
  amount: known(AmountJson).annotations({
    description: "The exact price; null where none can be known beforehand."
  }),
  currency,
  balanceAfter: known(AmountJson).annotations({
    description: "What the balance would be; null where that is not known."
  })
}).annotations({ identifier: "Quote" })
