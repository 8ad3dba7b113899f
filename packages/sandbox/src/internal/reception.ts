/** Where calls come in: they are counted, mishaps befall them, and what is left of them reaches the panel. */
import { formatAmount } from "@smmkit/core/Money"
import * as BigDecimal from "effect/BigDecimal"
import * as Option from "effect/Option"
import type { Action, Exchange, Form } from "../Exchange.js"
import * as Ledger from "../Ledger.js"
import type { Outcome } from "../Log.js"
import type { Calls, Fired } from "../SandboxService.js"
import type { Name } from "../Trait.js"
import { plain } from "./amounts.js"
import * as Answers from "./answers.js"
import * as Asked from "./asked.js"
import { json, later } from "./exchanges.js"
import type { Call, Happening } from "./faults/mishap.js"
import type * as Trait from "./faults/trait.js"
import { read, write } from "./faults/values.js"
import * as Writing from "./faults/writing.js"
import * as Log from "./log.js"
import * as Meddling from "./meddling.js"
import type * as Mishaps from "./mishaps.js"
import { fromOpaque } from "./opaque.js"
import * as Panel from "./panel.js"
import { draw } from "./seeded.js"
import type { OrderRecord, State } from "./state.js"

export interface Reception {
  readonly take: (form: Form, now: number) => Exchange
  readonly calls: () => Calls
  readonly fired: () => ReadonlyArray<Fired>
  /** How the panel writes from now on. */
  readonly wear: (traits: ReadonlyArray<Name>) => void
  readonly traits: () => ReadonlyArray<Name>
}

type At<Tag extends Happening["at"]> = Extract<Happening, { readonly at: Tag }>

