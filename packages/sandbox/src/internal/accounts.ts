/** Accounts as a test sets them up. What cannot be done comes back as the error that says so. */
import * as BigDecimal from "effect/BigDecimal"
import { SandboxError } from "../SandboxOptions.js"
import { move } from "./meddling.js"
import type { Account, State } from "./state.js"

const taken = new SandboxError({ field: "key", remedy: "give a key that no account has" })

export const find = ({ accounts }: State, name: string): Account | SandboxError =>
  accounts.get(name) ??
  new SandboxError({ field: "account", remedy: `there is no account ${name}; create it first` })

export const addKey = (state: State, account: Account, key: string): SandboxError | undefined => {
  if (key === "" || state.accountOf.has(key)) return taken
  state.accountOf.set(key, account)
  return undefined
}

export const create = (
  state: State,
  name: string,
  key: string,
  balance: BigDecimal.BigDecimal,
  now: number
): SandboxError | undefined => {
  if (state.accounts.has(name)) {
    return new SandboxError({ field: "account", remedy: `there is an account ${name} already` })
  }
  const account = { name, enabled: true }
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
): undefined => {
  const change = BigDecimal.subtract(balance, state.ledger.balance(account.name))
  move(state, account, change, BigDecimal.isNegative(change) ? "withdrawal" : "deposit", now)
}

/** An amount below zero is given. */
export const spend = (
  state: State,
  account: Account,
  amount: BigDecimal.BigDecimal,
  now: number
): undefined => {
  const reason = BigDecimal.isNegative(amount) ? "goodwill" : "stranger"
  move(state, account, BigDecimal.negate(amount), reason, now)
}
