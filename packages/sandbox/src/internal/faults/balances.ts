/** How panels differ in telling the balance. */
import { define, fields } from "./trait.js"
import { Numeral } from "./values.js"

/** Digits with a mark between thousands; what stands behind the point is left alone. */
const grouped = (amount: string, mark: string): string => {
  const [whole = "", ...parts] = amount.split(".")
  return [whole.replace(/\B(?=(\d{3})+$)/g, mark), ...parts].join(".")
}

/** An amount with two decimals only, cut off. */
const inCents = (amount: string): string =>
  amount.replace(/^(-?\d+)(?:\.(\d{0,2})\d*)?$/, (_, whole, cents = "") => `${whole}.${cents.padEnd(2, "0")}`)

export const balances = define({
  "balance-in-cents": {
    says: "The balance is shown with two decimals only, cut off",
    on: ["balance"],
    claims: ["balance-digits"],
    value: fields((answer) => ({ ...answer, balance: inCents(String(answer["balance"])) }))
  },
  "balance-copies": {
    says: "The balance is repeated for display as `balancef`, with commas",
    on: ["balance"],
    claims: ["balance-fields"],
    value: fields((answer) => ({ ...answer, balancef: grouped(String(answer["balance"]), ",") }))
  },
  "balance-sign": {
    says: "The balance has a currency sign: `$12.30`",
    on: ["balance"],
    claims: ["balance-spelling"],
    value: fields((answer) => ({ ...answer, balance: `$${answer["balance"]}` }))
  },
  "local-balance": {
    says: "The balance is written as in Vietnam, in whole units, with dots between thousands and a sign: `2.500₫`",
    on: ["balance"],
    claims: ["balance-spelling", "balance-digits"],
    value: fields((answer) => {
      const [whole = ""] = String(answer["balance"]).split(".")
      return { ...answer, balance: `${grouped(whole, ".")}₫` }
    })
  },
  "bare-balance": {
    says: "The balance is a bare number",
    on: ["balance"],
    claims: ["balance-fields", "balance-shape", "balance-spelling", "currency"],
    value: fields((answer) => new Numeral(String(answer["balance"])))
  }
})