export const make = (
  state: State,
  mishaps: Mishaps.Mishaps,
  initial: ReadonlyArray<Name>,
  logSize: number
): Reception => {
  const fired = Log.make<Fired>(logSize)
  const byAction: Record<string, number> = {}
  let total = 0
  let strangers = 0
  let names = initial
  let traits = Writing.inOrder(initial)

  const orderOf = (id: string): OrderRecord | undefined => state.orders.get(fromOpaque(id.trim()))

  const seenByTraits = (
    action: Action | "unknown",
    form: Form,
    asked: Asked.Asked
  ): Omit<Trait.Call, "refused"> => ({
    action,
    form,
    asked,
    currency: state.accountOf.get(form["key"] ?? "")?.currency ?? state.settings.currency,
    priceOf: (id) => {
      const record = orderOf(id)
      return record === undefined ? undefined : formatAmount(plain(record.price))
    }
  })

  const seenByMishaps = (
    { action, form, asked }: Omit<Trait.Call, "refused">,
    { after, order }: Mishaps.Befallen,
    nth: number,
    now: number
  ): Call => {
    const account = state.accountOf.get(form["key"] ?? "")
    return {
      action,
      form,
      asked,
      order,
      after,
      chance: (purpose) => draw(state.settings.seed, purpose, action, nth),
      isOwn: (id) => account !== undefined && orderOf(id)?.account === account,
      asOf: (ago) => asOf(state, action, form, now - ago),
      later: (wait) => state.agenda.plan(now + wait, (time) => void Panel.answer(state, form, time)),
      spend: () => account !== undefined && Meddling.spend(state, account, form, now),
      giveBack: () => account !== undefined && Meddling.giveBack(state, account, now),
      orderBeside: () => {
        strangers += 1
        return account !== undefined && Meddling.orderLike(state, account, form, strangers, now)
      }
    }
  }

  /** Lets mishaps befall a call, each where on its way it happens. Those that took effect are told. */
  const befall = (
    befallen: ReadonlyArray<Mishaps.Befallen>,
    call: Omit<Trait.Call, "refused">,
    nth: number,
    now: number,
    tell: (name: Mishaps.Befallen["name"]) => void,
    arrived: (text: string) => void
  ): Exchange => {
    const see = (one: Mishaps.Befallen) => seenByMishaps(call, one, nth, now)
    const at = <Tag extends Happening["at"]>(tag: Tag) =>
      befallen.flatMap((one) => {
        const { happens } = one.definition
        return isAt(happens, tag) ? [[one, happens] as const] : []
      })

    for (const [one, { act }] of at("account")) if (act(see(one))) tell(one.name)
    const arrive = (exchange: Exchange): Exchange =>
      at("arrival").reduce((exchange, [one, { wait }]) => {
        const after = one.after ?? wait
        if (after > 0) tell(one.name)
        return later(exchange, after)
      }, exchange)
    for (const [one, { end }] of at("before")) {
      tell(one.name)
      return arrive(end(see(one)))
    }
    const said = (): string => {
      for (const [one, { text }] of at("said")) {
        const instead = text(see(one))
        if (instead === undefined) continue
        tell(one.name)
        return instead
      }
      // A panel looks at the key first.
      const isKnown = state.accountOf.get(call.form["key"] ?? "")?.enabled ?? false
      const objection = isKnown ? Writing.objection(traits, call) : undefined
      const unseen = new Set<Mishaps.Befallen>()
      const isHidden = (id: string, since: number): boolean => {
        const hiding = at("records").filter(
          ([one, { isHidden }]) =>
            (one.order === undefined || one.order === id) && isHidden(now - since, see(one))
        )
        for (const [one] of hiding) unseen.add(one)
        return hiding.length > 0
      }
      const text =
        objection === undefined ? Panel.answer(state, call.form, now, isHidden) : Answers.refused(objection)
      for (const { name } of unseen) tell(name)
      arrived(text)
      return text
    }
    let text = said()
    for (const [one, { change }] of at("answer")) {
      const changed = change(read(text), see(one))
      const rewritten = changed === undefined ? text : write(changed)
      if (rewritten === text) continue
      tell(one.name)
      text = rewritten
    }
    let exchange = Writing.reply(traits, text, call)
    for (const [one, { exchange: instead }] of at("after")) {
      tell(one.name)
      exchange = instead
    }
    for (const [one, { end }] of at("connection")) {
      tell(one.name)
      exchange = end(exchange)
    }
    return arrive(exchange)
  }

  return {
    take: (form, now) => {
      const { action: name = "" } = form
      const action: Action | "unknown" = Panel.isAction(name) ? name : "unknown"
      total += 1
      const nth = (byAction[action] ?? 0) + 1
      byAction[action] = nth
      const asked = Asked.read(state.settings.dialect, form)
      const orders = Asked.idsOf(asked)
      let outcome: Outcome = "kept-out"
      const arrived = (text: string): void => {
        outcome = isRefused(text) ? "refused" : "answered"
      }
      const exchange = (): Exchange => {
        const limited = state.limits.take(form["key"] ?? "", action, now)
        if (limited !== undefined) {
          outcome = "limited"
          return limited
        }
        const account = state.accountOf.get(form["key"] ?? "")?.name
        const befallen = mishaps.next({ action, nth, account, key: form["key"], orders }, now)
        if (befallen.length === 0 && traits.length === 0) {
          const text = Panel.answer(state, form, now)
          arrived(text)
          return json(text)
        }
        const effective: Array<Mishaps.Befallen["name"]> = []
        const call = seenByTraits(action, form, asked)
        const exchange = befall(befallen, call, nth, now, (name) => effective.push(name), arrived)
        if (effective.length > 0) fired.add({ call: total, action, mishaps: effective, time: now })
        return exchange
      }
      const came = exchange()
      state.calls.add({ time: now, key: form["key"] ?? "", action, ids: orders.length, outcome })
      return came
    },
    calls: () => ({ total, byAction: { ...byAction } }),
    fired: fired.newest,
    wear: (next) => {
      names = next
      traits = Writing.inOrder(next)
    },
    traits: () => [...names]
  }
}

const isRefused = (text: string): boolean => text.startsWith('{"error":')

/** What the panel would have answered to a call that reads. */
const asOf = (state: State, action: string, form: Form, time: number): string => {
  const account = state.accountOf.get(form["key"] ?? "")
  if (action !== "balance" || account === undefined || !account.enabled)
    return Panel.answer(state, form, time)
  const since = state.ledger.entries(account.name).filter((entry) => entry.time > time)
  const balance = BigDecimal.subtract(state.ledger.balance(account.name), Ledger.sum(since))
  return Answers.balance({ balance: plain(balance), currency: Option.some(account.currency) })
}

const isAt = <Tag extends Happening["at"]>(happens: Happening, tag: Tag): happens is At<Tag> =>
  happens.at === tag
