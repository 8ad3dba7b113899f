/**
 * Whatever a program without types gives, whatever a fetch, a logger or a panel does: each rejection is one of this
 * package's errors, says what is wrong, and shows no key.
 */
import { inspect } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { FastCheck as fc } from "effect"
import {
  createPanel,
  InvalidArgument,
  InvalidOption,
  InvalidOrder,
  isSmmkitError,
  OutcomeUnknown,
  type Panel,
  SmmkitError
} from "../src/index.js"
import { startSandbox } from "../src/Sandbox.js"
import { rejection } from "./world.js"

const key = "very-secret-key"
const url = "https://panel.example/api/v2"

/** What a program without types may call. */
type Loose = (...args: ReadonlyArray<unknown>) => unknown

const isFunction = (value: unknown): value is Loose => typeof value === "function"

const methodsOf = (value: object, path: string): ReadonlyArray<readonly [string, Loose]> =>
  Object.entries(value).flatMap(([name, member]) =>
    isFunction(member)
      ? [[`${path}${name}`, member] as const]
      : methodsOf(typeof member === "object" && member !== null ? member : {}, `${path}${name}.`)
  )

/** Every method by its name, but those that end the panel. */
const methods = (panel: Panel): ReadonlyArray<readonly [string, Loose]> =>
  methodsOf(panel, "").filter(([name]) => name !== "close")

/** Calls a method, and reads the first item where it gives a stream. */
const call = async (method: Loose, args: ReadonlyArray<unknown>): Promise<unknown> => {
  const result = method(...args)
  if (typeof result === "object" && result !== null && Symbol.asyncIterator in result) {
    const open = result[Symbol.asyncIterator]
    if (!isFunction(open)) return undefined
    const iterator: unknown = Reflect.apply(open, result, [])
    if (typeof iterator !== "object" || iterator === null || !("next" in iterator)) return undefined
    return isFunction(iterator.next) ? await iterator.next() : undefined
  }
  return await result
}

const throwing = (): object =>
  new Proxy(
    {},
    {
      get: () => {
        throw new Error(`no ${key}`)
      },
      ownKeys: () => {
        throw new Error(`no ${key}`)
      },
      getPrototypeOf: () => {
        throw new Error(`no ${key}`)
      },
      has: () => {
        throw new Error(`no ${key}`)
      }
    }
  )

const strange: ReadonlyArray<readonly [string, () => unknown]> = [
  ["null", () => null],
  ["a number", () => 5.5],
  ["NaN", () => Number.NaN],
  ["a number beyond 2^53", () => 2 ** 60],
  ["a bigint", () => 12n],
  ["an empty text", () => ""],
  ["a text with a comma", () => "1,2"],
  ["a very long text", () => "x".repeat(100_000)],
  ["the key", () => `${key} `],
  ["a symbol", () => Symbol("what")],
  ["a function", () => () => key],
  ["an empty list", () => []],
  ["a list of nothing", () => [null]],
  ["a list with holes", () => new Array(2 ** 32 - 1)],
  ["an empty object", () => ({})],
  ["an object without a prototype", () => Object.create(null)],
  ["an instance of a class", () => new Map([["service", "1"]])],
  ["a date", () => new Date(0)],
  ["a promise", () => Promise.resolve(1)],
  ["an object that throws at each look", throwing],
  [
    "a getter that throws",
    () => ({
      service: "1",
      link: "a",
      get quantity() {
        throw new Error(key)
      }
    })
  ],
  ["a polluted object", () => JSON.parse('{"__proto__":{"service":"1"},"constructor":1,"service":"1"}')],
  [
    "something that refers to itself",
    () => {
      const self: Record<string, unknown> = { service: "1", link: "a", quantity: 1 }
      self["extra"] = self
      return self
    }
  ]
]

