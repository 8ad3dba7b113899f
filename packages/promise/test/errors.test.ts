/** Errors as classes: told apart across copies of this package, plain in JSON, and without a key in any way to show them. */
import { Console } from "node:console"
import { PassThrough } from "node:stream"
import { inspect } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { Predicate } from "effect"
import { vi } from "vitest"
import * as Index from "../src/index.js"
import { rejection } from "./world.js"

const { createPanel, isSmmkitError, NotFound, SmmkitError } = Index

type Class = new (message: string, fields: object) => Error

const isClass = (value: unknown): value is Class =>
  typeof value === "function" && value !== SmmkitError && /^class/.test(String(value))

/** Each class of errors by its name; of the base class there are no instances. */
const classesOf = (index: object): ReadonlyMap<string, Class> =>
  new Map(
    Object.entries(index).flatMap(([name, value]) =>
      isClass(value) && name !== "SmmkitError" ? [[name, value] as const] : []
    )
  )

const fields = { field: "link", value: "a", remedy: "b", request: { link: "c" }, order: "7" }

describe("an error of another copy of this package", () => {
  it("is an instance of its class, of the base, and of no other class; and so is one of a class that is derived", async () => {
    vi.resetModules()
    const copy: object = await import("../src/index.js")
    const [ours, theirs] = [classesOf(Index), classesOf(copy)]
    assert.isAbove(ours.size, 15)
    assert.deepStrictEqual([...ours.keys()], [...theirs.keys()])
    for (const [name, Their] of theirs) {
      const error = new Their("what happened", fields)
      assert.notStrictEqual(Their, ours.get(name))
      assert.ok(error instanceof SmmkitError && isSmmkitError(error))
      assert.strictEqual(error.code, name)
      assert.strictEqual(error.name, name)
      for (const [other, Our] of ours) assert.strictEqual(error instanceof Our, other === name)
    }
    class Mine extends NotFound {}
    const mine = new Mine("mine", { meaning: "order-not-found", said: "", status: 200 })
    const found = new NotFound("not mine", { meaning: "order-not-found", said: "", status: 200 })
    assert.ok(mine instanceof Mine && mine instanceof NotFound)
    assert.ok(!(found instanceof Mine))
  })

  it("is nothing that merely looks like one", () => {
    const alike = { code: "NotFound", name: "NotFound", message: "" }
    for (const value of [alike, new Error("no"), null, undefined, "NotFound", Object.create(null)]) {
      assert.ok(!(Object(value) instanceof NotFound))
      assert.ok(!isSmmkitError(value))
    }
  })
})

describe("an error", () => {
  it("is plain JSON with all that it says, its cause as well", () => {
    const meant = { retryable: false, fault: "network", reason: "reset", detail: "ECONNRESET" } as const
    const cause = new Index.Interrupted("no whole answer", meant)
    const told = { action: "add", at: 5, request: { link: "c" }, meaning: null, fault: "network" } as const
    const error = new Index.OutcomeUnknown("it is not known", told, cause)
    const own = { name: "OutcomeUnknown", code: "OutcomeUnknown", message: "it is not known" }
    assert.deepStrictEqual(JSON.parse(JSON.stringify(error)), {
      ...own,
      ...told,
      processed: "maybe",
      retryable: false,
      cause: {
        ...meant,
        name: "Interrupted",
        code: "Interrupted",
        message: "no whole answer",
        processed: "maybe",
        meaning: null
      }
    })
    assert.match(inspect(error), /^OutcomeUnknown: it is not known\n/)
    assert.match(inspect(error), /code: 'OutcomeUnknown'/)
  })
})

/** What `console.log` writes of a value. */
const logged = (value: unknown): string => {
  const stdout = new PassThrough()
  new Console({ stdout }).log(value, "%o", value)
  return String(stdout.read())
}

const shown = (value: unknown): string =>
  [
    logged(value),
    JSON.stringify(value),
    inspect(value, { depth: 20, showHidden: true, getters: true }),
    inspect(value, { depth: 20, customInspect: false }),
    value instanceof Error ? `${value}${value.stack}${inspect({ ...value })}` : "",
    Predicate.isObject(value) ? Object.values(value).map(String).join() : ""
  ].join("\n")

