/** Following what a journal placed, on its store: loaded only where somebody asks what happened. */
import * as Follow from "@smmkit/follow/Follow"
import * as FollowStore from "@smmkit/follow/FollowStore"
import { Journal } from "@smmkit/journal/Journal"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as Clock from "../clock.js"
import type { Following } from "./layers.js"
import * as Plain from "./plain.js"

export const layer: Following["layer"] = (panel, books) =>
  Layer.unwrapEffect(
    Effect.map(Journal, ({ name }) => Follow.layer({ accounts: [{ panel, name, books }] }))
  ).pipe(
    Layer.provideMerge(FollowStore.layer),
    // Its looks are to go on while the process lives, and not to keep it alive.
    Layer.provide(Layer.setClock(Clock.make()))
  )

const both = Effect.all([Follow.Follow, Journal])

export const events: Following["events"] = ({ after, live }) =>
  Stream.unwrap(
    Effect.map(both, ([follow, { account }]) =>
      follow.events({ account, live, after: after === undefined ? {} : { [account]: after } })
    )
  ).pipe(Stream.map(Plain.event))

export const refunds: Following["refunds"] = (filter) =>
  Stream.unwrap(Effect.map(both, ([follow, { account }]) => follow.refunds({ ...filter, account }))).pipe(
    Stream.map(Plain.line)
  )

export const settle: Following["settle"] = (line, how) =>
  Effect.flatMap(both, ([follow, { account }]) =>
    Effect.map(follow.settleRefund({ ...line, account: line.account ?? account }, how), Plain.line)
  )

/** What was placed before anybody followed is taken in now, and not in its time. */
const takeIn = Effect.flatMap(FollowStore.FollowStore, (store) =>
  Effect.repeat(store.takeIn, { while: (more) => more })
)

export const hurry: Following["hurry"] = (order) =>
  Effect.flatMap(both, ([follow, { account }]) => {
    const hurried = follow.now(account, order)
    return Effect.catchTag(hurried, "UnknownOrder", () => Effect.zipRight(takeIn, hurried))
  })