/** How an error shows, in all ways. */
const shown = (error: unknown): string =>
  [
    String(error),
    JSON.stringify(error),
    inspect(error, { depth: 20, showHidden: true }),
    error instanceof Error ? `${error.stack}${JSON.stringify(error.cause)}` : ""
  ].join()

/** Every day each method gets each value in one place, another one than the next method does; on demand in each. */
const isLong = process.env["SMMKIT_WORLDS"] !== undefined

const neverCalled = (): never => {
  throw new Error("it was sent")
}

describe("arguments", () => {
  for (const [nth, [name]] of methods(createPanel({ url, key })).entries()) {
    it(`of ${name} that cannot be worked with are told by field, value and remedy, and nothing is sent`, async () => {
      let sent = 0
      const fetch = async () => {
        sent += 1
        return new Response(`{"error":"Incorrect order ID"}`)
      }
      await using panel = createPanel({ url, key, fetch, retries: 0 })
      const [, method] = methods(panel).find(([other]) => other === name) ?? []
      for (const [at, [what, make]] of strange.entries()) {
        for (const place of [0, 1, 2].filter((place) => isLong || (nth + at + place) % 3 === 0)) {
          sent = 0
          const good =
            name === "orders.placeOnce"
              ? ["key", { service: "1", link: "a", quantity: 1 }]
              : name === "orders.place"
                ? [{ service: "1", link: "a", quantity: 1 }]
                : /any|statuses/.test(name)
                  ? [["1"]]
                  : ["1"]
          const args = [
            ...good.slice(0, place),
            ...Array.from({ length: Math.max(0, place - good.length) }),
            make()
          ]
          const error = await rejection(call(method ?? neverCalled, args)).catch((other: unknown) => other)
          const where = `${name} with ${what} as argument ${place}`
          // Some of it is fine there: an empty list, no options at all, one argument too many.
          if (!isSmmkitError(error)) {
            assert.match(String(error), /it was fulfilled/, where)
            continue
          }
          assert.notInclude(shown(error), key, where)
          if (sent > 0) continue
          assert.ok(
            error instanceof InvalidArgument ||
              error instanceof InvalidOrder ||
              error instanceof InvalidOption,
            `${where}: ${error}`
          )
          assert.notStrictEqual(error.field, "", where)
          assert.notStrictEqual(error.remedy, "", where)
        }
      }
    })
  }

  it("are what they were when the call was made", async () => {
    const bodies: Array<string> = []
    const fetch: typeof globalThis.fetch = async (_, init) => {
      bodies.push(await new Response(init?.body ?? null).text())
      return new Response(`{"order":1}`)
    }
    await using panel = createPanel({ url, key, fetch })
    const comments = ["Nice", "Well done"]
    const order = { type: "Custom Comments" as const, service: "1", link: "https://a.example/", comments }
    const placing = panel.orders.place(order)
    comments.push("Too late")
    order.link = "https://b.example/"
    await placing
    assert.include(bodies[0] ?? "", "a.example")
    assert.notInclude(bodies[0] ?? "", "late")
  })
})

describe("createPanel", () => {
  it("throws an InvalidOption that shows no key, whatever it is given", () => {
    const wrong: ReadonlyArray<readonly [string, unknown]> = strange.flatMap(([what, make]) =>
      [
        "options",
        "url",
        "key",
        "timeout",
        "retries",
        "rateLimit",
        "dialect",
        "logger",
        "fetch",
        "journal"
      ].map(
        (name) => [`${what} as ${name}`, name === "options" ? make() : { url, key, [name]: make() }] as const
      )
    )
    for (const [what, options] of wrong) {
      try {
        // @ts-expect-error programs without types may give anything
        createPanel(options)
      } catch (error) {
        assert.ok(error instanceof InvalidOption || error instanceof InvalidArgument, `${what}: ${error}`)
        assert.notInclude(shown(error), key, what)
      }
    }
  })

  it("throws where an address, a key or a time is null or of another kind, and says what the types take", () => {
    for (const [name, value, field = name] of [
      ["url", null],
      ["key", null],
      ["timeout", 5n],
      ["timeout", "10 seconds"],
      ["retryDelay", -1],
      ["catalogueTimeToLive", [1, 0]],
      ["journal", { place: "x.db", limits: throwing() }],
      ["dialect", { boddy: "json" }, "dialect.boddy"],
      ["rateLimit", [{ limit: 1, interval: 5, per: 1 }], "rateLimit.per"]
    ] as const) {
      let error: unknown
      try {
        createPanel({ url, key, [name]: value })
      } catch (thrown) {
        error = thrown
      }
      assert.ok(error instanceof InvalidOption, `${name}: ${error}`)
      assert.strictEqual(error.field, field)
      assert.notInclude(error.message, '"10 seconds",')
    }
  })
})

