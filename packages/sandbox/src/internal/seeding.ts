/** Orders that have been there all along, many at once. */
import type { OrderId } from "@smmkit/core/Identifiers"
import type { Order } from "@smmkit/core/Order"
import type { OrderState } from "@smmkit/core/OrderState"
import * as BigDecimal from "effect/BigDecimal"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { SandboxError } from "../SandboxOptions.js"
import type { Seed } from "../SandboxView.js"
import * as Accounts from "./accounts.js"
import { read } from "./adding.js"
import { plain } from "./amounts.js"
import * as Changing from "./changing.js"
import type * as Deliveries from "./deliveries.js"
import { milliseconds } from "./durations.js"
import { isEnd } from "./lifecycle.js"
import { move } from "./money.js"
import { open } from "./orders.js"
import type { OrderRecord, State } from "./state.js"

/** A group that has been checked: what each order is, and what becomes of it. */
interface Group {
  readonly count: number
  readonly created: number
  readonly order: Order
  readonly request: Deliveries.Request
  readonly link: string | undefined
  readonly state: OrderState | undefined
  readonly remains: number | undefined
}

const most = 5_000_000
const atATime = 1000
const minutesBetween = 60

const unusable = (field: string, remedy: string) => new SandboxError({ field, remedy })

/** What a seed's orders would have been placed with. */
const formOf = ({ service, quantity, children, link }: Seed, least: number) => ({
  service,
  link: link ?? "https://example.com/seeded",
  quantity: String(quantity ?? least),
  ...(children === undefined ? {} : { runs: String(children), interval: String(minutesBetween) })
})

const check = (state: State, seed: Seed, now: number): Group | SandboxError => {
  const { count = 1, account: name = "main", age = 0, remains, link } = seed
  if (!Number.isInteger(count) || count < 0 || count > most) {
    return unusable("count", `give a whole number from 0 to ${most}`)
  }
  const account = Accounts.find(state, name)
  if (account instanceof SandboxError) return account
  const passed = milliseconds("age", age)
  if (passed instanceof SandboxError) return passed
  const offer = state.shop.sold(seed.service)
  if (offer === undefined) return unusable("service", "name one that is sold and takes a quantity")
  const form = formOf(
    seed,
    Option.getOrElse(offer.service.min, () => 1)
  )
  const decoded = read(state, account, form, "caller")
  if (Either.isLeft(decoded))
    return unusable("seed", `the panel would not take such an order: ${decoded.left}`)
  const [order, request] = decoded.right
  const word = seed.state === undefined ? undefined : Changing.readState(seed.state)
  if (word instanceof SandboxError) return word
  const units = "quantity" in order ? order.quantity * (seed.children ?? 1) : 1
  if (remains !== undefined && (!Number.isInteger(remains) || remains < 0 || remains > units)) {
    return unusable("remains", `give a whole number from 0 to ${units}`)
  }
  const part = Changing.partOfPackage(offer, { state: word, remains }, units)
  return part ?? { count, created: now - passed, order, request, link, state: word, remains }
}

/** When an order that ends so has ended: as its delivery would have, unless that is still to come. */
const endOf = (record: OrderRecord, now: number): number =>
  record.kind === "single" && record.plan !== undefined ? Math.min(record.plan.ends, now) : now

const place = (state: State, group: Group, nth: number, now: number): OrderId => {
  const { created, order, request, state: word, remains } = group
  const link = group.link ?? `https://example.com/seeded/${state.orders.size}-${nth}`
  const form = { ...request.form, link }
  const record = open(state, { ...request, form, link }, order, created)
  if (word !== undefined || remains !== undefined) {
    const at = word !== undefined && isEnd(word) ? endOf(record, now) : now
    Changing.apply(state, record, { state: word, remains }, at)
  }
  // Nobody asks how it stood before it was there.
  record.was = undefined
  record.gave = undefined
  if (record.kind === "single") record.past = undefined
  return record.id
}

/** Places all, or tells why none. Each account is given what its orders cost. */
export const seed = (
  state: State,
  seeds: ReadonlyArray<Seed>,
  now: number
): ReadonlyArray<OrderId> | SandboxError => {
  const groups: Array<Group> = []
  for (const one of seeds) {
    const group = check(state, one, now)
    if (group instanceof SandboxError) return group
    groups.push(group)
  }
  const ids: Array<OrderId> = []
  for (const group of groups) {
    const { count, created, request } = group
    const cost = plain(BigDecimal.multiply(request.price, BigDecimal.make(BigInt(count), 0)))
    if (!BigDecimal.isZero(cost)) move(state, request.account, cost, "deposit", created)
    for (let nth = 0; nth < count; nth++) {
      ids.push(place(state, group, nth, now))
      // What is due already is done with before more is planned.
      if (nth % atATime === 0) state.agenda.settle(now)
    }
    state.agenda.settle(now)
  }
  return ids
}
