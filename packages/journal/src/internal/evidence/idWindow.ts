/**
 * The window of IDs: what the numbers of orders tell about one in doubt. Pure, without store and panel.
 *
 * A panel numbers its orders upwards, and says nothing of those of others. So an order in doubt, if it was
 * booked, has an ID between one that was given before its call and one that was given after all of its time was
 * over; and if every other ID between them is refused, it was not booked.
 */
import { formatAmount } from "@smmkit/core/Money"
import * as Arr from "effect/Array"
import * as BigDecimal from "effect/BigDecimal"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { differ } from "../book/sums.js"

/** An order of ours whose ID the panel has answered with. */
export interface Known {
  readonly order: string
  readonly service: string
  /** No earlier than `created` its call began, and at `answered` its ID was known. */
  readonly created: number
  readonly answered: number
}

export interface Doubt {
  readonly service: string
  /** What it is numbered with, in words. */
  readonly named: string
  /** Whether it costs something, so that a charge has to be its price. */
  readonly costs: boolean
  readonly created: number
  /** The time past which its call cannot be under way. */
  readonly deadline: number
  readonly price: BigDecimal.BigDecimal | null
  readonly currency: string | null
}

/** An ID as a number, and the order that has it. */
interface Numbered extends Known {
  readonly number: bigint
}

export interface Window {
  readonly low: bigint
  readonly high: bigint
  /**
   * The IDs of the orders that were placed before the doubt and after it: whoever is shown the later one is shown what
   * is older, and where the earlier one is still shown, nothing since has been cleared away for its age.
   */
  readonly witnesses: readonly [before: string, after: string]
  /** When the one began, and the other was answered. */
  readonly since: number
  readonly until: number
}

const numeric = /^[1-9]\d{0,39}$/

const numbered = (known: Known): Numbered | undefined =>
  numeric.test(known.order) ? { ...known, number: BigInt(known.order) } : undefined

/** Whether of any two orders the one that was answered before the other began has the lower number. */
const isUpwards = (orders: ReadonlyArray<Numbered>): boolean =>
  orders.every((one) => orders.every((other) => one.answered >= other.created || one.number < other.number))

/**
 * The orders that are numbered with those of a service. A panel may have a range of numbers for each of its
 * servers, and servers by service; ranges do not overlap, so two services whose numbers do are in one range.
 */
const inRangeOf = (service: string, orders: ReadonlyArray<Numbered>): ReadonlyArray<Numbered> => {
  let found = orders.filter((order) => order.service === service)
  for (;;) {
    const numbers = found.map(({ number }) => number)
    const [least, most] = [min(numbers), max(numbers)]
    if (least === undefined || most === undefined) return []
    const services = new Set(
      [...new Set(orders.map((order) => order.service))].filter((one) => {
        const its = orders.flatMap((order) => (order.service === one ? [order.number] : []))
        const [first, last] = [min(its), max(its)]
        return first !== undefined && last !== undefined && first <= most && last >= least
      })
    )
    const more = orders.filter((order) => services.has(order.service))
    if (more.length === found.length) return found
    found = more
  }
}

const min = (numbers: ReadonlyArray<bigint>): bigint | undefined =>
  numbers.reduce<bigint | undefined>(
    (least, one) => (least === undefined || one < least ? one : least),
    undefined
  )
const max = (numbers: ReadonlyArray<bigint>): bigint | undefined =>
  numbers.reduce<bigint | undefined>(
    (most, one) => (most === undefined || one > most ? one : most),
    undefined
  )

/** The window of a doubt among the orders that were placed around it, or why there is none (yet). */
export const windowOf = (
  doubt: Doubt,
  around: ReadonlyArray<Known>,
  settlingTime: number
): Either.Either<Window, string> => {
  const numbers = around.flatMap((known) => numbered(known) ?? [])
  if (numbers.length < around.length) {
    return Either.left("the panel's IDs are not numbers, so they do not tell which came first")
  }
  const orders = inRangeOf(doubt.service, numbers)
  if (!isUpwards(orders))
    return Either.left("the panel does not number its orders upwards, so its IDs do not tell")
  const before = orders.filter(({ answered }) => answered <= doubt.created)
  const low = before.reduce<Numbered | undefined>(
    (most, one) => (most === undefined || one.number > most.number ? one : most),
    undefined
  )
  if (low === undefined) {
    return Either.left(`no ${doubt.named} is known from before it, so the IDs cannot tell`)
  }
  const after = orders.filter(({ created }) => created >= doubt.deadline + settlingTime)
  const high = after.reduce<Numbered | undefined>(
    (least, one) => (least === undefined || one.number < least.number ? one : least),
    undefined
  )
  if (high === undefined) {
    const when = new Date(doubt.deadline + settlingTime).toISOString()
    return Either.left(`no ${doubt.named} was placed after ${when}; it settles with the next one`)
  }
  return Either.right({
    low: low.number,
    high: high.number,
    witnesses: [low.order, high.order],
    since: low.created,
    until: high.answered
  })
}

/** What a panel said of one ID. `Untold` is all that tells neither that there is such an order nor that there is none. */
export type Said =
  | { readonly _tag: "Refused" }
  | { readonly _tag: "Untold" }
  | {
      readonly _tag: "Shown"
      readonly status: string
      readonly charge: BigDecimal.BigDecimal | null
      readonly currency: string | null
    }

/** How many IDs a call may ask. */
const perCall = 100

