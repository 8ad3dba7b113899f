import { inspect } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { Cause, Config, ConfigProvider, Duration, Effect, Either, Exit, Layer, Redacted } from "effect"
import { Dialect, type Options, Panel, PanelConfig, Transport } from "../src/index.js"
import { checkNewAddress } from "../src/internal/credentials.js"

const options: PanelConfig.Options = { url: "https://panel.example/api/v2", key: Redacted.make("test-key") }

const wrong = (more: Partial<PanelConfig.Options>) =>
  Either.match(PanelConfig.make({ ...options, ...more }), {
    onLeft: (error) => error,
    onRight: () => assert.fail("it is usable")
  })

describe("make", () => {
  it("fills in defaults that suit a panel of which nothing is known", () => {
    const { maxBodyBytes, ...rest } = Either.getOrThrow(PanelConfig.make(options))
    assert.deepStrictEqual(rest, {
      url: "https://panel.example/api/v2",
      host: "panel.example",
      key: options.key,
      timeout: Duration.seconds(30),
      retries: 3,
      retryDelay: Duration.millis(500),
      concurrency: 8,
      rateLimits: [],
      dialect: Dialect.documented,
      phrases: [],
      batchWindow: undefined,
      catalogueTimeToLive: Duration.minutes(15),
      followInterval: Duration.seconds(30)
    })
    for (const [action, mebibytes] of [
      ["add", 1],
      ["balance", 1],
      ["status", 16],
      ["refill", 16],
      ["refill_status", 16],
      ["cancel", 16],
      ["services", 64],
      ["statistics", 64]
    ] as const) {
      assert.strictEqual(maxBodyBytes(action), mebibytes * 1024 * 1024, action)
    }
  })

  it("takes what is given", () => {
    const config = Either.getOrThrow(
      PanelConfig.make({
        ...options,
        timeout: "1 minute",
        retries: 0,
        retryDelay: 1,
        concurrency: 1,
        rateLimit: { limit: 10, interval: "1 hour" },
        manyForm: "one-by-one",
        batchWindow: 0,
        catalogueTimeToLive: Duration.infinity,
        followInterval: "1 second",
        maxBodyBytes: 1
      })
    )
    assert.deepInclude(config, { retries: 0, concurrency: 1 })
    assert.strictEqual(config.maxBodyBytes("services"), 1)
    assert.strictEqual(config.dialect.manyForm.status, "one-by-one")
    assert.deepStrictEqual(config.timeout, Duration.minutes(1))
    assert.deepStrictEqual(config.rateLimits, [
      { limit: 10, interval: Duration.hours(1), actions: undefined }
    ])
    assert.deepStrictEqual(config.catalogueTimeToLive, Duration.infinity)
  })

  const nonsense = [Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY]
  // What a program in JavaScript, or a value cast on its way, may hold.
  const noDuration = JSON.parse('"soon"')
  const bad: ReadonlyArray<
    readonly [keyof PanelConfig.Options, ReadonlyArray<Partial<PanelConfig.Options>>]
  > = [
    ["retries", nonsense.map((retries) => ({ retries }))],
    ["concurrency", [0, ...nonsense].map((concurrency) => ({ concurrency }))],
    ["maxBodyBytes", [0, ...nonsense, 2 ** 32, { add: 0 }].map((maxBodyBytes) => ({ maxBodyBytes }))],
    [
      "rateLimit",
      [
        ...[0, ...nonsense].map((limit) => ({ rateLimit: { limit, interval: "1 minute" as const } })),
        ...[0, -1, Number.NaN, Duration.infinity, noDuration].map((interval) => ({
          rateLimit: { limit: 1, interval }
        })),
        {
          rateLimit: [
            { limit: 1, interval: 1 },
            { limit: 1, interval: 0 }
          ]
        },
        { rateLimit: JSON.parse("[null]") },
        { rateLimit: { limit: 1, interval: 1, actions: [] } },
        { rateLimit: { limit: 1, interval: 1, actions: JSON.parse('"add"') } }
      ]
    ],
    ["timeout", [0, -1, Number.NaN, Duration.infinity, noDuration].map((timeout) => ({ timeout }))],
    ["retryDelay", [Duration.infinity, Number.NaN, noDuration].map((retryDelay) => ({ retryDelay }))],
    ["batchWindow", [Duration.infinity, Number.NaN, noDuration].map((batchWindow) => ({ batchWindow }))],
    ["catalogueTimeToLive", [Number.NaN, noDuration].map((catalogueTimeToLive) => ({ catalogueTimeToLive }))],
    ["followInterval", [0, -1, Duration.infinity, noDuration].map((followInterval) => ({ followInterval }))],
    ["manyForm", [{ manyForm: JSON.parse('"both"') }]],
    [
      "phrases",
      [
        JSON.parse("5"),
        [{ text: "", meaning: "bad-link" as const }],
        [{ text: "x", meaning: JSON.parse('"bad"') }],
        [{ text: JSON.parse("5"), meaning: "bad-link" as const }]
      ].map((phrases) => ({ phrases }))
    ],
    [
      "dialect",
      [
        { body: JSON.parse('"xml"') },
        { key: JSON.parse('"Cookie"') },
        { manyForm: { cancel: JSON.parse('"both"') } },
        { names: { link: "" } },
        { names: { link: "a b" } },
        { names: { link: "action" } },
        { names: { link: "key" } },
        { names: { link: "url", interval: "url" } },
        { harmless: ["order_number"] },
        { harmless: ["ID"] },
        { harmless: [""] }
      ].map((dialect) => ({ dialect }))
    ],
    [
      "key",
      ["", " ", "a b", "a\n", "ключ", "a\u0000", "x".repeat(513)].map((key) => ({ key: Redacted.make(key) }))
    ]
  ]
  it("asks for options where there are none", () => {
    for (const nothing of ["null", '"x"', "[]"]) {
      const error = Either.getOrThrow(Either.flip(PanelConfig.make(JSON.parse(nothing))))
      assert.strictEqual(error.field, "options")
      assert.include(error.message, "give an object with url and key")
    }
  })

  for (const [field, all] of bad) {
    it(`names a ${field} that cannot be worked with`, () => {
      for (const one of all) {
        const error = wrong(one)
        assert.strictEqual(error.field, field, inspect(one))
        assert.include(error.message, `The panel's ${field} is not usable: give`)
      }
    })
  }

  it("takes how large the answer to each action may be, and several limits at once", () => {
    const config = Either.getOrThrow(
      PanelConfig.make({
        ...options,
        maxBodyBytes: { services: 5, statistics: 7 },
        rateLimit: [
          { limit: 60, interval: "1 minute", actions: ["add"] },
          { limit: 10, interval: "1 hour", actions: ["services"] },
          { limit: 300, interval: "1 hour" }
        ]
      })
    )
    assert.deepStrictEqual(["services", "statistics", "balance"].map(config.maxBodyBytes), [
      5,
      7,
      1024 * 1024
    ])
    assert.deepStrictEqual(
      config.rateLimits.map(({ limit, actions }) => [limit, actions]),
      [
        [60, ["add"]],
        [10, ["services"]],
        [300, undefined]
      ]
    )
  })

  it("takes any key of visible characters", () => {
    for (const key of ["x", "a1b2c3", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "x".repeat(512)]) {
      assert.isTrue(Either.isRight(PanelConfig.make({ ...options, key: Redacted.make(key) })))
    }
  })

  it("never shows the key", () => {
    const key = Redacted.make("secret key with spaces")
    const error = wrong({ key })
    for (const text of [String(error), JSON.stringify(error), inspect(error, { depth: 9 })]) {
      assert.notInclude(text, "secret")
    }
  })
})