describe("an order", () => {
  it("with a field that is undefined is one without it, as the types have it", async () => {
    const bodies: Array<string> = []
    const fetch: typeof globalThis.fetch = async (_, init) => {
      bodies.push(await new Response(init?.body ?? null).text())
      return new Response(`{"order":1}`)
    }
    await using panel = createPanel({ url, key, fetch })
    await panel.orders.place({ service: "1", link: "a", quantity: 1, comments: undefined, runs: undefined })
    assert.notInclude(bodies[0] ?? "", "comments")
  })

  it("is told what its type wants in a field of another kind", async () => {
    await using panel = createPanel({ url, key })
    for (const [field, value, remedy] of [
      ["quantity", [5], "give a whole number from 1"],
      ["quantity", new Date(5), "give a whole number from 1"],
      ["service", 1n, 'give its ID as text, such as "1"'],
      ["comments", [5], "an order of type Default has no such field; it has service"],
      ["extra", ["a"], "give an object with a text for each field"]
    ] as const) {
      const error = await rejection(
        panel.orders.place({ service: "1", link: "a", quantity: 1, [field]: value })
      )
      assert.ok(error instanceof InvalidOrder, String(error))
      assert.strictEqual(error.field, field)
      assert.isTrue(error.remedy.startsWith(remedy), error.remedy)
    }
  })
})

describe("startSandbox", () => {
  it("names what cannot be read, and what was wrong with the rest", async () => {
    const broken = {
      get speed(): number {
        throw new Error("no")
      }
    }
    for (const [options, field, value] of [
      [broken, "options", ""],
      [throwing(), "options", ""],
      [{ mishaps: throwing() }, "options", ""],
      [{ speed: 0 }, "speed", "0"]
    ] as const) {
      // @ts-expect-error programs without types may give anything
      const error = await rejection(startSandbox(options))
      assert.ok(error instanceof InvalidOption, String(error))
      assert.deepStrictEqual([error.field, error.value], [field, value])
    }
  })
})

describe("a fetch", () => {
  const fetches: ReadonlyArray<readonly [string, unknown]> = [
    ["throws", () => neverCalled()],
    [
      "throws the key",
      () => {
        throw new Error(key)
      }
    ],
    [
      "throws nothing",
      () => {
        throw undefined
      }
    ],
    ["rejects with what is no error", () => Promise.reject({ code: key, cause: key })],
    ["gives nothing", () => undefined],
    [
      "gives what is no response",
      () => Promise.resolve({ status: "200", headers: null, body: { getReader: () => null } })
    ],
    ["gives a response that throws at each look", () => Promise.resolve(throwing())]
  ]

  for (const [name, fetch] of fetches) {
    it(`that ${name} leaves the outcome of an order unknown, and shows no key`, async () => {
      const options = { url, key, fetch, retries: 0, logger: {} }
      // @ts-expect-error programs without types may give anything
      await using panel = createPanel(options)
      const error = await rejection(panel.orders.place({ service: "1", link: "a", quantity: 1 }))
      assert.ok(error instanceof OutcomeUnknown, String(error))
      assert.notInclude(shown(error), key)
      const read = await rejection(panel.balance())
      assert.ok(read instanceof SmmkitError)
      assert.notInclude(shown(read), key)
    })
  }
})

