/** What makes two orders the same: the encoded fields of the form, and the panel account. */
import { createHash } from "node:crypto"
import type { OrderForm } from "@smmkit/core/OrderForm"
import type { PanelConfig } from "@smmkit/core/PanelConfig"
import * as Redacted from "effect/Redacted"

export const digest = (...parts: ReadonlyArray<string>): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex")

/** A panel account without its key: a digest, from which the key cannot be read. */
export const accountId = ({ url, key }: PanelConfig.Service): string =>
  digest("account", url, Redacted.value(key)).slice(0, 32)

const byName = ([one]: readonly [string, string], [other]: readonly [string, string]) =>
  one < other ? -1 : one > other ? 1 : 0

/** A form with its fields in one order. */
export const sorted = (form: OrderForm): OrderForm => Object.fromEntries(Object.entries(form).sort(byName))

export const fingerprint = (account: string, form: OrderForm): string =>
  digest(account, ...Object.entries(sorted(form)).flat())

/** The first field in which two forms differ. */
export const difference = (one: OrderForm, other: OrderForm): string | undefined =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].find((name) => one[name] !== other[name])
