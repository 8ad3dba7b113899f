/** The table of all faults. */
import { account } from "./account.js"
import { adding } from "./adding.js"
import { afterSales } from "./afterSales.js"
import { balances } from "./balances.js"
import { listing } from "./listing.js"
import { network } from "./network.js"
import { refusals } from "./refusals.js"
import { shapes } from "./shapes.js"
import { tracking } from "./tracking.js"

export const all = {
  ...network,
  ...account,
  ...shapes,
  ...refusals,
  ...listing,
  ...adding,
  ...tracking,
  ...afterSales,
  ...balances
}
