import { readFileSync } from "node:fs"
import { assert, describe, it, vi } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"
import { explain, understand } from "../src/internal/refusals/understand.js"
import { Meaning } from "../src/Meaning.js"
import { isRun } from "./part.js"
import { known } from "./spellingsKnown.js"
import { rare } from "./spellingsRare.js"
import { spoken } from "./spellingsSpoken.js"
import { unknown } from "./spellingsUnknown.js"

/** Every text of the protocol's list of refusals, with what it means. */
const listed = Schema.decodeUnknownSync(Schema.parseJson(Schema.Array(Schema.Tuple(Schema.String, Meaning))))(
  readFileSync(new URL("./fixtures/refusals.json", import.meta.url), "utf8")
)

const read = (text: string) => explain("", text)
const classify = (text: string) => read(text).meaning

const isMeaning = Schema.is(Schema.UndefinedOr(Meaning))

const spellings = (text: string): ReadonlyArray<string> =>
  text
    .split(/\/\s/)
    .map((it) => it.trim())
    .filter((it) => it !== "")

const say = (texts: ReadonlyArray<readonly [string, string | undefined]>) => {
  const wrong = texts.flatMap(([text, meaning]) => {
    const found = classify(text)
    return found === meaning ? [] : [`${JSON.stringify(text)} is ${found}, not ${meaning}`]
  })
  if (wrong.length > 0) assert.fail(wrong.join("\n"))
}

/** How often a text has the table and its rules looked into. */
const work = (text: string): number => {
  const looks = [vi.spyOn(String.prototype, "startsWith"), vi.spyOn(Array.prototype, "findIndex")]
  try {
    read(text)
    return looks.reduce((sum, { mock }) => sum + mock.calls.length, 0)
  } finally {
    for (const look of looks) look.mockRestore()
  }
}

describe("what a text of 500 characters costs", () => {
  const pieces = [
    "a",
    ".",
    ". ",
    "no. ",
    "not, ",
    "order? ",
    "too many requests. ",
    "order or ",
    "a, ",
    "wait 5 s ",
    "&"
  ]

  it("is bounded, whatever it is made of", () => {
    const dear = ["", "not, ", "too many requests. ", "order or "]
    const both = pieces.flatMap((first) => dear.map((second) => first + second))
    for (const piece of both.filter((_, nth) => isRun(nth, 6))) {
      const costs = work(piece.repeat(Math.floor(500 / piece.length)))
      assert.isAtMost(costs, 60_000, piece)
      assert.isAtMost(work(piece.repeat(Math.floor(1900 / piece.length))), 60_000, piece)
    }
  })
})

describe("what stands far behind a limit", () => {
  const limit = `Too many requests${" please try again later soon".repeat(4)}`

  it("is read all the same, if it says that something was done", () => {
    assert.isTrue(read(`${limit} your order was placed`).did)
    assert.isTrue(read(`${"No. ".repeat(20)}Order placed`).did)
  })

  it("is never taken for harmless", () => {
    assert.isFalse(read(`${limit} please hamsters`).whole)
    assert.isFalse(read(`${"Too many requests. ".repeat(20)}Hamsters`).whole)
    assert.strictEqual(classify(`${limit} please hamsters`), "rate-limited")
  })
})

