/** What a mishap is made of, and the few ways in which mishaps go about it. */
import type { Action, Exchange, Form } from "../../Exchange.js"
import type { Asked } from "../asked.js"
import { answered } from "../exchanges.js"
import { fromOpaque } from "../opaque.js"
import { type Fields, isFields, isRefusal, Numeral } from "./values.js"

/** One call as a mishap sees it. */
export interface Call {
  readonly action: Action | "unknown"
  readonly form: Form
  readonly asked: Asked
  /** The only order of the answer that is meant; undefined where the whole answer is. */
  readonly order: string | undefined
  /** How long, in milliseconds, where it is said. */
  readonly after: number | undefined
  /** A number from 0 to below 1 for this call, by what it is for. */
  readonly chance: (purpose: string) => number
  /** Whether the order is one of the account that calls. */
  readonly isOwn: (order: string) => boolean
  /** What the panel would have answered so many milliseconds ago. */
  readonly asOf: (ago: number) => string
  /** Lets the panel get the call later, whatever the caller thinks of it by then. */
  readonly later: (wait: number) => void
  /** Takes money from the account, as another program with the same key would; says whether it could. */
  readonly spend: () => boolean
  /** Gives money back to the account: the rest of an order under way, or out of goodwill. */
  readonly giveBack: () => boolean
  /** Orders the same for another link, as another program with the same key would. */
  readonly orderBeside: () => boolean
}

/** What happens, by where on a call's way it happens. */
export type Happening =
  /** Beside the call, before the panel gets it. Says whether it had an effect. */
  | { readonly at: "account"; readonly act: (call: Call) => boolean }
  /** The panel does not get the call. */
  | { readonly at: "before"; readonly end: (call: Call) => Exchange }
  /** The panel does nothing and says this: canonical text. Undefined lets it do as it would. */
  | { readonly at: "said"; readonly text: (call: Call) => string | undefined }
  /** The panel does not find the order, or the refill, that came to be so many milliseconds ago. */
  | { readonly at: "records"; readonly isHidden: (age: number, call: Call) => boolean }
  /** The panel does what it was asked, and its answer is changed before the panel's traits are put on it. */
  | { readonly at: "answer"; readonly change: (value: unknown, call: Call) => unknown }
  /** The panel does what it was asked, and something else comes instead of what it says. */
  | { readonly at: "after"; readonly exchange: Exchange }
  /** What comes is broken off on its way. */
  | { readonly at: "connection"; readonly end: (exchange: Exchange) => Exchange }
  /** What comes, comes later. */
  | { readonly at: "arrival"; readonly wait: number }

/**
 * A mishap: one sentence on what happens, and what of the call it claims. Mishaps with a claim in common
 * exclude each other on one call.
 */
export interface Definition {
  readonly says: string
  /** The actions that it can befall. Default: all. */
  readonly on?: ReadonlyArray<Action>
  readonly claims: ReadonlyArray<Claim>
  readonly happens: Happening
}

/** Parts of what the panel says, and of a call, of which each can have one fate. */
export const said = ["answer", "id", "rows", "states"] as const
const parts = ["connection", ...said] as const
type Claim = (typeof parts)[number] | "arrival" | "stranger" | "refund"

/** A table of mishaps, of which each keeps its name. */
export const define = <Name extends string>(mishaps: Record<Name, Definition>): Record<Name, Definition> =>
  mishaps

type Way = Pick<Definition, "claims" | "happens">

/** The panel does not get the call; this happens instead. */
export const instead = (end: Exchange | ((call: Call) => Exchange)): Way => ({
  claims: parts,
  happens: { at: "before", end: typeof end === "function" ? end : () => end }
})

/** The panel refuses in these words, and does nothing. */
export const refuses = (words: string): Way => ({
  claims: said,
  happens: { at: "said", text: () => JSON.stringify({ error: words }) }
})

/** The panel does what it was asked, but this is what the caller gets. */
export const afterwards = (exchange: Exchange): Way => ({
  claims: exchange._tag === "Answered" ? said : parts,
  happens: { at: "after", exchange }
})

/** The panel's answer, changed; undefined leaves it as it is. */
export const changes = (
  claims: ReadonlyArray<Claim>,
  change: (value: unknown, call: Call) => unknown
): Way => ({
  claims,
  happens: { at: "answer", change }
})

/** The fields of an answer that is one object and no refusal, changed. */
export const fields = (claim: Claim, change: (fields: Fields, call: Call) => Fields): Way =>
  changes([claim], (value, call) => (isFields(value) && !isRefusal(value) ? change(value, call) : undefined))

const textOf = (id: unknown): string => (id instanceof Numeral ? id.digits : String(id))

const idOf = (row: unknown): string => (isFields(row) ? textOf(row["order"] ?? row["refill"]) : "")

const isMeant = (id: string, { order }: Call): boolean => order === undefined || order === fromOpaque(id)

/**
 * What an answer says of each order or refill that was asked about, changed: null leaves it out, undefined
 * leaves it alone.
 */
export const each = (
  claim: Claim,
  change: (said: Fields, id: string, call: Call) => Fields | null | undefined
): Way =>
  changes([claim], (value, call) => {
    if (isRefusal(value)) return undefined
    const changed = (what: unknown, id: string): ReadonlyArray<unknown> => {
      if (!isFields(what) || !isMeant(id, call)) return [what]
      const now = change(what, id, call)
      return now === null ? [] : [now ?? what]
    }
    if (Array.isArray(value)) return value.flatMap((row) => changed(row, idOf(row)))
    if (!isFields(value)) return undefined
    if ("one" in call.asked) return changed(value, call.asked.one)[0]
    return Object.fromEntries(
      Object.entries(value).flatMap(([id, row]) => changed(row, id).map((one) => [id, one] as const))
    )
  })

const html = { "content-type": "text/html; charset=UTF-8" }

export const page = (status: number, body: string): Exchange => answered({ status, headers: html, body })

export const text = (
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {}
): Exchange => answered({ status, headers: { "content-type": "application/json", ...headers }, body })
