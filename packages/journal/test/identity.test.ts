import { assert, describe, it } from "@effect/vitest"
import { Identifiers, type Order } from "@smmkit/core"
import { FastCheck } from "effect"
import { escaped, unescaped } from "../src/internal/book/escaping.js"
import * as Identity from "../src/internal/identity.js"

const service = Identifiers.ServiceId.make("7")
const link = "https://example.com/p/1"

/** Frozen: were one of them to change, every order that is resumed would be bought again. */
const vectors: ReadonlyArray<readonly [order: Order.Order, fingerprint: string]> = [
  [{ type: "Default", service, link, quantity: 1000 }, "1:cf1a0cfa33d1932ab34b724d0051d1043387685f"],
  [
    { type: "Default", service, link, quantity: 1000, runs: 5, interval: 60 },
    "1:836a2d99739da7cc38791e825a2c68f403b06ff7"
  ],
  [
    { type: "Default", service, link, quantity: 1000, extra: { request_id: "r-1" } },
    "1:9f60d76a266563eda7bf5726de23f7ba44306982"
  ],
  [{ type: "Package", service, link }, "1:84b4aa9187b36ed11447ad3ad0e1136d016a412d"],
  [
    { type: "SEO", service, link, quantity: 10, keywords: ["one", "two words"] },
    "1:fe205a00ce4845395655446da6fb1fd43c30e413"
  ],
  [
    { type: "Custom Comments", service, link, comments: ["naïve 🙂", "two"] },
    "1:d89e377c19d1151ee969a2c902c825fa0e398873"
  ],
  [
    { type: "Mentions with Hashtags", service, link, quantity: 5, usernames: ["a", "b"], hashtags: ["#c"] },
    "1:f5c7778b34e0e3d2f92b928af701f2c0af359318"
  ],
  [
    { type: "Poll", service, link, quantity: 5, answer_number: "2" },
    "1:e368f87bbb516049deb55eabcb2d6d0a0809ea53"
  ],
  [
    {
      type: "Subscriptions",
      service,
      username: "someone",
      min: 10,
      max: 20,
      delay: 0,
      posts: 3,
      expiry: "31/12/2027"
    },
    "1:eb05e4cf8c500806109c01e63f6b779da063061d"
  ],
  [
    {
      type: "Web Traffic",
      service,
      link,
      quantity: 5000,
      country: "WW",
      device: 1,
      type_of_traffic: 1,
      google_keyword: "shoes"
    },
    "1:415cb00173f2d4688de4aa9ee2bff17e9f0a8f62"
  ],
  [
    { type: "Other", service, fields: { link, quantity: "1000", mystery: "x" } },
    "1:79399a8d36e684745a880b9d308b9a8b48ef2abe"
  ]
]

describe("an order's identity", () => {
  it("is the same in every release", () => {
    for (const [order, fingerprint] of vectors) {
      assert.strictEqual(Identity.fingerprints(order)[0], fingerprint, order.type)
    }
  })

  it("is that of the order, not of how core writes it", () => {
    const order: Order.Order = { type: "Default", service, link, quantity: 1000 }
    const [same] = Identity.fingerprints({ ...order, link: ` ${link} ` })
    assert.strictEqual(same, Identity.fingerprints(order)[0])
    const open: Order.Order = { type: "Other", service, fields: { quantity: "1000", link } }
    assert.strictEqual(Identity.fingerprints(open)[0], same)
    assert.strictEqual(Identity.ofForm({ service: "7", quantity: "1000", link })[0], same)
    assert.notStrictEqual(Identity.fingerprints({ ...order, quantity: 100 })[0], same)
  })

  it("tells texts apart that end in half a character", () => {
    const halves = ["promo 🌍", "promo 😀"].map((text) => text.slice(0, 7))
    const [one, other] = halves.map((link) => Identity.ofForm({ link })[0])
    assert.notStrictEqual(one, other)
    assert.isFalse(halves.some(Identity.isWellFormed))
    assert.isTrue(Identity.isWellFormed("promo 🌍"))
  })
})

describe("a text in a database", () => {
  it("comes back as it was, whatever it is made of", () => {
    const unit = FastCheck.oneof(
      FastCheck.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
      FastCheck.constantFrom("\\", "\\u", "\0", "u0000", "\ud83d", "\ude00")
    )
    FastCheck.assert(
      FastCheck.property(FastCheck.array(unit), (units) => {
        const text = units.join("")
        const stored = escaped(text)
        assert.strictEqual(unescaped(stored), text)
        assert.isTrue(Identity.isWellFormed(stored) && !stored.includes("\0"))
      })
    )
  })
})
