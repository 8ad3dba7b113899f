/** The catalogue's services, and how they are asked for. */
import { Json as Service } from "@smmkit/core/Offer"
import { sorts } from "@smmkit/core/Search"
import * as Schema from "effect/Schema"
import { paging } from "./Values.js"

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
