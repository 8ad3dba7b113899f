import { createHmac } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import { FollowEvent, Webhook } from "@smmkit/follow"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/TestClock"
import { idOf, Message, messageOf, typeOf } from "../src/internal/webhook/message.js"
import { keyOf, sign } from "../src/internal/webhook/signing.js"
import { completed } from "./webhookEvent.js"

const secret = Redacted.make("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
const other = Redacted.make("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")
const seconds = 1614265330
const bytes = (text: string) => new TextEncoder().encode(text)

const event = completed(seconds * 1000)
const body = Schema.encodeSync(Message)(messageOf(event))

/** The request as a sender makes it, with these secrets. */
const signed = (...secrets: ReadonlyArray<Webhook.Secret>) =>
  Effect.map(
    Effect.flatMap(Effect.forEach(secrets, keyOf), (keys) =>
      sign(keys, { id: idOf(event), seconds, body: bytes(body) })
    ),
    (signature) => ({
      body,
      headers: {
        "webhook-id": idOf(event),
        "webhook-timestamp": String(seconds),
        "webhook-signature": signature
      }
    })
  )

const now = TestClock.setTime(seconds * 1000)
const refusal = (received: Webhook.Received) =>
  Effect.map(Effect.flip(Webhook.verify(received)), (error) =>
    error._tag === "WebhookRefused" ? error.reason : error.message
  )

describe("Webhook.verify", () => {
  it.effect("takes the event of an account under a name as long as names may be, in any script", () =>
    Effect.gen(function* () {
      const long = new FollowEvent.FollowEvent({ ...event, account: "印".repeat(255) })
      const [id, text] = [idOf(long), Schema.encodeSync(Message)(messageOf(long))]
      const signature = yield* sign([yield* keyOf(secret)], { id, seconds, body: bytes(text) })
      const headers = { "webhook-id": id, "webhook-timestamp": `${seconds}`, "webhook-signature": signature }
      yield* now
      const { event: got } = yield* Webhook.verify({ secrets: [secret], headers, body: text })
      assert.deepStrictEqual(got, long)
    })
  )

  it.effect("agrees with the vector of the conventions' own libraries", () =>
    Effect.gen(function* () {
      const key = yield* keyOf(secret)
      const signature = yield* sign([key], {
        id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
        seconds,
        body: bytes('{"test": 2432232314}')
      })

      assert.strictEqual(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
      yield* now
      const received = {
        secrets: [secret],
        body: '{"test": 2432232314}',
        headers: {
          "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
          "webhook-timestamp": String(seconds),
          "webhook-signature": signature
        }
      }
      assert.strictEqual(yield* refusal(received), "unreadable")
      assert.strictEqual(yield* refusal({ ...received, body: '{"test": 2432232315}' }), "forged")
    })
  )

  it.effect(
    "gives the event that was signed, by whichever of two secrets, from text, bytes and web headers",
    () =>
      Effect.gen(function* () {
        yield* now
        const both = yield* signed(secret, other)
        const one = yield* signed(other)
        for (const received of [
          { ...both, secrets: [secret] },
          { ...both, secrets: [other] },
          { ...one, secrets: [secret, other] },
          { ...one, secrets: [other], body: bytes(body) },
          { ...one, secrets: [other], headers: new Headers(one.headers) },
          {
            ...one,
            secrets: [other],
            headers: {
              ...one.headers,
              "webhook-signature": `v1a,abc v1,AAAA ${one.headers["webhook-signature"]}`
            }
          }
        ]) {
          assert.deepStrictEqual(yield* Webhook.verify(received), { id: idOf(event), event })
        }
      })
  )

  it.effect("refuses what was signed by another secret, or is not as it was signed", () =>
    Effect.gen(function* () {
      yield* now
      const { headers } = yield* signed(secret)
      const secrets = [secret]
      const forged = [
        { secrets: [other], headers, body },
        { secrets, headers, body: `${body} ` },
        { secrets, headers: { ...headers, "webhook-id": "main/8/x" }, body },
        { secrets, headers: { ...headers, "webhook-timestamp": String(seconds + 1) }, body },
        {
          secrets,
          headers: { ...headers, "webhook-signature": headers["webhook-signature"].replace("v1,", "v2,") },
          body
        },
        { secrets, headers: { ...headers, "webhook-signature": "v1," }, body },
        { secrets, headers: { ...headers, "webhook-signature": "v1,!!!" }, body },
        {
          secrets,
          headers: { ...headers, "webhook-signature": headers["webhook-signature"].slice(0, -5) },
          body
        }
      ]
      assert.deepStrictEqual(
        yield* Effect.forEach(forged, refusal),
        forged.map(() => "forged")
      )
    })
  )

  it.effect("refuses headers that are missing or cannot be read", () =>
    Effect.gen(function* () {
      yield* now
      const { headers } = yield* signed(secret)
      const secrets = [secret]
      const withHeader = (name: string, value: string) =>
        refusal({ secrets, body, headers: { ...headers, [name]: value } })

      for (const name of ["webhook-id", "webhook-timestamp", "webhook-signature"])
        assert.strictEqual(yield* withHeader(name, ""), "incomplete")
      assert.strictEqual(yield* refusal({ secrets, body, headers: {} }), "incomplete")
      // With a dot in an ID, two messages could have the same content to sign.
      assert.strictEqual(yield* withHeader("webhook-id", "main.7"), "malformed")
      for (const time of ["soon", "1e9", "-5", "16142653301614265330", `${seconds}, ${seconds}`])
        assert.strictEqual(yield* withHeader("webhook-timestamp", time), "malformed")
    })
  )

  it.effect(
    "refuses what was signed more than five minutes ago, or for later, and heeds another tolerance",
    () =>
      Effect.gen(function* () {
        const received = { ...(yield* signed(secret)), secrets: [secret] }
        const at = (offset: number) => TestClock.setTime((seconds + offset) * 1000)

        yield* at(300)
        yield* Webhook.verify(received)
        yield* at(301)
        assert.strictEqual(yield* refusal(received), "old")
        yield* Webhook.verify({ ...received, tolerance: "10 minutes" })
        yield* at(-300)
        yield* Webhook.verify(received)
        yield* at(-301)
        assert.strictEqual(yield* refusal(received), "early")
      })
  )

  it.effect("says which option is wrong, and nothing of a secret", () =>
    Effect.gen(function* () {
      const received = { ...(yield* signed(secret)), secrets: [secret] }
      const wrong = [
        [],
        [Redacted.make("hunter2")],
        [Redacted.make("whsec_c2hvcnQ=")],
        [secret, Redacted.make("whsec_???")]
      ]
      for (const secrets of wrong) {
        const message = yield* refusal({ ...received, secrets })
        assert.match(message, /^The webhook's secrets is not usable: give /)
        assert.notMatch(message, /hunter2|c2hvcnQ/)
      }
      assert.match(yield* refusal({ ...received, tolerance: "2 days" }), /tolerance/)
    })
  )

  it.effect.prop(
    "believes what any sender of the conventions signs, and nothing that differs in one byte",
    [FastCheck.uint8Array({ minLength: 24, maxLength: 64 }), FastCheck.nat()],
    ([key, at]) =>
      Effect.gen(function* () {
        yield* now
        const secrets = [Redacted.make(`whsec_${Buffer.from(key).toString("base64")}`)]
        const signature = createHmac("sha256", key)
          .update(`${idOf(event)}.${seconds}.${body}`)
          .digest("base64")
        const headers = {
          "webhook-id": idOf(event),
          "webhook-timestamp": String(seconds),
          "webhook-signature": `v1,${signature}`
        }
        assert.deepStrictEqual((yield* Webhook.verify({ secrets, headers, body })).event, event)
        const changed = bytes(body).map((byte, index) => (index === at % body.length ? byte ^ 1 : byte))
        assert.strictEqual(yield* refusal({ secrets, headers, body: changed }), "forged")
      })
  )

  it("names events by the conventions, and gives no two of them one ID", () => {
    const later = new FollowEvent.FollowEvent({ ...event, at: event.at + 1 })
    const dotted = new FollowEvent.FollowEvent({ ...event, account: "panel.example" })

    assert.strictEqual(typeOf(event), "order.completed")
    assert.strictEqual(
      typeOf(
        new FollowEvent.FollowEvent({
          ...event,
          what: new FollowEvent.RefillRefused({ refill: null, state: null, why: "" })
        })
      ),
      "order.refill_refused"
    )
    assert.strictEqual(new Set([event, later, dotted].map(idOf)).size, 3)
    assert.notInclude(idOf(dotted), ".")
  })
})
