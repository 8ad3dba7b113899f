/** Which account of the store a panel's address and key belong to. */
import * as Check from "@smmkit/core/Options"
import { digest } from "@smmkit/journal/Account"
import type { StoreError } from "@smmkit/journal/JournalError"
import type { Store } from "@smmkit/journal/Store"
import * as Effect from "effect/Effect"
import type { FollowConfig } from "../../FollowConfig.js"

const check = Check.checker("followed account")

const wrong = (name: string, remedy: string) =>
  Effect.flip(
    Effect.flatMap(
      check(
        "name",
        name,
        Check.is((_): _ is never => false, remedy)
      ),
      Effect.succeed
    )
  )

/** The account, which is made where neither its name nor its key is known. */
export const enter = (
  store: Store.Service,
  config: FollowConfig
): Effect.Effect<{ readonly id: string; readonly name: string }, StoreError | Check.InvalidOption> =>
  Effect.gen(function* () {
    const { name, host, url } = config
    const entered = yield* store.enter({ name, digest: digest({ url, key: config.panel.key }), host })
    switch (entered._tag) {
      case "Known":
        return { id: entered.account.id, name: entered.account.name }
      case "Elsewhere":
        return yield* Effect.flatMap(
          wrong(
            name ?? host,
            `this API key belongs to the account ${JSON.stringify(entered.name)}; use that name`
          ),
          Effect.fail
        )
      case "Stranger":
        return yield* Effect.flatMap(
          wrong(
            entered.account.name,
            "the account has another API key; let the journal adopt the new one, or give this account another name"
          ),
          Effect.fail
        )
    }
  })
