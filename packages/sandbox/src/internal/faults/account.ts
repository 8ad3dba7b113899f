/** What happens to the account beside the call. */
import { define } from "./fault.js"

export const account = define({
  "stranger-spends": {
    says: "Another program spends from the same account: what an `add` would cost, else 1",
    act: ({ spend }, next) => {
      spend()
      return next()
    }
  },
  "stranger-orders": {
    says: "Another program with the same key orders the same for another link, just before",
    on: ["add"],
    act: ({ order }, next) => {
      order()
      return next()
    }
  },
  "refund-lands": {
    says: "An order under way ends Partial and is refunded; without one, 1 is given back out of goodwill",
    act: ({ giveBack }, next) => {
      giveBack()
      return next()
    }
  }
})
