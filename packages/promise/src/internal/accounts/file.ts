/** Accounts in the file that all programs of smmkit read alike; loaded only where a profile is named. */
import * as AccountsFile from "@smmkit/journal/AccountsFile"
import * as Effect from "effect/Effect"
import { type Accounts, unusable } from "./accounts.js"

export const named: Accounts["named"] = (name) =>
  Effect.mapError(AccountsFile.named(name), ({ message }) => unusable(message))
