import { assert, describe, it } from "@effect/vitest"
import { Either, pipe } from "effect"
import { Order, OrderForm } from "../src/index.js"
import { serviceTypes } from "../src/internal/serviceType.js"
import { orders } from "./orders.js"
import { outcome } from "./plain.js"

const form = (order: Order.Order) => Either.getOrThrow(OrderForm.toForm(order))

const wrong = (
  result: Either.Either<
    unknown,
    { readonly field: string; readonly value: string; readonly remedy: string; readonly _tag: string }
  >
) =>
  Either.match(result, {
    onRight: () => assert.fail("it is right"),
    onLeft: ({ _tag, field, value, remedy }) => {
      assert.strictEqual(_tag, "InvalidOrder")
      assert.notStrictEqual(remedy, "")
      return { field, value, remedy }
    }
  })

/** A form of each type that lacks nothing. */
const forms = Object.values(orders).map((order) => [order.type, form(order)] as const)

describe("toForm and fromForm", () => {
  for (const [at, member] of Order.Order.members.entries()) {
    it.prop(`bring back any order of type ${Object.keys(orders)[at]}`, [member], ([order]) => {
      assert.strictEqual(order.type, Object.keys(orders)[at])
      const sent = form(order)
      assert.isTrue(Object.values(sent).every((value) => typeof value === "string"))
      const { extra = {} } = order.type === "Other" ? {} : order
      const own = Object.fromEntries(Object.entries(sent).filter(([name]) => !Object.hasOwn(extra, name)))
      const back = Either.getOrThrow(OrderForm.fromForm(order.type, own, { extra, anyLink: order.anyLink }))
      assert.deepStrictEqual(back, stripped(order))
    })
  }

  it("write each field under the protocol's name, lists as lines", () => {
    assert.deepStrictEqual(form(orders["Mentions with Hashtags"]), {
      service: "1",
      link: "https://example.com/p/1",
      quantity: "100",
      usernames: "ann",
      hashtags: "#run\n#fun"
    })
    assert.deepStrictEqual(form(orders.Subscriptions), {
      service: "1",
      username: "ann",
      min: "10",
      max: "20",
      delay: "30",
      posts: "5",
      old_posts: "2",
      expiry: "31/12/2027"
    })
    assert.deepStrictEqual(form(orders.Other), {
      service: "1",
      link: "https://example.com/p/1",
      quantity: "100",
      request_id: "a-1"
    })
  })

  it("read lines however they end, and no blank ones", () => {
    const order = OrderForm.fromForm("Custom Comments", {
      service: "1",
      link: "x",
      comments: "\r\none, two\r\n\n  \rthree\nfour \n"
    })
    assert.deepInclude(Either.getOrThrow(order), { comments: ["one, two", "three", "four "] })
  })

  it("know a type in every spelling", () => {
    for (const type of serviceTypes) {
      const form = forms.find(([name]) => name === type)?.[1] ?? assert.fail(type)
      for (const spelling of [
        type,
        type.toLowerCase(),
        type.toUpperCase(),
        type.replaceAll(" ", "_"),
        ` ${type} `
      ]) {
        assert.strictEqual(Either.getOrThrow(OrderForm.fromForm(spelling, form)).type, type)
      }
    }
  })

  it("make an open order of a type that is not known", () => {
    assert.deepStrictEqual(
      Either.getOrThrow(OrderForm.fromForm("High Quality", { service: "1", link: "x", stars: "5" })),
      { type: "Other", service: orders.Other.service, fields: { link: "x", stars: "5" } }
    )
  })
})

/** The order without keys that hold undefined. */
const stripped = (order: Order.Order) => {
  const entries = Object.entries(order).filter(
    ([name, value]) => value !== undefined && !isEmptyExtra(name, value)
  )
  return Object.fromEntries(entries)
}

const isEmptyExtra = (name: string, value: unknown) =>
  name === "extra" && typeof value === "object" && value !== null && Object.keys(value).length === 0

