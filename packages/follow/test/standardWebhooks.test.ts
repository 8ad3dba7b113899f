/** Who follows the conventions by their own library understands what is sent, and is understood. */
import { assert, describe, it } from "@effect/vitest"
import { Webhook } from "@smmkit/follow"
import { Clock, Effect, Redacted, Schema } from "effect"
import * as Standard from "standardwebhooks"
import { idOf, Message, messageOf } from "../src/internal/webhook/message.js"
import { keyOf, sign } from "../src/internal/webhook/signing.js"
import { completed } from "./webhookEvent.js"

const secret = Redacted.make("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
const library = new Standard.Webhook(Redacted.value(secret))

const event = completed(0)
const id = idOf(event)
const body = Schema.encodeSync(Message)(messageOf(event))

/** The library takes its time from the machine. */
const seconds = Effect.map(Clock.currentTimeMillis, (now) => Math.floor(now / 1000))

describe("the library of Standard Webhooks", () => {
  it.live("verifies what is sent, and refuses it changed", () =>
    Effect.gen(function* () {
      const at = yield* seconds
      const signature = yield* sign([yield* keyOf(secret)], {
        id,
        seconds: at,
        body: new TextEncoder().encode(body)
      })
      const headers = {
        "webhook-id": id,
        "webhook-timestamp": String(at),
        "webhook-signature": signature
      }
      assert.deepStrictEqual(library.verify(body, headers), JSON.parse(body))
      assert.throws(() => library.verify(`${body} `, headers))
    })
  )

  it.live("signs what is verified here", () =>
    Effect.gen(function* () {
      const at = yield* seconds
      const headers = {
        "webhook-id": id,
        "webhook-timestamp": String(at),
        "webhook-signature": library.sign(id, new Date(at * 1000), body)
      }
      const received = { secrets: [secret], headers, body }
      assert.deepStrictEqual(yield* Webhook.verify(received), { id, event })
      const forged = yield* Effect.flip(Webhook.verify({ ...received, body: `${body} ` }))
      assert.strictEqual(forged._tag, "WebhookRefused")
    })
  )
})
