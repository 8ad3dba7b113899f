/** The table of all traits, in the order in which they are put on an answer. */
import { adding } from "./adding.js"
import { afterSales } from "./afterSales.js"
import { balances } from "./balances.js"
import { listing } from "./listing.js"
import { printing, spelling } from "./printing.js"
import { refusals, words } from "./refusals.js"
import { batches, shapes } from "./shapes.js"
import { tracking } from "./tracking.js"

export const traits = {
  ...listing,
  ...tracking,
  ...balances,
  ...adding,
  ...afterSales,
  ...batches,
  ...words,
  ...shapes,
  ...refusals,
  ...spelling,
  ...printing
}
