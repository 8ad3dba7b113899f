/**
 * How a panel speaks where it does not speak as documented: a description that `PanelConfig` holds, by
 * which requests are written and answers are read.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import { dual } from "effect/Function"
import * as Predicate from "effect/Predicate"
import { tried } from "./internal/look.js"
import * as Check from "./Options.js"

/**
 * What the body of a request is: `form` is `application/x-www-form-urlencoded`, `json` one object with
 * a text for each field.
 *
 * @since 0.1.0
 * @category models
 */
export type BodyKind = "form" | "json"

/**
 * Where the key stands in a request: in the body, in the header `X-Api-Key`, or in `Authorization` as
 * `Bearer`.
 *
 * @since 0.1.0
 * @category models
 */
export type KeyPlace = "body" | "X-Api-Key" | "Bearer"

/**
 * How a panel takes many IDs in one `status`, `refill`, `refill_status` or `cancel` call.
 *
 * - `orders`: in the documented plural field (`orders`, `refills`)
 * - `order`: as a comma list in the singular field (`order`, `refill`)
 * - `one-by-one`: not at all; each ID is a call of its own
 *
 * @since 0.1.0
 * @category models
 */
export type ManyForm = "orders" | "order" | "one-by-one"

/**
 * The actions that can ask about many IDs.
 *
 * @since 0.1.0
 * @category models
 */
export type ManyAction = "status" | "refill" | "refill_status" | "cancel"

/**
 * What is to be said of a dialect: only what differs from the documented protocol.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Default: `form`. */
  readonly body?: BodyKind | undefined
  /** Default: in the body. */
  readonly key?: KeyPlace | undefined
  /** The panel's name for a field of a request, by the documented one: `{ link: "url" }`. The key's, too. */
  readonly names?: Readonly<Record<string, string>> | undefined
  /** How each action takes many IDs. Default: `manyForm` of the panel's options. */
  readonly manyForm?: { readonly [Action in ManyAction]?: ManyForm | undefined } | undefined
  /**
   * Names of fields that may stand in a refusal and mean nothing: `["trace", "server_time"]`. An answer
   * that refuses an order and holds any other name is in doubt, as what stands there may be an order's ID.
   */
  readonly harmless?: ReadonlyArray<string> | undefined
}

/**
 * A dialect with everything filled in and checked.
 *
 * @since 0.1.0
 * @category models
 */
export interface Dialect {
  readonly body: BodyKind
  readonly key: KeyPlace
  readonly names: Readonly<Record<string, string>>
  readonly manyForm: Readonly<Record<ManyAction, ManyForm>>
  /** In lower case. */
  readonly harmless: ReadonlyArray<string>
}

const bodyKinds: ReadonlyArray<BodyKind> = ["form", "json"]
const keyPlaces: ReadonlyArray<KeyPlace> = ["body", "X-Api-Key", "Bearer"]

/**
 * All ways to take many IDs.
 *
 * @example
 * import { Dialect } from "@smmkit/core"
 *
 * assert.deepStrictEqual(Dialect.manyForms, ["orders", "order", "one-by-one"])
 *
 * @since 0.1.0
 * @category constructors
 */
export const manyForms: ReadonlyArray<ManyForm> = ["orders", "order", "one-by-one"]

const fieldName = /^[A-Za-z_][\w.[\]-]{0,63}$/

const isNames = (value: unknown): value is Readonly<Record<string, string>> =>
  Predicate.isRecord(value) && Object.values(value).every(Predicate.isString)

const manyActions: ReadonlyArray<string> = [
  "status",
  "refill",
  "refill_status",
  "cancel"
] satisfies ReadonlyArray<ManyAction>

/** An action that is undefined was left out; one that does not exist would be ignored. */
const isForms = (value: unknown): value is Readonly<Record<string, string | undefined>> =>
  Predicate.isRecord(value) &&
  Object.entries(value).every(
    ([action, form]) => manyActions.includes(action) && (form === undefined || Predicate.isString(form))
  )

