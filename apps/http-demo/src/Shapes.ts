/**
 * What the API's JSON looks like: core's values, amounts and IDs as text, what is not known null. A type
 * here is core's own type, so what core answers goes out without being copied by hand.
 */

export { AmountJson as Amount, Json as Money } from "@smmkit/core/Money"
export { Json as Service } from "@smmkit/core/Offer"
export { Json as Status } from "@smmkit/core/OrderStatus"
export * from "./Shapes/Money.js"
export * from "./Shapes/Order.js"
export * from "./Shapes/OrderBody.js"
export * from "./Shapes/Server.js"
export * from "./Shapes/Service.js"
export * from "./Shapes/Spending.js"
export * from "./Shapes/Status.js"
