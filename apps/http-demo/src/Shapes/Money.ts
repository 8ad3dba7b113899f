/** Exact amounts, which are text in JSON, and the currencies that panels name. */
import { formatAmount } from "@smmkit/core/Money"
import * as BigDecimal from "effect/BigDecimal"
import * as Schema from "effect/Schema"
import { known } from "./Values.js"

/** An exact decimal in plain digits. */
export const Amount = Schema.transform(
  Schema.String.pipe(
    Schema.pattern(/^-?\d{1,40}(?:\.\d{1,40})?$/),
    Schema.annotations({ description: "An exact amount in plain digits.", examples: ["0.27819"] })
  ),
  Schema.BigDecimalFromSelf,
  { decode: (text) => BigDecimal.unsafeFromString(text), encode: formatAmount }
).annotations({
  message: () => ({ message: "give an amount in plain digits, such as 25 or 0.50", override: true })
})

export const currency = known(Schema.String).annotations({
  description: "The panel's word for the currency; null where it names none."
})

export const Money = Schema.Struct({ amount: Amount, currency }).annotations({ identifier: "Money" })

export const Quote = Schema.Struct({
  amount: known(Amount).annotations({
    description: "The exact price; null where none can be known beforehand."
  }),
  currency,
  balanceAfter: known(Amount).annotations({
    description: "What the balance would be; null where that is not known."
  })
}).annotations({ identifier: "Quote" })
