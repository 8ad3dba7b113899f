/**
 * An order as the fields of a form, and back: what `add` sends, and what a panel (the sandbox), a CSV
 * row or a command line starts from.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import { dual } from "effect/Function"
import * as Option from "effect/Option"
import * as ParseResult from "effect/ParseResult"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as AST from "effect/SchemaAST"
import { wrongLink } from "./internal/fields.js"
import { shown as given, tried } from "./internal/look.js"
import { knownType } from "./internal/serviceType.js"
import type { Offer } from "./Offer.js"
import { isListOf } from "./Options.js"
import { Order, type ServiceType } from "./Order.js"
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

/** What an order has beside the fields of its form. */
const beside = ["type", "extra", "anyLink"]

/** The fields of each member, as its schema lists them. */
const fieldsByType = new Map(
  Order.members.map((schema) => {
    const properties = AST.getPropertySignatures(AST.encodedAST(schema.ast))
    const type = properties.find(({ name }) => name === "type")?.type
    const names = properties.map(({ name }) => String(name)).filter((name) => !beside.includes(name))
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
  if (value === undefined || value === null) return ""
  // What an object holds is not looked into, as it may have no end.
  const text = typeof value === "string" ? value : Predicate.isObject(value) ? given(value) : String(value)
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

const linkFields = ["link", "media", "referring_url"]

/** A link with a blank inside is nearly always two things pasted as one. */
const blankInside = (form: OrderForm): InvalidOrder | undefined => {
  const field = linkFields.find((name) => /\s/.test((form[name] ?? "").trim()))
  const remedy = "give one address, without blanks, or say with `anyLink` that they are meant"
  return field === undefined ? undefined : new InvalidOrder({ field, value: shown(form[field]), remedy })
}

/** The link rule where no schema of a type holds it. */
const wrongInside = (form: OrderForm): InvalidOrder | undefined => {
  for (const field of linkFields) {
    const value = form[field]
    const remedy = value === undefined ? undefined : wrongLink(value)
    if (remedy !== undefined) return new InvalidOrder({ field, value: shown(value), remedy })
  }
  return undefined
}

/** What is wrong with an order's links beyond what the schema of its type says. */
const wrongLinks = (type: string, form: OrderForm, anyLink: boolean): InvalidOrder | undefined =>
  (type === "Other" ? wrongInside(form) : undefined) ?? (anyLink ? undefined : blankInside(form))

/** What to say of a value of quite another kind, where the schema would speak of schemas. */
const remedyOf = (field: string): string => {
  const own: Readonly<Record<string, string>> = {
    type: `give one of ${Array.from(fieldsByType.keys()).join(", ")}`,
    service: 'give its ID as text, such as "1"',
    anyLink: "give true, or leave it out",
    extra: "give an object with a text for each field",
    fields: "give an object with a text for each field"
  }
  return own[field] ?? "give a text"
}

/** The first thing that is wrong, as the one error that names field, value and remedy. */
const invalid =
  (input: object, type: unknown) =>
  (error: ParseResult.ParseError): InvalidOrder => {
    const issue = ParseResult.ArrayFormatter.formatErrorSync(error)[0]
    const [head, ...rest] = issue?.path ?? []
    const field = String(head === "extra" || head === "fields" ? (rest[0] ?? head) : (head ?? "type"))
    const value = new Map(Object.entries(input)).get(field)
    const remedies: Record<string, string> = {
      Missing: `an order of type ${shown(type)} needs it`,
      Unexpected: foreign(shown(type))
    }
    const said = issue?.message ?? "give an order of one of the protocol's types"
    return new InvalidOrder({
      field,
      value: shown(value),
      remedy: remedies[issue?._tag ?? ""] ?? (said.startsWith("Expected ") ? remedyOf(field) : said)
    })
  }

const encodeStrictly = Schema.encodeUnknownEither(Order, strict)
const encodeLeniently = Schema.encodeUnknownEither(Order)
const decode = Schema.decodeUnknownEither(Order, strict)

/**
 * To be strict, a schema tries each field's name against all that it knows, which takes longer than all else it does.
 * So it is only where there is a name that it does not know, or fields of any name.
 */
const encode = (order: Order) => {
  const names = order.type === "Other" ? [] : (fieldsByType.get(order.type) ?? [])
  const isPlain = (name: string | symbol) =>
    name === "type" || name === "anyLink" || (typeof name === "string" && names.includes(name))
  return Reflect.ownKeys(order).every(isPlain) ? encodeLeniently(order) : encodeStrictly(order)
}

/** Programs without types may give anything for an order. */
const isObject = (order: unknown): order is object => Predicate.isObject(order)

const noObject = (order: unknown): InvalidOrder =>
  new InvalidOrder({
    field: "order",
    value: shown(order),
    remedy: "give an object with the type of the order and its fields"
  })

/** What becomes of an order, of which each field may throw at a look. */
const looked = <A>(
  order: unknown,
  look: () => Either.Either<A, InvalidOrder>
): Either.Either<A, InvalidOrder> => tried(look, () => Either.left(noObject(order)))

const areTexts = isListOf(Predicate.isString)

/** The first field that holds what no order holds, so that no schema looks into it. */
const strangeField = (order: object): InvalidOrder | undefined => {
  for (const [field, value] of Object.entries(order)) {
    const isMore = field === "extra" || field === "fields"
    const isFine = Array.isArray(value)
      ? areTexts(value)
      : isMore && value !== undefined
        ? Predicate.isRecord(value) && areTexts(Object.values(value))
        : !Predicate.isObject(value)
    if (isFine) continue
    const emptied = { ...order, [field]: null }
    // What the schema of its type wants there, where nothing before it is wrong.
    const type: unknown = Reflect.get(order, "type")
    const wanted = Either.getLeft(Either.mapLeft(validate(emptied), invalid(emptied, type)))
    const remedy = Option.match(
      Option.filter(wanted, (error) => error.field === field && !isMore),
      { onNone: () => remedyOf(field), onSome: ({ remedy }) => remedy }
    )
    return new InvalidOrder({ field, value: shown(value), remedy })
  }
  return undefined
}

const validate = /* @__PURE__ */ Schema.validateEither(Order, strict)

/**
 * The order that a program without types gave, or the first thing that is wrong with it. `toForm` checks its
 * links, too.
 *
 * @example
 * import { OrderForm } from "@smmkit/core"
 * import { Either } from "effect"
 *
 * const order = OrderForm.fromUnknown({ type: "Package", service: "1", link: 5 })
 *
 * assert.ok(Either.isLeft(order))
 * assert.strictEqual(order.left.field, "link")
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromUnknown = (order: unknown): Either.Either<Order, InvalidOrder> =>
  looked(order, () => {
    if (!Predicate.isRecord(order)) return Either.left(noObject(order))
    const strange = strangeField(order)
    if (strange !== undefined) return Either.left(strange)
    const more = order["type"] === "Other" ? order["fields"] : order["extra"]
    const input = Predicate.isRecord(more) ? { ...order, ...more } : order
    return Either.mapLeft(validate(order), invalid(input, order["type"]))
  })

/** What is wrong with the fields of an open order, told which kind its type is. */
const wrongAs = (kind: ServiceType, form: OrderForm, anyLink: boolean): InvalidOrder | undefined => {
  const names = fieldNames(kind)
  const some = (isField: boolean) =>
    Object.fromEntries(Object.entries(form).filter(([name]) => names.includes(name) === isField))
  return Option.getOrUndefined(Either.getLeft(read(kind, some(true), { extra: some(false), anyLink })))
}

/**
 * What an order is checked for beyond what its type says.
 *
 * @since 0.1.0
 * @category models
 */
export interface CheckOptions {
  /**
   * Which of the protocol's types an order of a type outside of it (`Other`) is checked as, where the caller
   * knows: a panel's `likes` may be `Default`. Without it no field of such an order is known to be needed.
   */
  readonly kind?: ServiceType | undefined
}

/** An order has more than that. */
const isOptions = (value: unknown): boolean =>
  tried(
    () => Predicate.isRecord(value) && Object.keys(value).join() === ("kind" satisfies keyof CheckOptions),
    () => false
  )

const wrongKind = (kind: ServiceType | undefined): InvalidOrder | undefined =>
  kind === undefined || (typeof kind === "string" && fieldNames(kind).length > 0)
    ? undefined
    : new InvalidOrder({ field: "kind", value: shown(kind), remedy: remedyOf("type") })

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
export const toForm: {
  (options: CheckOptions): (order: Order) => Either.Either<OrderForm, InvalidOrder>
  (order: Order, options?: CheckOptions): Either.Either<OrderForm, InvalidOrder>
} = /* @__PURE__ */ dual(
  // Programs without types may give anything for an order.
  ([first, ...others]: IArguments) => others.length > 0 || !isOptions(first),
  (order: Order, options?: CheckOptions): Either.Either<OrderForm, InvalidOrder> =>
    looked(order, () =>
      write(
        order,
        tried(
          () => options?.kind,
          () => undefined
        )
      )
    )
)

const write = (order: Order, kind: ServiceType | undefined): Either.Either<OrderForm, InvalidOrder> => {
  if (!isObject(order)) return Either.left(noObject(order))
  const alien = wrongKind(kind) ?? strangeField(order)
  if (alien !== undefined) return Either.left(alien)
  const more = order.type === "Other" ? order.fields : order.extra
  return encode(order).pipe(
    Either.mapLeft((error) => invalid({ ...order, ...more }, order.type)(error)),
    Either.flatMap((encoded) => {
      const extra = (encoded.type === "Other" ? encoded.fields : encoded.extra) ?? {}
      const wrong = shadowing(encoded.type, extra)
      if (wrong !== undefined) return Either.left(wrong)
      const names = fieldsByType.get(encoded.type) ?? []
      const fields = Object.entries(encoded).filter(
        (entry): entry is [string, string] => names.includes(entry[0]) && typeof entry[1] === "string"
      )
      const form = { ...extra, ...Object.fromEntries(fields) }
      const anyLink = order.anyLink === true
      const more =
        wrongLinks(encoded.type, form, anyLink) ??
        (encoded.type === "Other" && kind !== undefined ? wrongAs(kind, form, anyLink) : undefined)
      return more === undefined ? Either.right(form) : Either.left(more)
    })
  )
}

/**
 * How a form is read: `extra` holds fields that are passed on as they are, `anyLink` says that blanks inside
 * a link are meant.
 *
 * @since 0.1.0
 * @category models
 */
export interface FormOptions {
  readonly extra?: OrderForm | undefined
  readonly anyLink?: boolean | undefined
}

/** The order that a form holds; programs without types may give anything for one. */
const read = (
  serviceType: string,
  form: OrderForm,
  { extra = {}, anyLink = false }: FormOptions = {}
): Either.Either<Order, InvalidOrder> => {
  if (!Predicate.isRecord(form)) return Either.left(noObject(form))
  if (typeof serviceType !== "string") {
    return Either.left(new InvalidOrder({ field: "type", value: shown(serviceType), remedy: "give a text" }))
  }
  const type = knownType(serviceType) ?? "Other"
  const { service, ...fields } = form
  const wrong = strangeField({ extra }) ?? shadowing(type, extra)
  if (wrong !== undefined) return Either.left(wrong)
  // These are an order's, but no field of a form.
  const alien = type === "Other" ? undefined : beside.find((name) => Object.hasOwn(form, name))
  if (alien !== undefined) {
    return Either.left(new InvalidOrder({ field: alien, value: shown(form[alien]), remedy: foreign(type) }))
  }
  const link = wrongLinks(type, { ...form, ...extra }, anyLink)
  if (link !== undefined) return Either.left(link)
  const more = anyLink ? { anyLink } : {}
  const input =
    type === "Other"
      ? { type, service, fields: { ...fields, ...extra }, ...more }
      : { type, ...form, ...(Object.keys(extra).length === 0 ? {} : { extra }), ...more }
  return Either.mapLeft(decode(input), invalid({ ...form, ...extra }, type))
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
 * assert.deepStrictEqual(
 *   OrderForm.fromForm("Package")({ service: "2", link: "https://example.com/p/1" }),
 *   OrderForm.fromForm("Package", { service: "2", link: "https://example.com/p/1" })
 * )
 *
 * @since 0.1.0
 * @category combinators
 */
export function fromForm(
  serviceType: string
): (form: OrderForm, options?: FormOptions) => Either.Either<Order, InvalidOrder>
export function fromForm(
  serviceType: string,
  form: OrderForm,
  options?: FormOptions
): Either.Either<Order, InvalidOrder>
export function fromForm(serviceType: string, form?: OrderForm, options?: FormOptions) {
  const of = (form: OrderForm, options?: FormOptions) => looked(form, () => read(serviceType, form, options))
  return form === undefined ? of : of(form, options)
}

/**
 * Something about a link that may well be right, but deserves a word before money is spent.
 *
 * - `scheme`: it is an address, but none of the web, such as `tg:` or `ftp:`
 * - `name`: it is no address, but its service looks like one for addresses
 *
 * @since 0.1.0
 * @category models
 */
export interface LinkWarning {
  readonly field: string
  readonly value: string
  readonly reason: "scheme" | "name"
}

const scheme = /^\s*([a-z][a-z0-9+.-]*):/i
// A host and its port look like a scheme.
const hostAndPort = /^\s*[a-z0-9-]+(?:\.[a-z0-9-]+)*:\d/i
const forAddresses = /\b(?:web ?sites?|traffic|visitors?|seo|back ?links?|urls?)\b/i

/**
 * What is odd about an order's links, as data: nothing of it keeps the order back. `service` is the
 * catalogue's entry, where it is known.
 *
 * @example
 * import { Identifiers, OrderForm } from "@smmkit/core"
 *
 * const warnings = OrderForm.linkWarnings({
 *   type: "Default",
 *   service: Identifiers.ServiceId.make("1"),
 *   link: "ftp://example.com/p/1",
 *   quantity: 100
 * })
 *
 * assert.deepStrictEqual(warnings, [{ field: "link", value: "ftp://example.com/p/1", reason: "scheme" }])
 *
 * @since 0.1.0
 * @category combinators
 */
export const linkWarnings: {
  (service: Pick<Offer, "name" | "category">): (order: Order) => ReadonlyArray<LinkWarning>
  (order: Order, service?: Pick<Offer, "name" | "category"> | undefined): ReadonlyArray<LinkWarning>
} = /* @__PURE__ */ dual(
  ([first, ...others]: IArguments) =>
    others.length > 0 ||
    !tried(
      () => Predicate.hasProperty(first, "category"),
      () => false
    ),
  (order: Order, service?: Pick<Offer, "name" | "category"> | undefined): ReadonlyArray<LinkWarning> =>
    tried(
      () => warningsOf(order, service),
      () => []
    )
)

const warningsOf = (
  order: Order,
  service: Pick<Offer, "name" | "category"> | undefined
): ReadonlyArray<LinkWarning> => {
  if (!isObject(order)) return []
  const isForAddresses =
    order.type === "Web Traffic" ||
    order.type === "SEO" ||
    (service !== undefined && forAddresses.test(`${service.name} ${service.category}`))
  const fields = Object.entries(order.type === "Other" ? order.fields : order)
  return fields.flatMap(([field, value]): ReadonlyArray<LinkWarning> => {
    if (!linkFields.includes(field) || typeof value !== "string") return []
    const [, word = ""] = hostAndPort.test(value) ? [] : (scheme.exec(value) ?? [])
    if (word !== "") return /^https?$/i.test(word) ? [] : [{ field, value, reason: "scheme" }]
    return isForAddresses && !/[./]/.test(value) ? [{ field, value, reason: "name" }] : []
  })
}