describe("the address", () => {
  for (const [url, host] of [
    ["https://panel.example/api/v2", "panel.example"],
    ["https://panel.example", "panel.example"],
    ["https://panel.example/", "panel.example"],
    ["https://panel.example:8443/api/v2/", "panel.example:8443"],
    ["HTTPS://Panel.Example/API", "panel.example"],
    ["https://127.0.0.1.evil.com/api", "127.0.0.1.evil.com"],
    ["https://localhost.evil.com/api", "localhost.evil.com"],
    ["https://[2001:db8::1]/api", "[2001:db8::1]"],
    ["https://10.0.0.1/api", "10.0.0.1"],
    ["https://панель.example/api", "панель.example"],
    ["https://panel.example/a@b:c/api", "panel.example"],
    ["https://panel.example/api%20v2", "panel.example"],
    ["http://localhost/api", "localhost"],
    ["http://localhost:3000/api", "localhost:3000"],
    ["http://LOCALHOST/api", "localhost"],
    ["http://127.0.0.1:8080/api/v2", "127.0.0.1:8080"],
    ["http://127.255.0.3/api", "127.255.0.3"],
    ["http://[::1]:8080/api", "[::1]:8080"]
  ] as const) {
    it(`${url} may have the key`, () => {
      assert.deepStrictEqual(checkNewAddress(url), Either.right(host))
      // What goes to the platform goes to the host that was checked.
      assert.strictEqual(new URL(url).host, new URL(`https://${host}`).host)
    })
  }

  const remedies = {
    scheme: "use https://; plain http:// is for loopback only",
    absolute: "give an absolute address such as https://panel.example/api/v2",
    user: "leave out user info (`user:password@`)",
    query: "leave out the query and what follows `#`; the key travels in the form"
  }
  for (const [url, remedy] of [
    ["http://panel.example/api", remedies.scheme],
    ["http://127.0.0.1.evil.com/api", remedies.scheme],
    ["http://localhost.evil.com/api", remedies.scheme],
    ["http://evil-localhost/api", remedies.scheme],
    // Not every resolver knows that these are loopback, too.
    ["http://panel.localhost/api", remedies.scheme],
    ["http://notlocalhost/api", remedies.scheme],
    ["http://128.0.0.1/api", remedies.scheme],
    ["http://0.0.0.0/api", remedies.scheme],
    ["http://10.0.0.1/api", remedies.scheme],
    ["http://127.0.0.1%2eevil.com/api", remedies.absolute],
    ["http://127.0.0.1。evil.com/api", remedies.scheme],
    ["http://[::ffff:8.8.8.8]/api", remedies.scheme],
    ["http://[::1.evil.com]/api", remedies.absolute],
    ["http://127.0.0.1:80.evil.com/api", remedies.absolute],
    ["http://localhost@evil.com/api", remedies.user],
    ["http://localhost:80@evil.com/api", remedies.user],
    ["https://user:s3cret@panel.example/api", remedies.user],
    ["https://user@panel.example", remedies.user],
    ["http://localhost\\@evil.com/api", remedies.user],
    ["http://evil.com\\.localhost/api", remedies.absolute],
    ["http:\\\\localhost\\api", remedies.absolute],
    ["https:/panel.example/api", remedies.absolute],
    ["https:///panel.example/api", remedies.absolute],
    ["https:panel.example", remedies.absolute],
    ["//panel.example/api", remedies.absolute],
    ["panel.example/api/v2", remedies.absolute],
    ["/api/v2", remedies.absolute],
    ["", remedies.absolute],
    ["ftp://panel.example/api", remedies.absolute],
    ["file:///etc/passwd", remedies.absolute],
    ["javascript:alert(1)", remedies.absolute],
    ["https://", remedies.absolute],
    ["https:// panel.example/api", remedies.absolute],
    [" https://panel.example/api", remedies.absolute],
    ["https://panel.example/api ", remedies.absolute],
    ["https://panel.example/api\n", remedies.absolute],
    ["https://panel.example/a b", remedies.absolute],
    ["https://panel\t.example/api", remedies.absolute],
    ["https://panel.example:port/api", remedies.absolute],
    ["https://panel.example:99999/api", remedies.absolute],
    ["https://panel.example:/api", remedies.absolute],
    ["https://999.1.1.1/api", remedies.absolute],
    ["http://127.0.0.999/api", remedies.absolute],
    ["https://[zz]/api", remedies.absolute],
    ["https://[::1/api", remedies.absolute],
    ["https://[:::1]/api", remedies.absolute],
    ["https://pa<nel.example/api", remedies.absolute],
    ["https://panel.example%00/api", remedies.absolute],
    ["https://panel.example/api?key=secret", remedies.query],
    ["https://panel.example?", remedies.query],
    ["https://panel.example/api#part", remedies.query]
  ] as const) {
    it(`${JSON.stringify(url)} may not`, () => {
      assert.deepStrictEqual(checkNewAddress(url), Either.left(remedy))
      const error = wrong({ url })
      assert.strictEqual(error.field, "url")
      assert.strictEqual(error.remedy, remedy)
      for (const secret of ["s3cret", "secret"]) assert.notInclude(`${error}${inspect(error)}`, secret)
    })
  }

  it("is loopback where it is http, as the platform itself understands it", () => {
    const hosts = [
      "localhost",
      "127.0.0.1",
      "[::1]",
      "evil.com",
      "@",
      "\\",
      "%",
      ".",
      ":",
      "0",
      "127",
      "。",
      "/",
      "#"
    ]
    for (const first of hosts) {
      for (const second of hosts) {
        for (const third of hosts) {
          const url = `http://${first}${second}${third}/api`
          if (Either.isLeft(checkNewAddress(url))) continue
          const { hostname } = new URL(url)
          assert.match(hostname, /^(?:(?:.+\.)?localhost|127\.\d+\.\d+\.\d+|\[::1\])$/, url)
        }
      }
    }
  })
})

