/** How exchanges are made and changed. */
import type { Exchange, Reply } from "../Exchange.js"

const asJson = { "content-type": "application/json" }

/** A body as canonical panels send it: JSON with status 200, errors included. */
export const json = (body: string): Exchange => answered({ status: 200, headers: asJson, body })

/** A reply that comes at once. */
export const answered = (reply: Reply): Exchange => ({ _tag: "Answered", reply, after: 0 })

/** The exchange, so much later. */
export const later = (exchange: Exchange, wait: number): Exchange =>
  exchange._tag === "Silent" ? exchange : { ...exchange, after: exchange.after + wait }

/** What a caller gets when the sandbox itself has failed. */
export const failed: Exchange = answered({
  status: 500,
  headers: asJson,
  body: JSON.stringify({ error: "Internal server error" })
})
