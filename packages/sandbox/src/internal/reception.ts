/** Where calls come in: they are counted, faults befall them, and what is left of them reaches the panel. */
import { formatAmount } from "@smmkit/core/Money"
import type { Exchange, Form } from "../Exchange.js"
import type { Outcome } from "../Log.js"
import type { Calls, Fired } from "../Sandbox.js"
import { plain } from "./amounts.js"
import { json } from "./exchanges.js"
import type { Call } from "./faults/fault.js"
import * as Meddling from "./meddling.js"
import * as Mishaps from "./mishaps.js"
import * as Panel from "./panel.js"
import type { State } from "./state.js"

export interface Reception {
  readonly take: (form: Form, now: number) => Exchange
  readonly calls: () => Calls
  readonly fired: () => ReadonlyArray<Fired>
}

/** How many orders or refills a call asks about. */
const idsOf = ({ order, orders = order, refill, refills = refill }: Form): number =>
  (orders ?? refills ?? "").split(",").filter((id) => id.trim() !== "").length

const isRefused = (text: string): boolean => text.startsWith('{"error":')

export const make = (state: State, mishaps: Mishaps.Mishaps): Reception => {
  const fired: Array<Fired> = []
  const byAction: Record<string, number> = {}
  let total = 0
  let orders = 0

  const priceOf = (order: string): string | undefined => {
    const record = state.orders.get(order)
    return record === undefined ? undefined : formatAmount(plain(record.price))
  }
  const seen = (action: string, form: Form, now: number, after: number | undefined): Call => {
    const account = state.accountOf.get(form["key"] ?? "")
    return {
      action,
      form,
      after,
      currency: account?.currency ?? state.settings.currency,
      priceOf,
      later: (wait) => state.agenda.plan(now + wait, (time) => void Panel.answer(state, form, time)),
      spend: () => account && Meddling.spend(state, account, form, now),
      giveBack: () => account && Meddling.giveBack(state, account, now),
      order: () => {
        orders += 1
        if (account !== undefined) Meddling.order(state, account, Meddling.like(form, orders), now)
      }
    }
  }

  return {
    take: (form, now) => {
      const { action: name = "" } = form
      const action = Panel.isAction(name) ? name : "unknown"
      total += 1
      byAction[action] = (byAction[action] ?? 0) + 1
      let outcome: Outcome = "kept-out"
      const answer = () => {
        const text = Panel.answer(state, form, now)
        outcome = isRefused(text) ? "refused" : "answered"
        return json(text)
      }
      const exchange = (): Exchange => {
        const limited = state.limits.take(form["key"] ?? "", action, now)
        if (limited !== undefined) {
          outcome = "limited"
          return limited
        }
        const mishap = mishaps.next(action)
        if (mishap === undefined) return answer()
        const { faults, after } = mishap
        fired.push({ call: total, action, faults, time: now })
        return Mishaps.befall(faults, seen(action, form, now, after), answer)
      }
      const came = exchange()
      state.calls.add({ time: now, key: form["key"] ?? "", action, ids: idsOf(form), outcome })
      return came
    },
    calls: () => ({ total, byAction: { ...byAction } }),
    fired: () => [...fired]
  }
}
