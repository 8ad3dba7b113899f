/**
 * The main job, end to end: a sandbox as an HTTP server on loopback, and the real program, which finds a
 * service, learns its price, orders, follows, refills, cancels. In the end the ledger has to agree.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Sandbox from "@smmkit/sandbox/Sandbox"
import * as SandboxServer from "@smmkit/sandbox/SandboxServer"
import { BigDecimal, Cause, Effect, Exit, Fiber, Layer, Schema } from "effect"
import { compare, type Told } from "./Books.js"
import { DemoFailed, make, Shell, style } from "./Shell.js"

const link = ["--link", "https://example.com/p/1"]

/** What `add` tells: the order's ID and its price. */
const placed = (output: string): Effect.Effect<Omit<Told, "givenBack">, DemoFailed> => {
  const [, order, price] = /order (\S+), ([\d.]+)/.exec(output) ?? []
  return order === undefined || price === undefined
    ? new DemoFailed({ message: `this should name an order and its price: ${output}` })
    : Effect.succeed({ order, price: BigDecimal.unsafeFromString(price) })
}

const decoded = <A, I>(schema: Schema.Schema<A, I>, value: unknown): Effect.Effect<A, DemoFailed> =>
  Effect.mapError(Schema.decodeUnknown(schema)(value), ({ message }) => new DemoFailed({ message }))

const Money = Schema.Struct({ amount: Schema.BigDecimal })
const Catalogue = Schema.Array(
  Schema.Struct({
    service: Schema.String,
    name: Schema.String,
    type: Schema.String,
    rate: Schema.BigDecimal,
    max: Schema.Number,
    refill: Schema.NullOr(Schema.Boolean),
    cancel: Schema.NullOr(Schema.Boolean)
  })
)
const States = Schema.Array(
  Schema.Struct({ order: Schema.String, status: Schema.String, remains: Schema.NullOr(Schema.Number) })
)

/** The services that the demo orders. */
const choose = Effect.gen(function* () {
  const { ask } = yield* Shell
  const services = yield* decoded(Catalogue, yield* ask("services"))
  const find = (what: string, fits: (one: (typeof services)[number]) => boolean) => {
    const found = services.find(fits)
    return found === undefined ? new DemoFailed({ message: `no service for ${what}` }) : Effect.succeed(found)
  }
  return {
    followers: yield* find(
      "followers",
      ({ name, type, refill, cancel, max }) =>
        type === "Default" && /followers/i.test(name) && refill === true && cancel === true && max >= 10_000
    ),
    drip: yield* find(
      "a drip-feed",
      ({ name, type }) => type === "Default" && /likes.*drip-feed/i.test(name)
    ),
    comments: yield* find("comments", ({ type }) => type === "Custom Comments")
  }
})

/** Holds the next order as soon as it is booked: however slow the machine, it is not over before the cancel comes. */
const holdNext = Effect.gen(function* () {
  const { bookings, hold } = yield* Sandbox.Sandbox
  const { length } = yield* bookings
  const next = Effect.map(bookings, (all) => all[length]?.order ?? "")
  const order = yield* Effect.repeat(Effect.delay(next, "50 millis"), { until: (order) => order !== "" })
  yield* hold(order)
})

const thousandth = BigDecimal.make(1n, 3)