const isTexts = Check.isListOf(Predicate.isString)

/** Two fields under one name would be one field. */
const areNames = (names: Readonly<Record<string, string>>): boolean => {
  const panels = Object.values(names)
  return (
    panels.every((name) => fieldName.test(name)) &&
    new Set(panels).size === panels.length &&
    panels.every((name) => names[name] !== undefined || !["key", "action"].includes(name))
  )
}

/** A name that an answer gives an order is never harmless. */
const isId = /order|^id$|_id$|refill/i

/**
 * Checks a dialect and fills in what is documented; `usual` is how the actions take many IDs of which
 * the dialect says nothing. What is wrong is told in words that say what would be right.
 *
 * @example
 * import { Dialect } from "@smmkit/core"
 * import { Either } from "effect"
 *
 * const dialect = Either.getOrThrow(
 *   Dialect.make({ body: "json", key: "X-Api-Key", names: { link: "url" }, manyForm: { cancel: "order" } })
 * )
 *
 * assert.strictEqual(dialect.manyForm.cancel, "order")
 * assert.strictEqual(dialect.manyForm.status, "orders")
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (given: Options = {}, usual: ManyForm = "orders"): Either.Either<Dialect, string> =>
  tried(
    () => checked(given, usual),
    () => Either.left("give values that can be read")
  )

const checked = (given: Options, usual: ManyForm): Either.Either<Dialect, string> =>
  Either.gen(function* () {
    const options = yield* Check.copy('give an object such as { body: "json" }')(given)
    const names = yield* Check.is(isNames, "give an object with a name for each field")(options.names ?? {})
    const harmless = yield* Check.is(isTexts, "give a list of names as harmless ones")(options.harmless ?? [])
    const manyForm = yield* Check.is(
      isForms,
      `give an object with a form for any of ${manyActions.join(", ")}`
    )(options.manyForm ?? {})
    const many = (action: ManyAction) => Check.oneOf(manyForms)(manyForm[action] ?? usual)
    return {
      body: yield* Check.oneOf(bodyKinds)(options.body ?? "form"),
      key: yield* Check.oneOf(keyPlaces)(options.key ?? "body"),
      names: yield* Either.liftPredicate(
        names,
        areNames,
        () => "give each field one name of its own, of letters, digits, `_`, `.`, `-` and brackets"
      ),
      manyForm: {
        status: yield* many("status"),
        refill: yield* many("refill"),
        refill_status: yield* many("refill_status"),
        cancel: yield* many("cancel")
      },
      harmless: yield* Either.liftPredicate(
        harmless.map((name) => name.toLowerCase()),
        (all) => all.every((name) => name !== "" && !isId.test(name)),
        () => "give names of fields that hold no ID as harmless ones"
      )
    }
  })

/**
 * The protocol as documented.
 *
 * @example
 * import { Dialect } from "@smmkit/core"
 *
 * assert.strictEqual(Dialect.documented.body, "form")
 *
 * @since 0.1.0
 * @category constructors
 */
export const documented: Dialect = {
  body: "form",
  key: "body",
  names: {},
  manyForm: { status: "orders", refill: "orders", refill_status: "orders", cancel: "orders" },
  harmless: []
}

/**
 * The panel's name of a request's field.
 *
 * @example
 * import { Dialect } from "@smmkit/core"
 *
 * const dialect = { ...Dialect.documented, names: { link: "url" } }
 *
 * assert.strictEqual(Dialect.nameOf(dialect, "link"), "url")
 * assert.strictEqual(Dialect.nameOf(dialect, "quantity"), "quantity")
 *
 * @since 0.1.0
 * @category combinators
 */
export const nameOf: {
  (field: string): (dialect: Pick<Dialect, "names">) => string
  (dialect: Pick<Dialect, "names">, field: string): string
} = /* @__PURE__ */ dual(2, ({ names }: Pick<Dialect, "names">, field: string): string =>
  Object.hasOwn(names, field) ? (names[field] ?? field) : field
)
