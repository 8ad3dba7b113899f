/** Accounts in the file that all programs of smmkit read alike; loaded only where a profile is named. */
import * as AccountsFile from "@smmkit/journal/AccountsFile"
import * as Effect from "effect/Effect"
import { type Accounts, unusable } from "./accounts.js"

export const named: Accounts["named"] = (name) =>
  Effect.gen(function* () {
    const file = yield* Effect.orDie(AccountsFile.config)
    if (file === undefined) return yield* unusable("set SMMKIT_ACCOUNTS_FILE, as there is no home folder")
    const accounts = yield* Effect.mapError(AccountsFile.read(file), ({ message }) => unusable(message))
    const found = accounts.find((one) => one.name === name)
    if (found !== undefined) return found
    const names = accounts.map((one) => JSON.stringify(one.name)).join(", ")
    return yield* unusable(`${file} has no account ${JSON.stringify(name)}; its names are ${names}`)
  })
