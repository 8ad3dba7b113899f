/** What happens to the account beside the call. */
import { define } from "./mishap.js"

export const account = define({
  "stranger-spends": {
    says: "Another program spends from the same account: what an `add` would cost, else 1",
    claims: ["stranger"],
    happens: { at: "account", act: ({ spend }) => spend() }
  },
  "stranger-orders": {
    says: "Another program with the same key orders the same for another link, just before",
    on: ["add"],
    claims: ["stranger"],
    happens: { at: "account", act: ({ orderBeside }) => orderBeside() }
  },
  "refund-lands": {
    says: "An order under way ends Partial and is refunded; without one, 1 is given back out of goodwill",
    claims: ["refund"],
    happens: { at: "account", act: ({ giveBack }) => giveBack() }
  }
})
