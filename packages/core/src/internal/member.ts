/** A member of `Order`, and the fields that many members have. */
import * as Schema from "effect/Schema"
import { ServiceId } from "../Identifiers.js"
import { address, extra, line, whole } from "./fields.js"

export const link = address()
export const quantity = whole(1)
export const username = line("give a user name")

/** Says that blanks inside the order's links are meant. It is not sent. */
export const anyLink = Schema.optional(Schema.Literal(true))

export const member = <const Type extends string, Fields extends Schema.Struct.Fields>(
  type: Type,
  fields: Fields
) =>
  Schema.Struct({
    type: Schema.Literal(type),
    service: ServiceId,
    ...fields,
    extra: Schema.optional(extra),
    anyLink
  })
