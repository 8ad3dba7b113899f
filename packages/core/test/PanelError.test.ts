import { inspect } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Exit, Schema } from "effect"
import { Meaning, PanelError, Transport } from "../src/index.js"
import { refusal } from "../src/internal/interpret.js"

const said = "The panel's words"
const status = 200
const interrupted = new Transport.Interrupted({ reason: "reset", detail: "ECONNRESET" })

/** One error of each kind and shade: what it says of itself, in the order processed, retryable, fault. */
const errors: ReadonlyArray<
  readonly [PanelError.PanelError, PanelError.Processed, boolean, PanelError.Fault, string]
> = [
  [
    new PanelError.InvalidOrder({ field: "quantity", value: "0", remedy: "give a whole number from 1" }),
    "no",
    false,
    "caller",
    'quantity is "0": give a whole number from 1'
  ],
  [
    new PanelError.InvalidOrder({ field: "link", value: "", remedy: "an order of type Default needs it" }),
    "no",
    false,
    "caller",
    "link is missing: an order of type Default needs it"
  ],
  ...(["limit", "price", "doubt"] as const).map(
    (reason) =>
      [
        new PanelError.OrderWithheld({ reason, detail: "why" }),
        "no",
        false,
        "caller",
        "The order was held back, nothing was sent: why"
      ] as const
  ),
  [
    new PanelError.OrderWithheld({ reason: "store", detail: "why" }),
    "no",
    true,
    "local",
    "The order was held back, nothing was sent: why"
  ],
  [
    new PanelError.AccountRefusal({ meaning: "bad-key", said, status }),
    "no",
    false,
    "account",
    "The account needs attention (bad-key): “The panel's words”"
  ],
  [
    new PanelError.RateLimited({ meaning: "rate-limited", said, status, retryAfter: 1500 }),
    "no",
    true,
    "caller",
    "The panel takes no more calls for now, try again in 2 s: “The panel's words”"
  ],
  [
    new PanelError.RateLimited({ meaning: "rate-limited", said: "", status: 429, retryAfter: null }),
    "no",
    true,
    "caller",
    "The panel takes no more calls for now"
  ],
  [
    new PanelError.PanelUnavailable({
      meaning: "maintenance",
      said,
      status,
      retryAfter: null,
      processed: "no"
    }),
    "no",
    true,
    "panel",
    "The panel is out of order (HTTP 200): “The panel's words”"
  ],
  [
    new PanelError.PanelUnavailable({
      meaning: null,
      said: "",
      status: 502,
      retryAfter: 5000,
      processed: "maybe"
    }),
    "maybe",
    true,
    "panel",
    "The panel is out of order (HTTP 502)"
  ],
  [
    new PanelError.NotFound({ meaning: "order-not-found", said, status }),
    "no",
    false,
    "caller",
    "The panel knows no such order: “The panel's words”"
  ],
  [
    new PanelError.NotFound({ meaning: "bad-service", said, status }),
    "no",
    false,
    "caller",
    "The panel knows no such service: “The panel's words”"
  ],
  [
    new PanelError.NotFound({ meaning: "refill-not-found", said, status }),
    "no",
    false,
    "caller",
    "The panel knows no such refill: “The panel's words”"
  ],
  [
    new PanelError.RequestRefusal({ meaning: "quantity-low", said, status }),
    "no",
    false,
    "caller",
    "The panel refused (quantity-low): “The panel's words”"
  ],
  [
    new PanelError.RequestRefusal({ meaning: "service-disabled", said, status }),
    "no",
    false,
    "panel",
    "The panel refused (service-disabled): “The panel's words”"
  ],
  [
    new PanelError.UnclassifiedRefusal({ said, status }),
    "no",
    false,
    "panel",
    "The panel refused: “The panel's words”"
  ],
  ...(
    [
      ["unreadable", null, "The answer cannot be understood (HTTP 200): “<b>”"],
      ["unreadable", "blocked", "A bot check stands in front of the panel (HTTP 200): “<b>”"],
      ["redirect", null, "The panel redirects, which is not followed; use its new address (HTTP 200): “<b>”"],
      ["missing", null, "The answer says nothing about this ID (HTTP 200): “<b>”"],
      ["contradictory", "bad-key", "The answer contradicts itself (HTTP 200): “<b>”"]
    ] as const
  ).map(
    ([reason, meaning, message]) =>
      [
        new PanelError.UnexpectedAnswer({ reason, meaning, status, excerpt: "<b>" }),
        "maybe",
        false,
        "panel",
        message
      ] as const
  ),
  [
    new Transport.NotSent({ reason: "refused", detail: "ECONNREFUSED" }),
    "no",
    true,
    "network",
    "Nothing was sent: the connection was refused (ECONNREFUSED)"
  ],
  [
    new Transport.NotSent({ reason: "untrusted", detail: "" }),
    "no",
    false,
    "network",
    "Nothing was sent: the TLS connection is not trusted"
  ],
  [
    new Transport.NotSent({ reason: "insecure", detail: "" }),
    "no",
    false,
    "caller",
    "Nothing was sent: the address is neither HTTPS nor loopback"
  ],
  [interrupted, "maybe", true, "network", "No whole answer came back: the connection broke (ECONNRESET)"],
  [
    new Transport.Interrupted({ reason: "too-large", detail: "" }),
    "maybe",
    false,
    "panel",
    "No whole answer came back: the answer is larger than the limit"
  ],
  [
    new PanelError.OutcomeUnknown({
      action: "add",
      at: 5,
      request: { service: "1" },
      meaning: null,
      cause: interrupted
    }),
    "maybe",
    false,
    "network",
    "It is not known whether the add was done. No whole answer came back: the connection broke (ECONNRESET)"
  ]
]

