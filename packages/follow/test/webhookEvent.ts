import { Identifiers } from "@smmkit/core"
import { FollowEvent } from "@smmkit/follow"

/** What webhooks are about in their tests. */
export const completed = (at: number) =>
  new FollowEvent.FollowEvent({
    account: "main",
    number: 7,
    order: Identifiers.OrderId.make("23501"),
    key: "invoice-1042",
    parent: null,
    n: 2,
    at,
    what: new FollowEvent.Completed({ remains: 0 })
  })
