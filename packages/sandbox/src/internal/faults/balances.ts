/** How panels differ in telling the balance. */
import { define, fields } from "./fault.js"

export const balances = define({
  "balance-in-cents": {
    says: "The balance is shown with two decimals only, cut off",
    on: ["balance"],
    act: fields((answer) => ({
      ...answer,
      balance: String(answer["balance"]).replace(
        /^(-?\d+)(?:\.(\d{0,2})\d*)?$/,
        (_, whole, cents = "") => `${whole}.${cents.padEnd(2, "0")}`
      )
    }))
  },
  "bare-balance": {
    says: "The balance is a bare number",
    on: ["balance"],
    act: fields((answer) => Number(answer["balance"]))
  },
  "balance-copies": {
    says: "The balance is repeated for display as `balancef`, with commas",
    on: ["balance"],
    act: fields((answer) => ({
      ...answer,
      balancef: String(answer["balance"]).replace(/\B(?=(\d{3})+(?!\d))/, ",")
    }))
  },
  "balance-sign": {
    says: "The balance has a currency sign: `$12.30`",
    on: ["balance"],
    act: fields((answer) => ({ ...answer, balance: `$${answer["balance"]}` }))
  }
})