describe("an error", () => {
  for (const [error, processed, retryable, fault, message] of errors) {
    it.effect(`${error._tag} answers the three questions: ${message}`, () =>
      Effect.gen(function* () {
        assert.strictEqual(error.processed, processed)
        assert.strictEqual(error.retryable, retryable)
        assert.strictEqual(error.fault, fault)
        // What a person sees is its message, and no dump of its fields.
        assert.strictEqual(error.message, message)
        assert.strictEqual(String(error), `${error._tag}: ${message}`)
        const cause = Exit.causeOption(yield* Effect.exit(Effect.fail(error)))
        assert(cause._tag === "Some")
        assert.include(Cause.pretty(cause.value), message)
        assert.include(inspect(error), message)
      })
    )

    it(`${error._tag} may cross a process: ${message}`, () => {
      const sent = JSON.stringify(Schema.encodeSync(PanelError.PanelError)(error))
      const back = Schema.decodeUnknownSync(Schema.parseJson(PanelError.PanelError))(sent)
      assert.strictEqual(back._tag, error._tag)
      assert.strictEqual(back.message, message)
      assert.deepStrictEqual(
        Schema.encodeSync(PanelError.PanelError)(back),
        Schema.encodeSync(PanelError.PanelError)(error)
      )
      assert.isTrue(PanelError.isPanelError(back))
    })
  }

  it("of this package is known from any other value", () => {
    for (const [error] of errors) assert.isTrue(PanelError.isPanelError(error))
    for (const value of [
      undefined,
      null,
      "NotSent",
      new Error("NotSent"),
      { _tag: "NotSent" },
      { ...interrupted },
      {}
    ]) {
      assert.isFalse(PanelError.isPanelError(value))
    }
  })

  it("is there for every meaning, and says by its class what to do", () => {
    const classes: Readonly<Record<string, string>> = {
      "bad-key": "AccountRefusal",
      "account-disabled": "AccountRefusal",
      "insufficient-funds": "AccountRefusal",
      "bad-service": "NotFound",
      "order-not-found": "NotFound",
      "refill-not-found": "NotFound",
      "rate-limited": "RateLimited",
      maintenance: "PanelUnavailable",
      "server-error": "PanelUnavailable",
      blocked: "UnexpectedAnswer"
    }
    for (const meaning of Meaning.Meaning.literals) {
      const error = refusal(meaning, said, status, null)
      assert.strictEqual(error._tag, classes[meaning] ?? "RequestRefusal", meaning)
      assert.strictEqual(error.meaning, meaning)
      assert.strictEqual(error.processed, ["server-error", "blocked"].includes(meaning) ? "maybe" : "no")
    }
    assert.strictEqual(refusal(undefined, said, status, null)._tag, "UnclassifiedRefusal")
  })
})

describe("the meaning of an error", () => {
  it("can be asked of each, and is null where the panel said nothing that is known", () => {
    for (const [error] of errors) assert.isTrue(error.meaning === null || typeof error.meaning === "string")
    assert.strictEqual(interrupted.meaning, null)
    assert.strictEqual(new Transport.NotSent({ reason: "refused", detail: "" }).meaning, null)
  })

  it("is a refinement", () => {
    const refused = new PanelError.AccountRefusal({ meaning: "bad-key", said, status })
    const isKey = PanelError.hasMeaning("bad-key", "account-disabled")
    assert.isTrue(isKey(refused))
    assert.isFalse(isKey(interrupted))
    assert.isFalse(isKey("bad-key"))
    assert.isFalse(PanelError.hasMeaning("rate-limited")(refused))
  })
})