export interface Question {
  /** The IDs within the window of which no entry is known. */
  readonly inside: ReadonlyArray<string>
  /** IDs from before it, which fill a call up: if one of them is shown, the panel shows others' orders. */
  readonly control: ReadonlyArray<string>
  /** Calls of at most a hundred IDs, each with the witnesses. */
  readonly calls: ReadonlyArray<ReadonlyArray<string>>
}

const leastControl = 20

/** The IDs of a window, if there are no more than `most`. */
export const idsOf = ({ low, high }: Window, most: number): Either.Either<ReadonlyArray<string>, string> => {
  const count = high - low - 1n
  return count > BigInt(most)
    ? Either.left(
        `${count} IDs lie between the orders before and after it, more than the ${most} that may be asked`
      )
    : Either.right(Arr.makeBy(Number(count), (at) => String(low + 1n + BigInt(at))).slice(0, Number(count)))
}

/** The IDs just below a window, the highest first. */
export const below = ({ low }: Window): ReadonlyArray<string> =>
  Arr.range(1, perCall - 1).flatMap((at) => (low > BigInt(at) ? [String(low - BigInt(at))] : []))

/** What is to be asked, without what is known. */
export const question = (
  window: Window,
  ids: ReadonlyArray<string>,
  isKnown: (id: string) => boolean
): Question => {
  const inside = ids.filter((id) => !isKnown(id))
  const room = perCall - window.witnesses.length
  const free = room - (inside.length % room)
  const control = below(window)
    .filter((id) => !isKnown(id))
    .slice(0, free >= leastControl ? free : room)
  const asked = [...inside, ...control]
  const calls =
    asked.length === 0
      ? [window.witnesses]
      : Arr.chunksOf(asked, room).map((piece) => [...piece, ...window.witnesses])
  return { inside, control, calls }
}

export interface Circumstances {
  /** Whether nobody but journals on this store uses the account. */
  readonly exclusive: boolean
  /** Why another order of ours may have an ID of the window; undefined where none may. */
  readonly rival: string | undefined
  /** Whether an ID is that of a child of one of our orders; undefined where that is not known. */
  readonly isChild: ((id: string) => boolean) | undefined
}

export type Finding =
  | { readonly _tag: "Absent"; readonly why: string }
  | { readonly _tag: "Placed"; readonly order: string; readonly why: string }
  | { readonly _tag: "Open"; readonly why: string }

const open = (why: string): Finding => ({ _tag: "Open", why })

const described = (id: string, said: Said | undefined): string => {
  if (said?._tag !== "Shown") return id
  const charge = said.charge === null ? "" : `, charged ${formatAmount(said.charge)}`
  return `${id} (${said.status}${charge})`
}

/** The IDs in the window that a panel shows, and that nobody has claimed. */
export const unclaimed = (
  { inside }: Question,
  answers: ReadonlyMap<string, Said>,
  isChild: (id: string) => boolean
): ReadonlyArray<string> => inside.filter((id) => answers.get(id)?._tag === "Shown" && !isChild(id))

/** What the answers tell of a doubt. */
export const judge = (
  doubt: Doubt,
  window: Window,
  question: Question,
  answers: ReadonlyMap<string, Said>,
  { exclusive, rival, isChild }: Circumstances
): Finding => {
  const { inside, control } = question
  const span = `between the orders ${window.low} and ${window.high}`
  const unseen = window.witnesses.find((id) => answers.get(id)?._tag !== "Shown")
  if (unseen !== undefined) {
    return open(`the panel did not show order ${unseen} when it was asked for the IDs ${span}`)
  }
  const untold = inside.filter((id) => (answers.get(id) ?? { _tag: "Untold" })._tag === "Untold")
  if (untold.length > 0) {
    return open(`of the IDs ${span} the panel said nothing clear of ${untold.length}, such as ${untold[0]}`)
  }
  const found = unclaimed(question, answers, isChild ?? (() => false))
  const [only, ...others] = found
  if (only === undefined) {
    return { _tag: "Absent", why: `no order that nobody else holds stands ${span} (${inside.length} asked)` }
  }
  const candidates = `what stands ${span} and nobody holds: ${found
    .slice(0, 3)
    .map((id) => described(id, answers.get(id)))
    .join(", ")}${found.length > 3 ? ` and ${found.length - 3} more` : ""}`
  if (others.length > 0) return open(candidates)
  const foreign = control.find((id) => answers.get(id)?._tag !== "Refused")
  if (foreign !== undefined)
    return open(`${candidates}; the panel may show the orders of others, such as ${foreign}`)
  if (!exclusive)
    return open(`${candidates}; the account is not declared exclusive, so it may be a stranger's`)
  if (rival !== undefined) return open(`${candidates}; ${rival}`)
  if (isChild === undefined) return open(`${candidates}; it may be a part of a larger order`)
  const said = answers.get(only)
  const charge = said?._tag === "Shown" ? said.charge : null
  const currency = said?._tag === "Shown" ? Option.fromNullable(said.currency) : Option.none()
  const isPrice =
    !doubt.costs ||
    (charge !== null &&
      doubt.price !== null &&
      BigDecimal.equals(charge, doubt.price) &&
      !differ(currency, Option.fromNullable(doubt.currency)))
  return isPrice
    ? {
        _tag: "Placed",
        order: only,
        why: `${only} alone stands ${span} and is nobody's${doubt.costs ? ", and costs the same" : ""}`
      }
    : open(`${candidates}; its charge is not known to be the price`)
}
