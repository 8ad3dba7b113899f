/** An exact decimal as stored: plain digits, never an exponent. */
import { formatAmount } from "@smmkit/core/Money"
import * as BigDecimal from "effect/BigDecimal"
import * as Schema from "effect/Schema"

const digits = Schema.String.pipe(Schema.pattern(/^-?\d+(?:\.\d+)?$/))

export const Amount = Schema.transform(digits, Schema.BigDecimalFromSelf, {
  decode: BigDecimal.unsafeFromString,
  encode: formatAmount
})

export const zero = BigDecimal.make(0n, 0)
