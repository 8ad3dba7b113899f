/**
 * Finding services in a catalogue, which may list ten thousand. The catalogue is folded once; a search is
 * then one pass over plain texts, quick enough for each key press.
 *
 * @since 0.1.0
 */
import { fold as foldWord } from "./internal/wire.js"

/**
 * What a search looks at: an `Offer`, or as much of one as a page keeps.
 *
 * @since 0.1.0
 * @category models
 */
export interface Findable {
  readonly service: string
  readonly name: string
  readonly category: string
  readonly type: string
}

/**
 * The orders in which services may be found: the panel's own, by price, or by name.
 *
 * @example
 * import { Search } from "@smmkit/core"
 *
 * assert.strictEqual(Search.sorts[0], "panel")
 *
 * @since 0.1.0
 * @category constants
 */
export const sorts = ["panel", "cheapest", "dearest", "name"] as const

/**
 * @since 0.1.0
 * @category models
 */
export type Sort = (typeof sorts)[number]

/**
 * What is asked for; what is left out, or empty, is not asked for.
 *
 * @since 0.1.0
 * @category models
 */
export interface Query {
  /** Words that the ID, name, category and type must hold, without regard to case and accents. */
  readonly search?: string | undefined
  /** A category or, where none is called so, a part of its name. */
  readonly category?: string | undefined
  /** A type, however it is spelled. */
  readonly type?: string | undefined
  /** Default: as the panel lists them. */
  readonly sort?: Sort | undefined
}

/**
 * A catalogue that can be searched.
 *
 * @since 0.1.0
 * @category models
 */
export interface Index<A> {
  /** The services that match. One whose ID was typed comes first. */
  readonly find: (query: Query) => ReadonlyArray<A>
  /** The categories and types that there are, sorted. */
  readonly categories: ReadonlyArray<string>
  readonly types: ReadonlyArray<string>
}

/** Without regard to case and accents. */
const fold = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()

const distinct = (words: ReadonlyArray<string>): ReadonlyArray<string> =>
  [...new Set(words)].sort((a, b) => a.localeCompare(b))

/**
 * Makes a catalogue searchable. `rateOf` is for sorting only; a service without a price comes last.
 *
 * @example
 * import { Search } from "@smmkit/core"
 *
 * const index = Search.make(
 *   [
 *     { service: "1", name: "Followers [Réal]", category: "Instagram", type: "Default", rate: 2 },
 *     { service: "2", name: "Views", category: "YouTube", type: "Default", rate: 1 }
 *   ],
 *   ({ rate }) => rate
 * )
 *
 * assert.deepStrictEqual(index.find({ search: "real insta" }).map(({ service }) => service), ["1"])
 * assert.deepStrictEqual(index.find({ sort: "cheapest" }).map(({ service }) => service), ["2", "1"])
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = <A extends Findable>(
  services: ReadonlyArray<A>,
  rateOf: (service: A) => number | undefined
): Index<A> => {
  const rows = services.map((service) => ({
    service,
    text: fold(`${service.service} ${service.name} ${service.category} ${service.type}`),
    category: fold(service.category),
    type: foldWord(service.type)
  }))
  const known = new Set(rows.map(({ category }) => category))
  const rates = new Map(services.map((service) => [service, rateOf(service) ?? Number.NaN]))
  const byRate = (sign: 1 | -1) => (a: A, b: A) => {
    const [left = Number.NaN, right = Number.NaN] = [rates.get(a), rates.get(b)]
    if (Number.isNaN(left) || Number.isNaN(right))
      return Number(Number.isNaN(left)) - Number(Number.isNaN(right))
    return sign * (left - right)
  }
  // Each order is made once, when it is first asked for; later searches filter what is in order already.
  const orders = new Map<Sort, typeof rows>()
  const inOrder = (sort: Sort): typeof rows => {
    const made = orders.get(sort)
    if (made !== undefined) return made
    const compare = {
      panel: () => 0,
      cheapest: byRate(1),
      dearest: byRate(-1),
      name: (a: A, b: A) => a.name.localeCompare(b.name)
    }[sort]
    const order = [...rows].sort((a, b) => compare(a.service, b.service))
    orders.set(sort, order)
    return order
  }
  return {
    categories: distinct(services.map(({ category }) => category)),
    types: distinct(services.map(({ type }) => type)),
    find: ({ search = "", category = "", type = "", sort = "panel" }) => {
      const words = fold(search)
        .split(/\s+/)
        .filter((word) => word !== "")
      const id = search.trim()
      const wantedCategory = fold(category.trim())
      // Services without a category are no reason to show them alone to whoever asks for none.
      const isWhole = wantedCategory !== "" && known.has(wantedCategory)
      const wantedType = foldWord(type)
      const exact: Array<A> = []
      const found: Array<A> = []
      for (const row of inOrder(sort)) {
        if (isWhole ? row.category !== wantedCategory : !row.category.includes(wantedCategory)) continue
        if (wantedType !== "" && row.type !== wantedType) continue
        if (row.service.service === id) exact.push(row.service)
        else if (words.every((word) => row.text.includes(word))) found.push(row.service)
      }
      return [...exact, ...found]
    }
  }
}
