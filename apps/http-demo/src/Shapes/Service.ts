/** The catalogue's services, and how they are asked for. */
import { ServiceId } from "@smmkit/core/Identifiers"
import * as Schema from "effect/Schema"
import { sorts } from "../Search.js"
import { Amount, currency } from "./Money.js"
import { known, paging } from "./Values.js"

export const Service = Schema.Struct({
  service: ServiceId,
  name: Schema.String,
  type: Schema.String.annotations({
    description: "The protocol's service type; says which fields an order has."
  }),
  category: Schema.String,
  rate: known(Amount).annotations({ description: "The price of 1000, or of the package." }),
  min: known(Schema.Int),
  max: known(Schema.Int),
  refill: known(Schema.Boolean),
  cancel: known(Schema.Boolean),
  dripfeed: known(Schema.Boolean),
  currency,
  desc: known(Schema.String),
  unclear: known(Schema.String)
}).annotations({ identifier: "Service", description: "One service of the panel's catalogue." })

export const ServicePage = Schema.Struct({
  total: Schema.Int.annotations({ description: "How many services there are that match." }),
  services: Schema.Array(Service)
}).annotations({ identifier: "ServicePage" })

export const mostServices = 20_000

const text = Schema.optionalWith(Schema.String, { default: () => "" })

export const ServiceQuery = Schema.Struct({
  search: Schema.optionalWith(Schema.String.pipe(Schema.maxLength(200)), { default: () => "" }).annotations({
    description: "Words that the ID, name, category and type must hold."
  }),
  category: text,
  type: text,
  sort: Schema.optionalWith(
    Schema.Literal(...sorts).annotations({
      message: () => ({ message: `give ${sorts.join(", ")}`, override: true })
    }),
    { default: () => "panel" as const }
  ),
  ...paging(mostServices)
})
