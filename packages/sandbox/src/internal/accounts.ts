/** Accounts as a test sets them up. What cannot be done comes back as the error that says so. */
import * as BigDecimal from "effect/BigDecimal"
import { SandboxError } from "../SandboxOptions.js"
import { canPay, move } from "./money.js"
import type { Account, State } from "./state.js"

const taken = new SandboxError({
  field: "key",
  remedy: "give a key that is not empty, and that no account has"
})

const negative = new SandboxError({ field: "balance", remedy: "give no less than 0, or let accounts owe" })

export const find = ({ accounts }: State, name: string): Account | SandboxError =>
  accounts.get(name) ??
  new SandboxError({ field: "account", remedy: `there is no account ${name}; create it first` })

export const addKey = (state: State, account: Account, key: string): SandboxError | undefined => {
  if (key.trim() === "" || state.accountOf.has(key)) return taken
  state.accountOf.set(key, account)
  return undefined
}

/** Gives an account another key in place of one, which is refused from now on. */
export const replaceKey = (
  state: State,
  account: Account,
  old: string,
  key: string
): SandboxError | undefined => {
  if (state.accountOf.get(old) !== account) {
    return new SandboxError({
      field: "key",
      remedy: `account ${account.name} has no such key; name one of its own`
    })
  }
  const refused = addKey(state, account, key)
  if (refused !== undefined) return refused
  state.accountOf.delete(old)
  return undefined
}

export const create = (
  state: State,
  name: string,
  key: string,
  balance: BigDecimal.BigDecimal,
  currency: string,
  now: number
): SandboxError | undefined => {
  if (name.trim() === "") return new SandboxError({ field: "name", remedy: "give a name that is not empty" })
  if (currency.trim() === "")
    return new SandboxError({ field: "currency", remedy: "give a code such as EUR" })
  if (BigDecimal.isNegative(balance) && !state.settings.mayOwe) return negative
  if (state.accounts.has(name)) {
    return new SandboxError({ field: "account", remedy: `there is an account ${name} already` })
  }
  const account: Account = { name, currency, enabled: true, running: new Set(), unpaid: new Set() }
  const refused = addKey(state, account, key)
  if (refused !== undefined) return refused
  state.accounts.set(name, account)
  move(state, account, balance, "deposit", now)
  return undefined
}

export const setEnabled = (account: Account, enabled: boolean): undefined => {
  account.enabled = enabled
}

export const setFunds = (
  state: State,
  account: Account,
  balance: BigDecimal.BigDecimal,
  now: number
): SandboxError | undefined => {
  if (BigDecimal.isNegative(balance) && !state.settings.mayOwe) return negative
  const change = BigDecimal.subtract(balance, state.ledger.balance(account.name))
  move(state, account, change, BigDecimal.isNegative(change) ? "withdrawal" : "deposit", now)
  return undefined
}

/** An amount below zero is given. */
export const spend = (
  state: State,
  account: Account,
  amount: BigDecimal.BigDecimal,
  now: number
): SandboxError | undefined => {
  if (BigDecimal.isPositive(amount) && !canPay(state, account, amount)) {
    const held = BigDecimal.format(state.ledger.balance(account.name))
    return new SandboxError({
      field: "amount",
      remedy: `the account holds ${held}; give no more, or let it owe`
    })
  }
  const reason = BigDecimal.isNegative(amount) ? "goodwill" : "stranger"
  move(state, account, BigDecimal.negate(amount), reason, now)
  return undefined
}
