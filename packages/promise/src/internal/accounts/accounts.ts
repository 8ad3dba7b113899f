/** What the file of accounts is to the rest of this package, whether there can be one or not. */
import { InvalidOption } from "@smmkit/core/Options"
import type { Account } from "@smmkit/journal/AccountsFile"
import type * as Effect from "effect/Effect"

export interface Accounts {
  readonly named: (name: string) => Effect.Effect<Account, InvalidOption>
}

export const unusable = (remedy: string): InvalidOption =>
  new InvalidOption({ of: "panel", field: "profile", value: "", remedy })
