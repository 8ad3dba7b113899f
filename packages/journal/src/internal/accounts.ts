/** Which account a journal works on, and who may spend there: a key that nobody has adopted may not. */
import { OrderId } from "@smmkit/core/Identifiers"
import type { OrderStatus } from "@smmkit/core/OrderStatus"
import type { PanelConfig } from "@smmkit/core/PanelConfig"
import { OrderWithheld } from "@smmkit/core/PanelError"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import * as JournalConfig from "../JournalConfig.js"
import { CannotAdopt, InvalidJournalConfig } from "../JournalError.js"
import { hasAny } from "../Limits.js"
import type { Store } from "../StoreModel.js"
import * as Intending from "./book/intending.js"
import * as Identity from "./identity.js"

export interface Tools {
  readonly store: Store.Service
  readonly status: OrderStatus.Service
  readonly panel: PanelConfig.Service
  readonly name: string | undefined
}

/** How many orders a new key has to show. */
const shown = 5

const isOrderId = Schema.is(OrderId)

const elsewhere = (name: string) =>
  new InvalidJournalConfig({
    field: "account",
    remedy: `this API key belongs to the account ${JSON.stringify(name)}; use that name, or rename the account (\`smmkit journal rename NAME\`)`
  })

const moved = (name: string) =>
  new InvalidJournalConfig({
    field: "account",
    remedy: `this API key belongs to the account ${JSON.stringify(name)}, at another address; if that panel has moved, use this name (\`SMMKIT_ACCOUNT=NAME\`) and adopt the address (\`smmkit journal adopt\`); if this is another panel, give the account a name of its own`
  })

const strange = (name: string) =>
  `the account ${JSON.stringify(name)} has another API key; if the key was changed, adopt the new one (\`smmkit journal adopt\`); if this is a second account on that panel, give it another name (\`SMMKIT_ACCOUNT=NAME\`)`

export const make = ({ store, status, panel, name }: Tools) =>
  Effect.gen(function* () {
    const credential = Identity.credential(panel)
    const who = { name, ...credential, host: panel.host }
    const entered = yield* store.enter(who)
    if (entered._tag === "Elsewhere") return yield* elsewhere(entered.name)
    if (entered._tag === "Moved") return yield* moved(entered.name)
    const { id, name: known } = entered.account
    let isKnown = entered._tag === "Known"
    let kept = entered.account.limits

    /** Whether the key is the account's by now; else the name of the one that has it. */
    const enter = Effect.map(store.enter(who), (entered): true | string => {
      isKnown = entered._tag === "Known" && entered.account.id === id
      return isKnown || ("account" in entered ? entered.account.name : entered.name)
    })

    const refuse = (why: string) => new CannotAdopt({ account: known, why })

    const adopt = Effect.gen(function* () {
      if (isKnown) return
      const orders = (yield* store.newest(id, shown)).filter(isOrderId)
      if (orders.length === 0) return yield* refuse("no order of it is known that the panel could show")
      const answers = yield* status.many(orders)
      const refused = answers.find(({ result }) => Either.isLeft(result))
      if (answers.length < orders.length || refused !== undefined) {
        return yield* refuse(`the panel does not show its order ${refused?.id ?? orders[0]} to this key`)
      }
      yield* store.adopt(id, credential)
      // A program may have come in with it under another name.
      const holder = yield* enter
      if (holder !== true) {
        return yield* refuse(`the key belongs to the account ${JSON.stringify(holder)} by now; use that name`)
      }
    })

    return {
      id,
      name: known,
      /** What holds beside what is given: what the store keeps, as far as this program knows. */
      limits: (given: JournalConfig.Limits): JournalConfig.Limits => Intending.lower(kept, given),
      /** Reads once more what the store keeps; tells whether there are limits that were not known of. */
      learn: Effect.map(store.account(id, panel.host), ({ limits }) => {
        const isNew = !hasAny(kept) && hasAny(limits)
        kept = limits
        return isNew
      }),
      adopt,
      rename: (name: string) =>
        Effect.gen(function* () {
          yield* JournalConfig.make({ account: name })
          if (!isKnown) return yield* new InvalidJournalConfig({ field: "account", remedy: strange(known) })
          return yield* store.rename(id, name)
        }),
      /** Whether nothing speaks against this key, so that nothing need be asked. */
      isAdmitted: () => isKnown,
      /** Fails where this key is not the account's, as far as is known; another process may have adopted it since. */
      admitted: Effect.suspend(() =>
        isKnown
          ? Effect.void
          : Effect.filterOrFail(
              Effect.orElseSucceed(enter, () => known),
              (holder) => holder === true,
              () => new OrderWithheld({ reason: "store", detail: strange(known) })
            )
      )
    }
  })