describe("classify", () => {
  const variants: Record<string, (text: string) => string> = {
    "as it is listed": (text) => text,
    "in upper case": (text) => text.toUpperCase(),
    "in lower case": (text) => text.toLowerCase(),
    "in Turkish upper case": (text) => text.toLocaleUpperCase("tr"),
    "in Turkish lower case": (text) => text.toLocaleLowerCase("tr"),
    "without accents": (text) => text.normalize("NFD").replace(/\p{M}/gu, ""),
    "with other numbers": (text) => text.replace(/\d+/g, "87654"),
    "with a number behind": (text) => `${text.replace(/\.$/, "")} 4711`,
    "without a full stop": (text) => text.replace(/\.+$/, ""),
    "with a full stop": (text) => `${text.replace(/\.+$/, "")}.`,
    "with an exclamation mark": (text) => `${text.replace(/\.+$/, "")}!`,
    "with details behind": (text) => `${text.replace(/\.+$/, "")}: details 8f3a`,
    "with details in brackets": (text) => `${text.replace(/\.+$/, "")} (trace 8f3a)`,
    "with a link behind": (text) => `${text.replace(/\.+$/, "")} https://example.com/api/not-found?key=bad`,
    "with an error sign before": (text) => `Error: ${text}`,
    "with advice behind": (text) => `${text.replace(/\.+$/, "")}. Please contact our support.`,
    "with wide spaces": (text) => `\n\t ${text.replace(/ /g, " \u00a0 ")} \r\n`
  }
  for (const [name, vary] of Object.entries(variants)) {
    it(`knows every listed text ${name}`, () => say(listed.map(([text, meaning]) => [vary(text), meaning])))
  }

  it("has an example of every meaning that comes as a text", () => {
    const meanings = new Set(listed.map(([, meaning]) => meaning))
    assert.deepStrictEqual(
      Meaning.literals.filter((meaning) => !meanings.has(meaning)),
      ["blocked"]
    )
  })

  for (const [meaning, texts] of Object.entries(known)) {
    it(`knows unlisted spellings of ${meaning}`, () => say(spellings(texts).map((text) => [text, meaning])))
    // In capitals nothing would part the words of such a key.
    const plain = spellings(texts).filter((text) => !/\p{Ll}\p{Lu}/u.test(text))
    it(`knows them of ${meaning} in upper case`, () =>
      say(plain.map((text) => [text.toUpperCase(), meaning])))
  }

  it("takes no spelling that it does not know for something else", () =>
    say(
      Object.entries(rare).flatMap(([meaning, texts]) =>
        spellings(texts).flatMap((text) => (classify(text) === undefined ? [] : [[text, meaning] as const]))
      )
    ))

  it("leaves alone what it does not know", () => say(spellings(unknown).map((text) => [text, undefined])))

  it("knows Vietnamese, Persian, Japanese, Korean, Thai, Polish and Ukrainian", () => {
    for (const [text, meaning, action = "add"] of spoken) {
      assert.strictEqual(understand(action, text).meaning, meaning, text)
    }
  })

  it("accounts for every word only where nothing else is said, and no number may be an ID", () => {
    for (const text of [
      "Too many requests",
      "Rate limit exceeded",
      "Please wait 5 seconds before the next order",
      "You can place 3 orders per minute. Try again shortly.",
      "Not enough funds on balance",
      "Incorrect service ID"
    ])
      assert.isTrue(read(text).whole, text)
    for (const text of [
      "Order 77: too many requests",
      "Order confirmed. Too many requests",
      "Order A77, wait 5 seconds before the next order",
      "Ordered. Please wait 5 seconds before the next order",
      "Requested. Too many requests",
      "Too many requests (#100034)",
      "Too many requests 4711",
      "Sipariş onaylandı. Çok fazla istek",
      "Order confirmed. Your balance is now not enough for another order",
      "Order is in progress. Too many requests",
      "Too many requests, see https://example.com/orders/77"
    ])
      assert.isFalse(read(text).whole, text)
  })

  it('takes no letters of an ID for words, and no "no. 77" for a denial', () => {
    for (const id of ["NE545", "NO77", "77NO", "77ne", "no 77", "No. 77", "no: 77", "nr 77", "no #77"]) {
      assert.isTrue(read(`Order ${id} created. Rate limit exceeded`).did, id)
      assert.isFalse(read(`Too many requests ${id}`).whole, id)
    }
    assert.isFalse(read("Order was not created. Rate limit exceeded").did)
  })

  it("takes a limit that is stated for no proof: a panel may state it beside whatever it answers", () => {
    for (const text of [
      "Rate limit: 100 requests per minute",
      "Max 5 requests per minute",
      "60 requests/min"
    ]) {
      assert.strictEqual(classify(text), "rate-limited", text)
      assert.isFalse(read(text).whole, text)
    }
  })

  it("leaves open what was done where something broke and no meaning is clear", () => {
    assert.isTrue(read("Internal server error. Please wait 5 seconds").mayConfirm)
  })

  it("tries enough spellings", () => {
    assert.isAtLeast(Object.values(known).flatMap(spellings).length, 800)
    assert.isAtLeast(spellings(unknown).length, 400)
  })

  it("reads a refusal before long details, and no page, document or table", () => {
    const details = " detail".repeat(100)
    assert.strictEqual(classify(`Incorrect order ID.${details}`), "order-not-found")
    assert.isUndefined(classify(`Incorrect order ID.${details.repeat(10)}`))
    assert.isUndefined(classify(`${details} Incorrect order ID`))
    assert.isUndefined(classify("<html><body>Invalid API key</body></html>"))
    assert.isUndefined(classify("<!DOCTYPE html>\nToo many requests"))
    assert.isUndefined(classify("Warning<br />\nInvalid API key"))
  })

  it("reads what HTML writes as names or numbers", () => {
    for (const text of ["You don&rsquo;t have enough funds", "❌ Not enough&nbsp;funds &#128176;"])
      assert.strictEqual(classify(text), "insufficient-funds", text)
  })

  it("does not carry a 'not' over a comma", () => {
    assert.strictEqual(classify("Order not placed, invalid link"), "bad-link")
    assert.isUndefined(classify("Fast service, no drop, refill 30 days"))
  })

  it("tells no meaning where a text names two things and says that one of them is wrong", () => {
    for (const text of [
      "Insufficient funds or service disabled",
      "Incorrect link or quantity",
      "Service disabled or link invalid",
      "Refill or cancel not available",
      "Invalid API key or insufficient funds"
    ])
      assert.isUndefined(classify(text), text)
  })

  it("takes nothing for a refusal that says that something was done", () => {
    for (const text of [
      "Order created. Please wait 10 seconds before the next order",
      "Order accepted, too many requests in queue",
      "Your order has been placed. Low balance",
      "Заказ создан, слишком много запросов",
      "Заказ принят. Технические работы"
    ])
      assert.isUndefined(classify(text), text)
    assert.strictEqual(classify("Order was not placed: too many requests"), "rate-limited")
  })

  it("takes a panel that waited in vain, or lost what it stands on, for one that failed", () => {
    for (const text of [
      "Request timeout",
      "Gateway Timeout",
      "504 Gateway Time-out",
      "Provider timeout",
      "Превышено время ожидания",
      "cURL error 28: Operation timed out after 30000 ms",
      "cURL error 52: Empty reply from server",
      "Connection refused",
      "Lock wait timeout exceeded; try restarting transaction",
      "SQLSTATE[HY000]: General error: 1205",
      "MySQL server has gone away",
      "There was an error placing your order"
    ])
      assert.strictEqual(classify(text), "server-error", text)
  })

  it("takes an error amid making an order for one of the panel, as any other that occurred", () => {
    for (const text of [
      "Error while creating the order",
      "Error creating order",
      "Erro ao criar pedido",
      "Error al crear el pedido",
      "Fehler beim Erstellen der Bestellung",
      "Une erreur est survenue",
      "حدث خطأ",
      "系统错误"
    ])
      assert.strictEqual(explain("add", text).meaning, "server-error", text)
    assert.strictEqual(explain("add", "Order error: insufficient balance").meaning, "insufficient-funds")
    // Of an order that was there before it says no such thing.
    assert.isUndefined(explain("refill", "Order error").meaning)
  })

  it("never throws, whatever the text", () => {
    const words = listed.flatMap(([it]) => it.split(" ")).concat("\ud800", "\0", "<", "&#", "not")
    const text = FastCheck.oneof(
      FastCheck.string({ unit: "binary", maxLength: 3000 }),
      FastCheck.array(FastCheck.integer({ min: 0, max: 0xffff })).map((it) => String.fromCharCode(...it)),
      FastCheck.array(FastCheck.constantFrom(...words)).map((it) => it.join(" "))
    )
    FastCheck.assert(FastCheck.property(text, (it) => isMeaning(classify(it))))
  })

  it("bears texts made to be slow", () => {
    const parts = "a|<a|<|\u0301|\ufdfa|not |İ|aB|订|Invalid key |min.|&#|\ud800| ".split("|")
    for (const part of parts) {
      for (const length of [499, 2000, 1_000_000]) {
        assert.ok(isMeaning(classify(part.repeat(length).slice(0, length))))
      }
    }
  })
})
