/** Where there is neither a file nor a database, there is no journal. */
import { InvalidOption } from "@smmkit/core/Options"
import * as Layer from "effect/Layer"
import type { Journaling } from "./layers.js"

const none = new InvalidOption({
  of: "panel",
  field: "journal",
  value: "",
  remedy: "leave it out here, as the journal needs a platform such as Node"
})

export const layer: Journaling["layer"] = () => Layer.fail(none)
export const following: Journaling["following"] = none
export const place: Journaling["place"] = () => none
export const placeOnce: Journaling["placeOnce"] = () => none
export const refill: Journaling["refill"] = () => none
export const refillMany: Journaling["refillMany"] = () => none
export const cancel: Journaling["cancel"] = () => none
export const cancelMany: Journaling["cancelMany"] = () => none
