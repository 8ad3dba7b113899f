/**
 * One click is one order. The key under which an order is sent is written down before, where it survives this tab,
 * and belongs to the order without its price. It is kept until it is known what became of the order, so whoever
 * clicks again meanwhile asks about the first order instead of placing a second.
 */
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"

const Kept = Schema.parseJson(Schema.Record({ key: Schema.String, value: Schema.String }))
const decode = Schema.decodeUnknownEither(Kept)

/** More orders than this in doubt at once, the server still knows of. */
const most = 500

/** Each account in each journal has its own. */
const drawerOf = (account: string): string => `smmkit.attempts.${account}`

const read = (account: string): ReadonlyMap<string, string> =>
  new Map(Object.entries(Either.getOrElse(decode(localStorage.getItem(drawerOf(account))), () => ({}))))

const write = (account: string, attempts: ReadonlyMap<string, string>): void =>
  localStorage.setItem(drawerOf(account), JSON.stringify(Object.fromEntries([...attempts].slice(-most))))

const newKey = (): string =>
  `web-${Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("")}`

interface Attempt {
  readonly key: string
  /** Whether the order may have been sent under this key before. */
  readonly isKnown: boolean
}

/** The key of an order; undefined where it cannot be kept. */
export const keyOf = (account: string, order: string): Attempt | undefined => {
  try {
    const attempts = read(account)
    const known = attempts.get(order)
    if (known !== undefined) return { key: known, isKnown: true }
    const key = newKey()
    write(account, new Map([...attempts, [order, key]]))
    return read(account).get(order) === key ? { key, isKnown: false } : undefined
  } catch {
    return undefined
  }
}

/** It is known what became of the order: the next click is another one. */
export const end = (account: string, key: string): void =>
  write(account, new Map([...read(account)].filter(([, known]) => known !== key)))
