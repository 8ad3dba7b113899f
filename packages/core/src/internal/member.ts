/** A member of `Order`, and the fields that many members have. */
import * as Schema from "effect/Schema"
import { ServiceId } from "../Identifiers.js"
import { extra, line, whole } from "./fields.js"

export const link = line("give the address of what is to be promoted")
export const quantity = whole(1)
export const username = line("give a user name")

export const member = <const Type extends string, Fields extends Schema.Struct.Fields>(
  type: Type,
  fields: Fields
) =>
  Schema.Struct({
    type: Schema.Literal(type),
    service: ServiceId,
    ...fields,
    extra: Schema.optional(extra)
  })