const keys = [
  "fake-key-plain",
  'fake"quoted\\key',
  "fake'key`with$&marks",
  "fake+key%2B=&%41",
  "fake<key>&amp;tag",
  "fake.*[key](?:x)"
]

/** Every day a panel says half of what it may say of a key, and of the next key the other half; on demand all. */
const isLong = process.env["SMMKIT_WORLDS"] !== undefined

/** A key as it may stand in a text. */
const forms = (key: string): ReadonlyArray<string> => [
  ...new Set([
    key,
    JSON.stringify(key).slice(1, -1),
    encodeURIComponent(key),
    new URLSearchParams({ key }).toString().slice("key=".length)
  ])
]

describe("a key", () => {
  for (const key of ["fäke-ключ-鍵", "fake key with blanks", "fake\nkey", "fake\u0000key"]) {
    it(`that is none is not shown by the error that says so: ${JSON.stringify(key)}`, () => {
      try {
        createPanel({ url: "https://panel.example/api/v2", key })
        assert.fail("it is taken")
      } catch (error) {
        assert.ok(error instanceof Index.InvalidOption && error.field === "key")
        for (const form of forms(key)) assert.notInclude(shown(error), form)
      }
    })
  }

  for (const [nth, key] of keys.entries()) {
    it(`is shown by no panel and by no error, whoever says it: ${key}`, async () => {
      const url = "https://panel.example/api/v2"
      const order = { service: "1", link: "https://example.com/p/1", quantity: 1 }
      const said: Array<string> = []
      const logger = { warn: (text: string) => said.push(text), error: (text: string) => said.push(text) }
      const bodies = forms(key).flatMap((form) => [
        JSON.stringify({ error: `Invalid key ${form}` }),
        `{"error":"no ${JSON.stringify(form).slice(1, -1)}"}`,
        `<html>${form}</html>`,
        JSON.stringify({ order: { [form]: form } })
      ])
      const errors: Array<unknown> = []
      for (const body of bodies.filter((_, at) => isLong || (nth + at) % 2 === 0)) {
        const fetch: typeof globalThis.fetch = async () => new Response(body)
        await using panel = createPanel({ url, key, fetch, retries: 0, logger })
        assert.ok(!forms(key).some((form) => shown(panel).includes(form)))
        errors.push(
          await rejection(panel.orders.place(order)),
          await rejection(panel.orders.place({ ...order, link: `${key} ` })),
          await rejection(panel.orders.status(`${key},`)),
          await rejection(panel.balance())
        )
      }
      const broken: typeof globalThis.fetch = async () => {
        throw new TypeError(`fetch failed for ${key}`, { cause: key })
      }
      await using panel = createPanel({ url, key, fetch: broken, retries: 0, logger })
      errors.push(await rejection(panel.orders.place(order)), await rejection(panel.balance()))
      for (const error of errors) {
        assert.ok(isSmmkitError(error), inspect(error))
        for (const form of forms(key)) assert.notInclude(shown(error), form)
      }
      for (const form of forms(key)) assert.notInclude(said.join("\n"), form)
    })
  }
})

describe("the password of a journal's address", () => {
  it("is shown by no panel, no error and no log where the database cannot be reached", async () => {
    const said: Array<string> = []
    const logger = { warn: (text: string) => said.push(text), error: (text: string) => said.push(text) }
    const password = "fake$pass%40word"
    const journal = `postgres://me:${password}@127.0.0.1:9/orders`
    await using panel = createPanel({
      url: "https://panel.example/api/v2",
      key: "fake-key",
      journal,
      logger
    })
    const error = await rejection(
      panel.orders.placeOnce("a", { service: "1", link: "https://example.com/p/1", quantity: 1 })
    )
    assert.ok(error instanceof Index.StoreError && error.reason === "unreachable", inspect(error))
    const all = [shown(error), shown(panel), ...said].join("\n")
    for (const form of [password, decodeURIComponent(password)]) assert.notInclude(all, form)
  })
})
