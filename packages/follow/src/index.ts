export * as FollowEvent from "./FollowEvent.js"
export * as FollowOrder from "./FollowOrder.js"
export * as RefundLine from "./RefundLine.js"
export * as StoreClock from "./StoreClock.js"
