/** The road of an account whose limit is known: each call has its turn among those of all programs on the store. */
import type { PanelConfig } from "@smmkit/core"
import { FollowStore, PacedTransport } from "@smmkit/follow"
import { Layer } from "effect"
import { misused } from "./Failure.js"
import { store } from "./JournalSession.js"

export const layer = (panel: PanelConfig.Options, name: string | undefined) =>
  Layer.mapError(PacedTransport.layer({ panel, name }), (error) =>
    error._tag === "InvalidOption" ? misused(error) : error
  ).pipe(Layer.provide(FollowStore.layer), Layer.provide(store))
