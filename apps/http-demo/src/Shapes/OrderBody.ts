/** What an order consists of, as it is asked for. */
import { ServiceId } from "@smmkit/core/Identifiers"
import { AmountJson as Amount } from "@smmkit/core/Money"
import { type FieldName, type OrderField, orderFields } from "@smmkit/core/OrderFields"
import * as Record from "effect/Record"
import * as Schema from "effect/Schema"

const entry = Schema.String.pipe(Schema.pattern(/^[^\r\n]*$/), Schema.maxLength(5000))

/** A field's value as JSON has it, and as a form has it. */
const Value = Schema.transform(
  Schema.Union(
    Schema.String.pipe(Schema.maxLength(50_000)),
    Schema.JsonNumber,
    Schema.Array(entry).pipe(Schema.maxItems(5000))
  ),
  Schema.String,
  {
    decode: (value) => (typeof value === "object" ? value.join("\n") : String(value)),
    encode: (text) => text
  }
)

const describedBy: Readonly<Record<FieldName, OrderField>> = orderFields

const fields = Record.map(describedBy, ({ about }) =>
  Schema.optional(
    Value.annotations({
      jsonSchema: { type: ["string", "number", "array"], items: { type: "string" }, description: about }
    })
  )
)

/** What an order consists of; which fields it takes depends on the type of its service. */
export const OrderBody = Schema.Struct({
  service: ServiceId,
  ...fields,
  price: Schema.optional(Amount).annotations({
    description: "What you agreed to pay. If the price has risen since, nothing is ordered (409)."
  }),
  anyLink: Schema.optional(Schema.Boolean).annotations({
    description: "Whether a link that holds blanks is meant as it is. Default: false."
  }),
  extra: Schema.optional(
    Schema.Record({ key: Schema.String, value: Schema.String }).annotations({
      description: "Fields of this panel only, such as request_id, or all fields of a type unknown here."
    })
  )
}).annotations({
  identifier: "OrderBody",
  description: "Numbers may be written as text, lists as lines.",
  parseOptions: { onExcessProperty: "error" }
})

export type OrderBody = typeof OrderBody.Type
