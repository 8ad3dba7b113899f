import { FastCheck } from "effect"

/** The names that mean something in some answer. */
const names = [
  ...[
    "order",
    "orders",
    "order_id",
    "id",
    "refill",
    "refills",
    "cancel",
    "canceled",
    "status",
    "error",
    "errors"
  ],
  ...[
    "message",
    "msg",
    "success",
    "data",
    "services",
    "service",
    "name",
    "type",
    "category",
    "rate",
    "min",
    "max"
  ],
  ...["charge", "currency", "start_count", "start_counter", "remains", "runs", "posts", "expiry", "balance"],
  ...["amount", "funds", "Order", "ERROR", "1", "5", "6", "__proto__", "constructor", "toString", ""]
]

const words = [
  ...[
    "",
    "0",
    "1",
    "5",
    "true",
    "error",
    "fail",
    "success",
    "Completed",
    "Not enough funds on balance",
    "1,234.5"
  ],
  ...[
    "Invalid API key",
    "Internal server error",
    "Too many requests",
    "not found",
    "12345678901234567890",
    "Default"
  ]
]

/** JSON that looks like answers, though nothing in it fits together. */
const { value } = FastCheck.letrec((tie) => ({
  value: FastCheck.oneof(
    { maxDepth: 4, withCrossShrink: true },
    FastCheck.constantFrom<unknown>(...words, null, true, false, 0, 1, 5, -1, 1.5, 1e21, 2 ** 53),
    FastCheck.array(tie("value"), { maxLength: 4 }),
    FastCheck.array(FastCheck.tuple(FastCheck.constantFrom(...names), tie("value")), { maxLength: 6 }).map(
      (entries) => Object.fromEntries(entries)
    )
  )
}))

const deep = (open: string, close: string) => open.repeat(20_000) + close.repeat(20_000)

/** Bodies that no panel should send, and that some will. */
export const body: FastCheck.Arbitrary<string> = FastCheck.oneof(
  FastCheck.string({ unit: "binary", maxLength: 200 }),
  FastCheck.json(),
  value.map((json) => JSON.stringify(json)),
  // Half of it.
  FastCheck.tuple(value, FastCheck.double({ min: 0, max: 1, noNaN: true })).map(([json, part]) => {
    const text = JSON.stringify(json)
    return text.slice(0, Math.floor(text.length * part))
  }),
  value.map((json) => `<br />\n<b>Warning</b>: {"a" [x\n${JSON.stringify(json)}`),
  FastCheck.constantFrom(
    "",
    "{}",
    "[]",
    "null",
    "error=%E0%A4%A",
    "error=",
    deep("[", "]"),
    deep('{"data":', "}").replace(":}", ":1}"),
    `{"error":${deep("[", "]")}}`,
    `{"error":${deep('{"error":', "}").replace(":}", ':"x"}')}}`,
    `{"5":{"status":${deep("[", "]")}},"refill":${deep("[", "]")}}`,
    `[{"order":5,"refill":${deep("[", "]")},"cancel":{"a":${deep("[", "]")}}}]`,
    "9".repeat(10_000),
    `{"balance":${"9".repeat(5000)}.${"1".repeat(5000)}}`,
    '{"balance":1e99999999}',
    '"'.repeat(5000),
    "\\".repeat(5000),
    `{"error":"${"\\u0000".repeat(2000)}"}`,
    "{".repeat(50_000),
    '{"a":'.repeat(50_000)
  )
)

export const status: FastCheck.Arbitrary<number> = FastCheck.oneof(
  {
    weight: 2,
    arbitrary: FastCheck.constantFrom(200, 201, 204, 301, 400, 401, 403, 404, 408, 422, 429, 500, 502, 503)
  },
  FastCheck.integer({ min: 0, max: 999 })
)