describe("a form", () => {
  for (const [type, whole] of forms.filter(([type]) => type !== "Other")) {
    const required = Object.keys(whole).filter((name) => {
      const { [name]: _, ...rest } = whole
      return Either.isLeft(OrderForm.fromForm(type, rest))
    })

    it(`of type ${type} needs ${required.join(", ")}`, () => {
      assert.deepStrictEqual([...required].sort(), [...(needed[type] ?? [])].sort())
      for (const name of required) {
        const { [name]: _, ...rest } = whole
        const issue = wrong(OrderForm.fromForm(type, rest))
        assert.strictEqual(issue.value, "")
        assert.strictEqual(issue.field, name)
      }
    })

    it(`of type ${type} holds no field of another type`, () => {
      for (const name of ["stars", "type", "extra", "fields", ...allNames]) {
        if (Object.hasOwn(whole, name)) continue
        const issue = wrong(OrderForm.fromForm(type, { ...whole, [name]: "5" }))
        assert.strictEqual(issue.field, name)
        assert.strictEqual(issue.value, "5")
        assert.include(issue.remedy, `an order of type ${type} has no such field`)
      }
    })

    it(`of type ${type} takes what a panel wants besides, if it is said to be that`, () => {
      const order = Either.getOrThrow(OrderForm.fromForm(type, whole, { extra: { request_id: "a-1" } }))
      assert.deepStrictEqual(form(order), { ...whole, request_id: "a-1" })
    })

    it(`of type ${type} takes none of its own fields as an extra one`, () => {
      for (const name of Object.keys(whole)) {
        const issue = wrong(OrderForm.fromForm(type, whole, { extra: { [name]: "7" } }))
        assert.strictEqual(issue.field, name)
        assert.strictEqual(issue.value, "7")
      }
    })
  }

  for (const [field, type, values, remedy] of [
    ["service", "Default", ["1,2", "a b", "0", "", "null"], "no ID"],
    ["link", "Default", ["", "  ", "  "], "give the address"],
    [
      "quantity",
      "Default",
      ["0", "-5", "1.5", "1e3", "ten", "", " 5", "٣", "99999999999999999"],
      "give a whole number from 1"
    ],
    ["runs", "Default", ["0", "x", "-1"], "give a whole number from 1"],
    ["interval", "Default", ["-1", "x", "0.5"], "give a whole number from 0"],
    ["keywords", "SEO", ["", "\n \n"], "give at least one keyword, one a line"],
    ["comments", "Custom Comments", ["", "\r\n"], "give at least one comment, one a line"],
    ["usernames", "Mentions", [""], "give at least one user name, one a line"],
    ["hashtags", "Mentions with Hashtags", [""], "give at least one hashtag, one a line"],
    ["groups", "Invites from Groups", [" "], "give at least one group, one a line"],
    ["hashtag", "Mentions Hashtag", ["", "a\nb"], "give a hashtag"],
    ["username", "Comment Likes", ["", "a\nb"], "give a user name"],
    ["media", "Mentions Media Likers", [""], "give the address of the medium"],
    ["answer_number", "Poll", [""], "give the number of the answer to vote for"],
    ["min", "Subscriptions", ["0", "x"], "give a whole number from 1"],
    ["delay", "Subscriptions", ["-5", "soon"], "give a whole number from 0"],
    [
      "expiry",
      "Subscriptions",
      ["2027-12-31", "31/02/2027", "1/1/2027", "32/01/2027", "00/01/2027", "31/12/27", "x"],
      "give a day as DD/MM/YYYY"
    ],
    ["device", "Web Traffic", ["0", "6", "Desktop"], "give a whole number from 1 to 5"],
    ["type_of_traffic", "Web Traffic", ["0", "4"], "give a whole number from 1 to 3"],
    ["country", "Web Traffic", [""], "give a country"]
  ] as const) {
    it(`names a wrong ${field}, its value, and what would be right`, () => {
      const whole = forms.find(([name]) => name === type)?.[1] ?? assert.fail(type)
      for (const value of values) {
        const issue = wrong(OrderForm.fromForm(type, { ...whole, [field]: value }))
        assert.strictEqual(issue.field, field, value)
        assert.strictEqual(issue.value, value)
        assert.include(issue.remedy, remedy)
      }
    })
  }

  it("names the half of a drip-feed that is missing", () => {
    for (const type of ["Default", "Web Traffic"]) {
      const { runs, interval, ...rest } = forms.find(([name]) => name === type)?.[1] ?? assert.fail(type)
      assert.deepStrictEqual(wrong(OrderForm.fromForm(type, { ...rest, runs: "5" })), {
        field: "interval",
        value: "",
        remedy: "give the minutes between two runs, as there are runs"
      })
      assert.deepStrictEqual(wrong(OrderForm.fromForm(type, { ...rest, interval: "5" })), {
        field: "runs",
        value: "",
        remedy: "give the number of runs, as there is an interval"
      })
    }
  })

  it("names what a kind of traffic needs", () => {
    const { google_keyword, referring_url, ...rest } = form(orders["Web Traffic"])
    const traffic = (type_of_traffic: string, more: OrderForm.OrderForm = {}) =>
      OrderForm.fromForm("Web Traffic", { ...rest, type_of_traffic, ...more })
    assert.strictEqual(wrong(traffic("1")).field, "google_keyword")
    assert.strictEqual(wrong(traffic("2")).field, "referring_url")
    assert.isTrue(Either.isRight(traffic("3")))
    assert.isTrue(Either.isRight(traffic("1", { google_keyword: "shoes" })))
    assert.isTrue(Either.isRight(traffic("2", { referring_url: "https://example.com" })))
  })

  it("names a min above the max", () => {
    const issue = wrong(OrderForm.fromForm("Subscriptions", { ...form(orders.Subscriptions), min: "21" }))
    assert.deepStrictEqual(issue, {
      field: "min",
      value: "21",
      remedy: "give a min that is not above max, which is 20"
    })
  })

  it("holds neither the key nor the action, nor an extra field of a strange name", () => {
    for (const name of ["key", "action", "1st", "a b", "a=b", ""]) {
      const extra = { [name]: "x" }
      assert.strictEqual(wrong(OrderForm.fromForm("Default", form(orders.Default), { extra })).field, name)
      assert.strictEqual(wrong(OrderForm.fromForm("Unheard of", { service: "1", ...extra })).field, name)
    }
  })

  it("shows no more of a long value than a person wants to read", () => {
    const { value } = wrong(
      OrderForm.fromForm("Default", { ...form(orders.Default), link: `${"x".repeat(5000)}\n` })
    )
    assert.strictEqual(value.length, 101)
  })

  it("has names like those of objects without harm", () => {
    for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
      const fields = Object.fromEntries([...Object.entries(form(orders.Default)), [name, "x"]])
      assert.strictEqual(wrong(OrderForm.fromForm("Default", fields)).field, name)
    }
  })
})

