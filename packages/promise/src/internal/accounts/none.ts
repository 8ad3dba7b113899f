/** Where there are no files, there is none with accounts. */
import { type Accounts, unusable } from "./accounts.js"

export const named: Accounts["named"] = () =>
  unusable("give url and key here, as a file of accounts needs a platform such as Node")
