/** Which account of the store a panel's address and key belong to. */
import * as Check from "@smmkit/core/Options"
import { credential } from "@smmkit/journal/Account"
import type { StoreError } from "@smmkit/journal/JournalError"
import type { Entered, Store } from "@smmkit/journal/Store"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { FollowConfig } from "../../FollowConfig.js"

const check = Check.checker("followed account")

const wrong = (name: string, remedy: string): Effect.Effect<never, Check.InvalidOption> =>
  check("name", name, () => Either.left(remedy))

const ask = (store: Store.Service, { name, host, url, panel }: FollowConfig) =>
  store.enter({ name, ...credential({ url, key: panel.key }), host })

const elsewhere = (
  { name, host }: FollowConfig,
  { _tag, name: known }: Extract<Entered, { readonly name: string }>
) => {
  const holder = `this API key belongs to the account ${JSON.stringify(known)}`
  return wrong(
    name ?? host,
    _tag === "Elsewhere"
      ? `${holder}; use that name`
      : `${holder}, at another address; if that panel has moved, use that name and let the journal adopt the address, or give this account a name of its own`
  )
}

type Entering<A> = Effect.Effect<A, StoreError | Check.InvalidOption>

/** The account whose limit a call draws on. A key that the journal has yet to adopt draws on the one of that name. */
export const drawnOn = (store: Store.Service, config: FollowConfig): Entering<string> =>
  Effect.flatMap(ask(store, config), (entered) =>
    "account" in entered ? Effect.succeed(entered.account.id) : elsewhere(config, entered)
  )

/** The account, which is made where neither its name nor its key is known. */
export const enter = (
  store: Store.Service,
  config: FollowConfig
): Entering<{ readonly id: string; readonly name: string }> =>
  Effect.flatMap(ask(store, config), (entered): Entering<{ readonly id: string; readonly name: string }> => {
    switch (entered._tag) {
      case "Known":
        return Effect.succeed({ id: entered.account.id, name: entered.account.name })
      case "Elsewhere":
      case "Moved":
        return elsewhere(config, entered)
      case "Stranger":
        return wrong(
          entered.account.name,
          "the account has another API key; let the journal adopt the new one, or give this account another name"
        )
    }
  })