describe("an order that never was a form", () => {
  it("may not hide one of its type's fields among the extra ones", () => {
    for (const extra of [{ quantity: "5" }, { service: "9" }, { runs: "10" }]) {
      const { runs, interval, ...once } = orders.Default
      const issue = wrong(OrderForm.toForm({ ...once, extra }))
      assert.strictEqual(issue.field, Object.keys(extra)[0])
      assert.strictEqual(issue.value, Object.values(extra)[0])
    }
    const { field } = wrong(OrderForm.toForm({ ...orders.Other, fields: { service: "9" } }))
    assert.strictEqual(field, "service")
  })

  it("may not hold a field of another type", () => {
    for (const order of Object.values(orders)) {
      const alien = { ...order, stars: "5" }
      const { field, value } = wrong(OrderForm.toForm(alien))
      assert.deepStrictEqual({ field, value }, { field: "stars", value: "5" })
    }
  })

  it("names an extra field of a strange name, and its value", () => {
    const { field, value } = wrong(OrderForm.toForm({ ...orders.Default, extra: { "a b": "x" } }))
    assert.deepStrictEqual({ field, value }, { field: "a b", value: "x" })
    assert.strictEqual(wrong(OrderForm.toForm({ ...orders.Other, fields: { key: "x" } })).value, "x")
  })

  it("shows a value that is no JSON", () => {
    assert.strictEqual(wrong(OrderForm.toForm({ ...orders.Default, quantity: Number.NaN })).value, "NaN")
    assert.strictEqual(
      wrong(OrderForm.toForm({ ...orders.Poll, ...{ quantity: Infinity } })).value,
      "Infinity"
    )
  })

  it("is named wrong as a form would be", () => {
    assert.deepStrictEqual(outcome(OrderForm.toForm({ ...orders.Default, quantity: 0.5 })), {
      tag: "InvalidOrder",
      processed: "no",
      field: "quantity",
      value: "0.5",
      remedy: "give a whole number from 1"
    })
    assert.deepInclude(outcome(OrderForm.toForm({ ...orders["Custom Comments"], comments: [] })), {
      field: "comments",
      remedy: "give at least one comment, one a line"
    })
    assert.deepInclude(outcome(OrderForm.toForm({ ...orders["Custom Comments"], comments: ["a", "b\nc"] })), {
      field: "comments",
      remedy: "give one comment, without a line break"
    })
    for (const quantity of [Number.NaN, Number.POSITIVE_INFINITY, -1, 2 ** 53]) {
      assert.deepInclude(outcome(OrderForm.toForm({ ...orders.Default, quantity })), { field: "quantity" })
    }
  })
})

