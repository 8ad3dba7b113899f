/**
 * An order as the fields of a form, and back: what `add` sends, and what a panel (the sandbox), a CSV
 * row or a command line starts from.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import * as Inspectable from "effect/Inspectable"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import * as AST from "effect/SchemaAST"
import { knownType } from "./internal/serviceType.js"
import { Order } from "./Order.js"
import { InvalidOrder } from "./PanelError.js"

/**
 * The fields of a form: the protocol's names, texts for values, `service` among them. Neither the key
 * nor the action is part of it.
 *
 * @since 0.1.0
 * @category models
 */
export type OrderForm = Readonly<Record<string, string>>

const strict = { onExcessProperty: "error" } as const

/** The fields of each member, as its schema lists them. */
const fieldsByType = new Map(
  Order.members.map((schema) => {
    const properties = AST.getPropertySignatures(AST.encodedAST(schema.ast))
    const type = properties.find(({ name }) => name === "type")?.type
    const names = properties
      .map(({ name }) => String(name))
      .filter((name) => name !== "type" && name !== "extra")
    return [type !== undefined && AST.isLiteral(type) ? String(type.literal) : "", names] as const
  })
)

/**
 * The names of the fields that an order of a service type has, however the type is spelled; none for a
 * type that this version does not know.
 *
 * @example
 * import { OrderForm } from "@smmkit/core"
 *
 * assert.deepStrictEqual(OrderForm.fieldNames("custom_comments"), ["service", "link", "comments"])
 *
 * @since 0.1.0
 * @category combinators
 */
export const fieldNames = (serviceType: string): ReadonlyArray<string> =>
  fieldsByType.get(knownType(serviceType) ?? "") ?? []

const longestValue = 100

const shown = (value: unknown): string => {
  const text = value === undefined || value === null ? "" : Inspectable.toStringUnknown(value, 0)
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text
}

const foreign = (type: string): string =>
  `an order of type ${type} has no such field; it has ${(fieldsByType.get(type) ?? []).join(", ")}`

/** A field of the type's own among the extra ones, where nothing checks it and no quote counts it. */
const shadowing = (type: string, extra: OrderForm): InvalidOrder | undefined => {
  const field = Object.keys(extra).find((name) => (fieldsByType.get(type) ?? []).includes(name))
  const remedy = `give it as the field that an order of type ${type} has, not as an extra one`
  return field === undefined ? undefined : new InvalidOrder({ field, value: shown(extra[field]), remedy })
}

/** The first thing that is wrong, as the one error that names field, value and remedy. */
const invalid =
  (input: object, type: string) =>
  (error: ParseResult.ParseError): InvalidOrder => {
    const issue = ParseResult.ArrayFormatter.formatErrorSync(error)[0]
    const [head, ...rest] = issue?.path ?? []
    const field = String(head === "extra" || head === "fields" ? (rest[0] ?? head) : (head ?? "type"))
    const value = new Map(Object.entries(input)).get(field)
    const remedies: Record<string, string> = {
      Missing: `an order of type ${type} needs it`,
      Unexpected: foreign(type)
    }
    return new InvalidOrder({
      field,
      value: shown(value),
      remedy: remedies[issue?._tag ?? ""] ?? issue?.message ?? "give an order of one of the protocol's types"
    })
  }

const encode = Schema.encodeUnknownEither(Order, strict)
const decode = Schema.decodeUnknownEither(Order, strict)

/**
 * Checks an order and writes it as a form.
 *
 * @example
 * import { Identifiers, OrderForm } from "@smmkit/core"
 * import { Either } from "effect"
 *
 * const form = OrderForm.toForm({
 *   type: "Custom Comments",
 *   service: Identifiers.ServiceId.make("2"),
 *   link: "https://example.com/p/1",
 *   comments: ["Nice", "Well done"]
 * })
 *
 * assert.deepStrictEqual(
 *   form,
 *   Either.right({ service: "2", link: "https://example.com/p/1", comments: "Nice\nWell done" })
 * )
 *
 * @since 0.1.0
 * @category combinators
 */
export const toForm = (order: Order): Either.Either<OrderForm, InvalidOrder> => {
  const more = order.type === "Other" ? order.fields : order.extra
  return Either.mapLeft(encode(order), invalid({ ...order, ...more }, order.type)).pipe(
    Either.flatMap((encoded) => {
      const extra = (encoded.type === "Other" ? encoded.fields : encoded.extra) ?? {}
      const wrong = shadowing(encoded.type, extra)
      if (wrong !== undefined) return Either.left(wrong)
      const names = fieldsByType.get(encoded.type) ?? []
      const fields = Object.entries(encoded).filter(
        (entry): entry is [string, string] => names.includes(entry[0]) && typeof entry[1] === "string"
      )
      return Either.right({ ...extra, ...Object.fromEntries(fields) })
    })
  )
}

/**
 * Checks a form and reads it as an order of a service type, however the type is spelled. An unknown
 * type makes an `Other` order. What is not a field of the type is an error, unless it is named in
 * `extra`: then it is passed on as it is.
 *
 * @example
 * import { OrderForm } from "@smmkit/core"
 * import { Either } from "effect"
 *
 * const order = OrderForm.fromForm("custom_comments", {
 *   service: "2",
 *   link: "https://example.com/p/1",
 *   comments: "Nice\r\nWell done\r\n"
 * })
 *
 * assert.deepStrictEqual(
 *   Either.map(order, (order) => order.type),
 *   Either.right("Custom Comments")
 * )
 *
 * @since 0.1.0
 * @category combinators
 */
export const fromForm = (
  serviceType: string,
  form: OrderForm,
  extra: OrderForm = {}
): Either.Either<Order, InvalidOrder> => {
  const type = knownType(serviceType) ?? "Other"
  const { service, ...fields } = form
  const wrong = shadowing(type, extra)
  if (wrong !== undefined) return Either.left(wrong)
  // These two are an order's, but no field of a form.
  const alien = type === "Other" ? undefined : ["type", "extra"].find((name) => Object.hasOwn(form, name))
  if (alien !== undefined) {
    return Either.left(new InvalidOrder({ field: alien, value: shown(form[alien]), remedy: foreign(type) }))
  }
  const input =
    type === "Other"
      ? { type, service, fields: { ...fields, ...extra } }
      : { type, ...form, ...(Object.keys(extra).length === 0 ? {} : { extra }) }
  return Either.mapLeft(decode(input), invalid({ ...form, ...extra }, type))
}