describe("a logger", () => {
  const answers: ReadonlyArray<readonly [string, () => unknown]> = [
    [
      "throws",
      () => {
        throw new Error("no")
      }
    ],
    ["rejects", () => Promise.reject(new Error("no"))],
    ["gives nothing", () => undefined]
  ]

  for (const [name, answer] of answers) {
    it(`that ${name} harms no call`, async () => {
      const calls = { made: 0, told: 0 }
      const caller = new AbortController()
      let end = (): void => {}
      const rejected = new Promise<void>((resolve) => {
        end = resolve
      })
      const fetch: typeof globalThis.fetch = async () => {
        calls.made += 1
        caller.abort()
        // It is answered after it was given up, which the logger is told.
        await rejected
        return new Response('{"order":77}')
      }
      const warn = () => {
        calls.told += 1
        return answer()
      }
      const panel = createPanel({ url, key, fetch, logger: { warn } })
      const error = await rejection(
        panel.orders.place({ service: "1", link: "a", quantity: 1 }, { signal: caller.signal })
      )
      assert.ok(error instanceof OutcomeUnknown)
      end()
      await panel.close()
      assert.deepStrictEqual(calls, { made: 1, told: 1 })
    })
  }
})

describe("a panel", () => {
  it("that answers anything at all makes each call end with a value or with one of the errors", async () => {
    const json = fc.json({ maxDepth: 3 })
    const named = fc
      .tuple(
        fc.constantFrom(
          "order",
          "error",
          "status",
          "balance",
          "charge",
          "refill",
          "cancel",
          "orders",
          "currency"
        ),
        fc.oneof(
          json,
          fc.constantFrom('"1"', "1", '"Completed"', `"${key}"`, "null", "[]", "-1e400", '"1e999"')
        )
      )
      .map(([name, value]) => `"${name}":${value}`)
    const objects = fc.array(named, { maxLength: 4 }).map((fields) => `{${fields.join()}}`)
    const body = fc.oneof(
      json,
      fc.string(),
      objects,
      objects.map((one) => `[${one}]`),
      objects.map((one) => `{"1":${one}}`)
    )
    await fc.assert(
      fc.asyncProperty(
        body,
        fc.constantFrom(200, 201, 302, 400, 403, 404, 408, 429, 500, 503),
        async (text, status) => {
          const fetch: typeof globalThis.fetch = async () => new Response(text, { status })
          const panel = createPanel({ url, key, fetch, retries: 0, logger: {} })
          const order = { service: "1", link: "a", quantity: 1 }
          const ended = await Promise.allSettled([
            panel.balance(),
            panel.services.list(),
            panel.services.get("1"),
            panel.orders.place(order),
            panel.orders.status("1"),
            panel.orders.statuses(["1", "2"]),
            panel.orders.cancel("1"),
            panel.orders.cancelMany(["1", "2"]),
            panel.refills.request("1"),
            panel.refills.requestMany(["1", "2"]),
            panel.refills.status("1"),
            panel.refills.statuses(["1", "2"])
          ])
          await panel.close()
          for (const one of ended) {
            if (one.status === "fulfilled") {
              assert.deepStrictEqual(
                JSON.parse(JSON.stringify(one.value) ?? "null"),
                JSON.parse(JSON.stringify(one.value ?? null))
              )
            } else {
              assert.ok(one.reason instanceof SmmkitError, String(one.reason))
              assert.notInclude(shown(one.reason), key)
              assert.notMatch(one.reason.message, /FiberFailure|Cause|_id/)
            }
          }
        }
      ),
      { numRuns: Number(process.env["SMMKIT_WORLDS"] ?? 6) }
    )
  })
})