const allNames = [...new Set(forms.flatMap(([, fields]) => Object.keys(fields)))]

const needed: Readonly<Record<string, ReadonlyArray<string>>> = {
  // Of a drip-feed both or neither.
  Default: ["service", "link", "quantity", "runs", "interval"],
  Package: ["service", "link"],
  SEO: ["service", "link", "quantity", "keywords"],
  "Custom Comments": ["service", "link", "comments"],
  "Custom Comments Package": ["service", "link", "comments"],
  Mentions: ["service", "link", "quantity", "usernames"],
  "Mentions with Hashtags": ["service", "link", "quantity", "usernames", "hashtags"],
  "Mentions Custom List": ["service", "link", "usernames"],
  "Mentions Hashtag": ["service", "link", "quantity", "hashtag"],
  "Mentions User Followers": ["service", "link", "quantity", "username"],
  "Mentions Media Likers": ["service", "link", "quantity", "media"],
  "Comment Likes": ["service", "link", "quantity", "username"],
  "Comment Replies": ["service", "link", "username", "comments"],
  Poll: ["service", "link", "quantity", "answer_number"],
  "Invites from Groups": ["service", "link", "quantity", "groups"],
  Subscriptions: ["service", "username", "min", "max", "delay"],
  // A keyword, as its traffic comes from a search.
  "Web Traffic": [
    "service",
    "link",
    "quantity",
    "country",
    "device",
    "type_of_traffic",
    "google_keyword",
    "runs",
    "interval"
  ]
}

describe("a link", () => {
  const of = (link: string, more: OrderForm.FormOptions = {}) =>
    OrderForm.fromForm("Default", { service: "1", link, quantity: "10" }, more)
  const open = (link: string) => OrderForm.fromForm("Other", { service: "1", link })

  it("is sent as it is given", () => {
    for (const link of [
      "ann",
      "@ann",
      "HTTPS://Example.com/P?a=1#b",
      "example.com/p",
      "tg://x",
      "例え.jp/投稿"
    ]) {
      assert.strictEqual(form(Either.getOrThrow(of(link)))["link"], link)
    }
  })

  it("is refused where a page that shows it would run or open it, whatever the type", () => {
    for (const word of ["javascript", "VBScript", " data", "blob", "FILE"]) {
      assert.strictEqual(wrong(of(`${word}:alert(1)`)).field, "link")
      assert.strictEqual(wrong(open(`${word}:alert(1)`)).field, "link")
    }
  })

  it("is refused where it is empty or holds a control character or a line end", () => {
    for (const link of [
      "",
      " ",
      "https://example.com/\n",
      "java\tscript:x",
      "a\u0000b",
      "a\u2028b",
      "a\u0085b"
    ]) {
      assert.strictEqual(wrong(of(link)).field, "link")
      assert.strictEqual(wrong(open(link)).field, "link")
    }
  })

  it("holds a blank only where its caller says that it is meant", () => {
    assert.include(wrong(of("https://example.com/a b")).remedy, "anyLink")
    const meant = Either.getOrThrow(of("https://example.com/a b", { anyLink: true }))
    assert.deepStrictEqual(form(meant), { service: "1", link: "https://example.com/a b", quantity: "10" })
    assert.strictEqual(wrong(OrderForm.toForm({ ...orders.Default, link: "a b" })).field, "link")
  })

  it("that is odd gets a warning, as data", () => {
    const reasons = (link: string, service?: { readonly name: string; readonly category: string }) =>
      OrderForm.linkWarnings({ ...orders.Default, link }, service).map(({ reason }) => reason)
    const traffic = { name: "Website traffic", category: "Traffic" }
    assert.deepStrictEqual(reasons("ftp://example.com"), ["scheme"])
    assert.deepStrictEqual(reasons("ann", traffic), ["name"])
    assert.deepStrictEqual(reasons("ann", { name: "Followers", category: "First" }), [])
    for (const link of ["https://example.com/p", "example.com/p", "example.com:8080/p", "localhost:80"]) {
      assert.deepStrictEqual(reasons(link, link.startsWith("local") ? undefined : traffic), [])
    }
  })
})