describe("layerConfig", () => {
  const build = (
    layer: Layer.Layer<
      PanelConfig.PanelConfig,
      Options.InvalidOption | import("effect").ConfigError.ConfigError
    >,
    values: Readonly<Record<string, string>>
  ) =>
    Effect.exit(
      Effect.provide(
        PanelConfig.PanelConfig,
        Layer.provide(layer, Layer.setConfigProvider(ConfigProvider.fromMap(new Map(Object.entries(values)))))
      )
    )

  it.effect("reads SMMKIT_URL and SMMKIT_KEY", () =>
    Effect.gen(function* () {
      const exit = yield* build(PanelConfig.layerConfig(), {
        SMMKIT_URL: "https://panel.example/api/v2",
        SMMKIT_KEY: "test-key"
      })
      assert(Exit.isSuccess(exit))
      assert.strictEqual(exit.value.host, "panel.example")
      assert.strictEqual(Redacted.value(exit.value.key), "test-key")
    })
  )

  it.effect("names what is missing, and never the key", () =>
    Effect.gen(function* () {
      for (const [values, name] of [
        [{}, "SMMKIT_URL"],
        [{ SMMKIT_URL: "", SMMKIT_KEY: "test-key" }, "SMMKIT_URL"],
        [{ SMMKIT_URL: "https://panel.example/api" }, "SMMKIT_KEY"],
        [{ SMMKIT_URL: "http://panel.example/api", SMMKIT_KEY: "test-key" }, "url"],
        [{ SMMKIT_URL: "https://panel.example/api", SMMKIT_KEY: "test-key\n" }, "key"],
        [{ SMMKIT_URL: "https://panel.example/api", SMMKIT_KEY: "" }, "key"]
      ] as const) {
        const exit = yield* build(PanelConfig.layerConfig(), values)
        assert(Exit.isFailure(exit), name)
        assert.isTrue(Cause.isFailType(exit.cause))
        assert.include(Cause.pretty(exit.cause), name)
        assert.notInclude(`${Cause.pretty(exit.cause)}${inspect(exit, { depth: 9 })}`, "test-key")
      }
    })
  )

  it.effect("reads any options from any names", () =>
    Effect.gen(function* () {
      const layer = PanelConfig.layerConfig({
        url: Config.string("OTHER_URL"),
        key: Config.redacted("OTHER_KEY"),
        timeout: Config.duration("OTHER_TIMEOUT"),
        manyForm: Config.literal("orders", "order", "one-by-one")("OTHER_FORM"),
        rateLimit: Config.all({
          limit: Config.integer("OTHER_LIMIT"),
          interval: Config.duration("OTHER_INTERVAL")
        })
      })
      const exit = yield* build(layer, {
        OTHER_URL: "https://other.example/api",
        OTHER_KEY: "k",
        OTHER_TIMEOUT: "5 seconds",
        OTHER_FORM: "order",
        OTHER_LIMIT: "3",
        OTHER_INTERVAL: "1 minute"
      })
      assert(Exit.isSuccess(exit))
      assert.deepInclude(exit.value, { host: "other.example" })
      assert.strictEqual(exit.value.dialect.manyForm.cancel, "order")
      assert.deepStrictEqual(exit.value.timeout, Duration.seconds(5))
      assert.deepStrictEqual(exit.value.rateLimits, [
        { limit: 3, interval: Duration.minutes(1), actions: undefined }
      ])
    })
  )

  it.effect("is what `Panel.layerConfig` reads, too", () =>
    Effect.gen(function* () {
      const transport = Layer.succeed(Transport.Transport, { send: () => Effect.never })
      const panel = Layer.provide(Panel.layerConfig(), transport)
      const provider = ConfigProvider.fromMap(
        new Map([
          ["SMMKIT_URL", "https://panel.example/api"],
          ["SMMKIT_KEY", "test-key"]
        ])
      )
      yield* Effect.scoped(Layer.build(panel)).pipe(Effect.withConfigProvider(provider))
      const exit = yield* Effect.exit(
        Effect.scoped(Layer.build(panel)).pipe(Effect.withConfigProvider(ConfigProvider.fromMap(new Map())))
      )
      assert.isTrue(Exit.isFailure(exit))
    })
  )
})