const program = Effect.gen(function* () {
  const { smmkit, ask, heading, print } = yield* Shell
  const sandbox = yield* Sandbox.Sandbox
  const { followers, drip, comments } = yield* choose
  const { amount: before } = yield* decoded(Money, yield* ask("balance"))

  yield* heading("Find a service", "The catalogue, searched by name; the rate is the price of a thousand.")
  yield* smmkit("services", "--search", "followers")

  yield* heading("Know its price", "Exact and unrounded, before anything is ordered.")
  const order = ["--service", followers.service, ...link, "--quantity", "2345"]
  yield* smmkit("quote", ...order)

  yield* heading("Place the order", "Sent once, and at most once. (--yes, as nobody is there to ask.)")
  const first = yield* placed(yield* smmkit("add", ...order, "--yes"))

  yield* heading(
    "Let it drip",
    "The same quantity three times, ten minutes apart; all runs are paid at once."
  )
  const second = yield* placed(
    yield* smmkit(
      "add",
      "--service",
      drip.service,
      ...link,
      "--quantity",
      "250",
      "--runs",
      "3",
      "--interval",
      "10",
      "--yes"
    )
  )

  yield* heading(
    "Say it in your own words",
    "Custom comments come from a file, one a line; their number is the quantity."
  )
  const lines = Array.from({ length: 12 }, (_, at) => `What a fine picture, number ${at + 1}!`)
  yield* writeComments(lines)
  yield* print(`  ${style.green("$")} ${style.bold("head -n 2 comments.txt")}\n`)
  yield* print(
    `${lines
      .slice(0, 2)
      .map((line) => `    ${line}\n`)
      .join("")}\n`
  )
  const third = yield* placed(
    yield* smmkit("add", "--service", comments.service, ...link, "--comments", "comments.txt", "--yes")
  )

  yield* heading("Follow it to the end", "The sandbox delivers 600 times faster than life.")
  yield* smmkit("status", first.order, "--watch", "--every", "0.5")

  yield* heading("Change your mind", "A cancel is a request; the order's status tells what became of it.")
  const holding = yield* Effect.fork(holdNext)
  const fourth = yield* placed(
    yield* smmkit("add", "--service", followers.service, ...link, "--quantity", "10000", "--yes")
  )
  yield* Fiber.join(holding)
  yield* smmkit("cancel", fourth.order)
  yield* sandbox.change(fourth.order, { state: "Partial" })

  yield* heading(
    "Refill what was lost",
    "Orders lose some of what was delivered; this service makes up for it."
  )
  const refill = yield* smmkit("refill", first.order)
  const id = /(\S+)\s*$/.exec(refill)?.[1] ?? ""
  yield* smmkit("refill-status", id)

  yield* heading("Look at many at once", "One call for up to a hundred; each is followed until it is over.")
  const orders = [first, second, third, fourth]
  yield* smmkit("status", ...orders.map(({ order }) => order), "--watch", "--every", "1")

  yield* heading("See what is left", "And what the panel's own ledger says.")
  yield* smmkit("balance")

  const rates = new Map([
    [first.order, followers.rate],
    [second.order, drip.rate],
    [third.order, comments.rate],
    [fourth.order, followers.rate]
  ])
  const states = yield* decoded(States, yield* ask("status", ...orders.map(({ order }) => order)))
  const told = orders.map(({ order, price }) => {
    const remains = states.find((state) => state.order === order)?.remains ?? 0
    const units = BigDecimal.fromBigInt(BigInt(remains))
    const rate = rates.get(order) ?? BigDecimal.fromBigInt(0n)
    return { order, price, givenBack: BigDecimal.multiply(BigDecimal.multiply(rate, units), thousandth) }
  })
  const { amount: after } = yield* decoded(Money, yield* ask("balance"))
  const views = yield* sandbox.orders()
  const { charged, givenBack } = yield* compare({
    before,
    after,
    told,
    entries: yield* sandbox.ledger.entries(),
    balance: yield* sandbox.ledger.balance(),
    childrenOf: (order) => views.find((view) => view.order === order)?.children ?? []
  })
  if (!(yield* sandbox.ledger.isBalanced))
    return yield* new DemoFailed({ message: "the ledger does not add up" })

  const rows: ReadonlyArray<readonly [string, BigDecimal.BigDecimal]> = [
    ["at first", before],
    ["charged for 4 orders", BigDecimal.negate(charged)],
    ["given back", givenBack],
    ["left", after]
  ]
  for (const [label, amount] of rows) {
    yield* print(`    ${label.padEnd(22)}${BigDecimal.format(amount).padStart(14)} ${sandbox.currency}\n`)
  }
  yield* print(`\n${style.green("✓")} The ledger agrees with all of it, to the last decimal.\n`)
})

const folder = mkdtempSync(join(tmpdir(), "smmkit-demo-"))

const writeComments = (lines: ReadonlyArray<string>) =>
  Effect.sync(() => writeFileSync(join(folder, "comments.txt"), `${lines.join("\n")}\n`))

const shell = Layer.effect(
  Shell,
  Effect.gen(function* () {
    const { url } = yield* SandboxServer.SandboxServer
    const { key } = yield* Sandbox.Sandbox
    const shell = make(
      {
        SMMKIT_URL: url,
        SMMKIT_KEY: key,
        XDG_CACHE_HOME: folder,
        SMMKIT_JOURNAL: join(folder, "journal.db")
      },
      folder
    )
    yield* shell.print(`${style.bold("smmkit, the main job, end to end")}\n`)
    yield* shell.print(style.dim(`on a sandbox that listens on ${url}; no account, no real money\n\n`))
    return shell
  })
)

const panel = SandboxServer.layer().pipe(
  Layer.provideMerge(Sandbox.layer({ seed: 7, speed: 600, partial: 0.2, refillWait: 0, rejected: 0 }))
)

const exit = await Effect.runPromiseExit(
  program.pipe(Effect.provide(shell), Effect.provide(panel), Effect.timeout("5 minutes"))
)
rmSync(folder, { recursive: true, force: true })
if (Exit.isFailure(exit)) {
  const failure = Cause.squash(exit.cause)
  process.stderr.write(
    `\n✗ The demo failed: ${failure instanceof Error ? failure.message : String(failure)}\n`
  )
  process.exitCode = 1
}