describe("an extra field", () => {
  it("that would carry the key or the action is refused in any letters", () => {
    for (const name of [
      "key",
      "KEY",
      "Action",
      "api_key",
      "apiKey",
      "X-Api-Key",
      "api.key",
      "k_e_y",
      "access_key"
    ]) {
      assert.strictEqual(wrong(OrderForm.toForm({ ...orders.Default, extra: { [name]: "x" } })).field, name)
      assert.strictEqual(wrong(OrderForm.fromForm("Other", { service: "1", [name]: "x" })).field, name)
    }
  })

  it("whose name only begins or ends like one of them is sent", () => {
    for (const name of ["keyword", "request_id", "actions", "monkey"]) {
      assert.strictEqual(form({ ...orders.Default, extra: { [name]: "x" } })[name], "x")
    }
  })
})

describe("an order of a program without types", () => {
  const wrong: ReadonlyArray<readonly [name: string, order: unknown, field: string, remedy: RegExp]> = [
    ["nothing", null, "order", /give an object/],
    ["a list", [], "order", /give an object/],
    ["another type", { type: "Nope" }, "type", /^give one of Default, Package,/],
    ["no text", { type: "Package", service: "1", link: 5 }, "link", /^give a text$/],
    ["no texts", { type: "Package", service: "1", link: "a", extra: 5 }, "extra", /^give an object with/],
    ["no number", { type: "Default", service: "1", link: "a", quantity: "3" }, "quantity", /whole number/],
    [
      "no number but a list",
      { type: "Default", service: "1", link: "a", quantity: [3] },
      "quantity",
      /whole number/
    ],
    ["no ID", { type: "Package", service: 1n, link: "a" }, "service", /^give its ID as text/],
    ["a foreign field", { type: "Package", service: "1", link: "a", runs: 2 }, "runs", /no such field/],
    ["a blank missed", { type: "Package", service: "1", link: "a", anyLink: 1 }, "anyLink", /^give true/]
  ]

  for (const [name, order, field, remedy] of wrong) {
    it(`is told which field is wrong and what would be right: ${name}`, () => {
      const read = OrderForm.fromUnknown(order)
      assert.ok(Either.isLeft(read))
      assert.strictEqual(read.left.field, field)
      assert.match(read.left.remedy, remedy)
    })
  }

  it("is an order where nothing is wrong", () => {
    const order = { type: "Package", service: "1", link: "https://example.com/p/1" }
    assert.deepStrictEqual<unknown>(OrderForm.fromUnknown(order), Either.right(order))
  })
})

describe("what is piped", () => {
  const other = { service: "1", link: "tg:group", quantity: "5" }

  it("reads a form of a type, with options behind the form", () => {
    assert.deepStrictEqual(pipe(other, OrderForm.fromForm("Default")), OrderForm.fromForm("Default", other))
    assert.deepStrictEqual(
      OrderForm.fromForm("Default")(other, { extra: { request_id: "a" } }),
      OrderForm.fromForm("Default", other, { extra: { request_id: "a" } })
    )
  })

  it("takes whatever a program without types gives for an order for one", () => {
    for (const given of [{ kind: "Default", service: "1" }, { kind: "Default", link: "x" }, {}, null]) {
      // @ts-expect-error none of them is an order
      assert.isTrue(Either.isLeft(OrderForm.toForm(given)))
    }
  })

  it("checks an order as the kind that its type is, and tells what is odd about its link", () => {
    const order = Either.getOrThrow(OrderForm.fromForm("likes", { service: "1", link: "x" }))
    const asDefault = pipe(order, OrderForm.toForm({ kind: "Default" }))
    assert.deepStrictEqual(asDefault, OrderForm.toForm(order, { kind: "Default" }))
    assert.strictEqual(wrong(asDefault).field, "quantity")
    const traffic = { name: "Website traffic", category: "SEO" }
    assert.deepStrictEqual(pipe(order, OrderForm.linkWarnings(traffic)), [
      { field: "link", value: "x", reason: "name" }
    ])
    assert.deepStrictEqual(OrderForm.linkWarnings(order, traffic), [
      { field: "link", value: "x", reason: "name" }
    ])
  })

  it("is no defect where it is no order and no form", () => {
    for (const nothing of [null, 5, "x"]) {
      assert.strictEqual(wrong(Reflect.apply(OrderForm.toForm, undefined, [nothing])).field, "order")
      assert.strictEqual(
        wrong(Reflect.apply(OrderForm.fromForm, undefined, ["Default", nothing])).field,
        "order"
      )
    }
  })
})
