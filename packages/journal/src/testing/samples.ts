/**
 * Intents and outcomes to try a store with.
 *
 * @since 0.1.0
 */
import { OrderId } from "@smmkit/core/Identifiers"
import { RequestRefusal } from "@smmkit/core/PanelError"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import * as Series from "../internal/book/series.js"
import * as Identity from "../internal/identity.js"
import type { Action, Change } from "../JournalEntry.js"
import type { Intent, Ref, Report } from "../Store.js"

/** An amount without a currency. */
export const money = (text: string) => ({
  amount: BigDecimal.unsafeFromString(text),
  currency: Option.none()
})

/** Where the entry of a key stands: of an order, unless told otherwise. */
export const ref = (key: string, account = "account-1", action: Action = "add"): Ref => ({
  account,
  action,
  key
})

/** An order of 100 units, which differs from that of any other key. */
export const intent = (key: string, change: Partial<Intent> = {}): Intent => {
  const request = change.request ?? { link: `https://example.com/${key}`, quantity: "100", service: "1" }
  return {
    ...ref(key),
    host: "panel.example",
    request,
    subject: null,
    fingerprints: Identity.ofForm(request),
    price: money("1.5"),
    atMost: undefined,
    units: 100,
    requestId: null,
    fresh: false,
    apart: null,
    limits: {},
    run: "run-1",
    owner: "owner-1",
    attempt: `attempt of ${key}`,
    timeLimit: 30_000,
    ...change
  }
}

/** The refill or the cancel of an order, the `nth` of its series. */
export const change = (action: Change, order: string, nth: number, change: Partial<Intent> = {}): Intent => ({
  ...intent(Series.keyOf(order, nth)),
  action,
  request: { order },
  subject: order,
  fingerprints: Identity.ofChange(action, order),
  price: undefined,
  units: null,
  attempt: `attempt of ${action} ${order} ${nth}`,
  ...change
})

export const orderId = OrderId.make

const report = (key: string, outcome: Report["outcome"]): Report => ({
  ...ref(key),
  attempt: `attempt of ${key}`,
  outcome
})

export const answered = (key: string, order: string, change: Partial<Report> = {}): Report => ({
  ...report(key, { _tag: "Answered", order: orderId(order), charge: null }),
  ...change
})

const refusal = new RequestRefusal({ meaning: "bad-link", said: "Bad link", status: 200 })

export const refused = (key: string): Report => report(key, { _tag: "Refused", error: refusal, note: "" })

export const lost = (key: string, change: Partial<Report> = {}): Report => ({
  ...report(key, { _tag: "Lost", error: null, note: "no answer" }),
  ...change
})

export const owner = (id: string) => ({ id, machine: "another machine", pid: 1 })
