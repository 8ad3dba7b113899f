/**
 * Finding services among ten thousand. The catalogue is folded once; a search is then one pass over
 * plain texts, quick enough for each key press. Server and page share it.
 */

/** What a search looks at. */
export interface Findable {
  readonly service: string
  readonly name: string
  readonly category: string
  readonly type: string
}

export const sorts = ["panel", "cheapest", "dearest", "name"] as const

export type Sort = (typeof sorts)[number]

export interface Query {
  readonly search: string
  readonly category: string
  readonly type: string
  readonly sort: Sort
}

export interface Index<A> {
  readonly find: (query: Query) => ReadonlyArray<A>
  readonly categories: ReadonlyArray<string>
  readonly types: ReadonlyArray<string>
}

/** Without regard to case and accents. */
const fold = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()

const distinct = (words: ReadonlyArray<string>): ReadonlyArray<string> =>
  [...new Set(words)].sort((a, b) => a.localeCompare(b))

/** `rateOf` is for sorting only; a service without a price comes last. */
export const make = <A extends Findable>(
  services: ReadonlyArray<A>,
  rateOf: (service: A) => number | undefined
): Index<A> => {
  const texts = services.map(({ service, name, category, type }) =>
    fold(`${service} ${name} ${category} ${type}`)
  )
  const rates = new Map(services.map((service) => [service, rateOf(service) ?? Number.NaN]))
  const byRate = (sign: 1 | -1) => (a: A, b: A) => {
    const [left = Number.NaN, right = Number.NaN] = [rates.get(a), rates.get(b)]
    return Number.isNaN(left)
      ? Number.isNaN(right)
        ? 0
        : 1
      : Number.isNaN(right)
        ? -1
        : sign * (left - right)
  }
  // Each order is made once, when it is first asked for; later searches filter what is in order already.
  const orders = new Map<Sort, ReadonlyArray<number>>()
  const inOrder = (sort: Sort): ReadonlyArray<number> => {
    const made = orders.get(sort)
    if (made !== undefined) return made
    const compare = {
      panel: () => 0,
      cheapest: byRate(1),
      dearest: byRate(-1),
      name: (a: A, b: A) => a.name.localeCompare(b.name)
    }[sort]
    const places = services.map((service, place) => [service, place] as const)
    const order = places.sort(([a], [b]) => compare(a, b)).map(([, place]) => place)
    orders.set(sort, order)
    return order
  }
  return {
    categories: distinct(services.map(({ category }) => category)),
    types: distinct(services.map(({ type }) => type)),
    find: ({ search, category, type, sort }) => {
      const words = fold(search)
        .split(/\s+/)
        .filter((word) => word !== "")
      const id = search.trim()
      const exact: Array<A> = []
      const found: Array<A> = []
      for (const place of inOrder(sort)) {
        const [service, text] = [services[place], texts[place]]
        if (service === undefined || text === undefined) continue
        if (category !== "" && service.category !== category) continue
        if (type !== "" && service.type !== type) continue
        if (service.service === id) exact.push(service)
        else if (words.every((word) => text.includes(word))) found.push(service)
      }
      return [...exact, ...found]
    }
  }
}
