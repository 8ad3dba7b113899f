/** `smmkit add`: places an order through the journal, which spends money. */
import { format } from "@smmkit/core/Money"
import { NotFound } from "@smmkit/core/PanelError"
import * as Services from "@smmkit/core/Services"
import { Journal } from "@smmkit/journal/Journal"
import * as JournalEntry from "@smmkit/journal/JournalEntry"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { ExitCode } from "../ExitCode.js"
import { NothingOrdered, OutputFailed, UsageError } from "../Failure.js"
import * as JournalSession from "../JournalSession.js"
import { draft, type Priced, price } from "../OrderOptions.js"
import { priceText, serviceText } from "../OrderText.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import { withProgress } from "../Progress.js"
import { askingOn, confirm } from "../Prompt.js"
import { Sent } from "../Sent.js"
import * as Session from "../Session.js"
import { styleOf } from "../Style.js"
import { quote } from "../Text.js"

const nobodyToAsk = new UsageError({
  message:
    "Nothing was ordered: there is no terminal on which to confirm the price. Give --yes to order without being asked."
})

const notConfirmed = new UsageError({ message: "Nothing was ordered: the order was not confirmed." })

/** The name under which the order is placed once, if it has one. */
const keyOf = (invocation: Invocation): Effect.Effect<string | undefined, UsageError> => {
  const key = invocation.value("idempotency-key")
  return key === undefined || /^\P{Cc}{1,255}$/u.test(key)
    ? Effect.succeed(key)
    : new UsageError({
        message: `--idempotency-key is ${quote(key)}: give a name of 1 to 255 characters, none of them a control character`
      })
}

const summary = (priced: Priced, output: Output.Service): string => {
  const { bold } = styleOf(output.stderr)
  const link = "link" in priced.order ? ` for ${priced.order.link}` : ""
  return `${output.plain(serviceText(priced) + link)}\nPrice: ${bold(output.plain(priceText(priced)))}\n`
}

/** How long ago an equal order is likely to be this one. */
const lately = 10 * 60_000

/** Says that an equal order was placed in the last minutes; empty where none was. */
const repeated = (priced: Priced, key: string | undefined) =>
  Effect.gen(function* () {
    const journal = yield* Journal
    const now = yield* journal.now
    const [entries = []] = yield* journal.equals([priced.order], now - lately)
    const last = entries
      .filter((entry) => entry.key !== key)
      .sort((one, other) => other.created - one.created)[0]
    if (last === undefined) return ""
    const minutes = Math.max(1, Math.round((now - last.created) / 60_000))
    const name = last.order === null ? `under the key ${quote(last.key)}` : `as order ${last.order}`
    return `An equal order was placed ${minutes === 1 ? "a minute" : `${minutes} minutes`} ago, ${name}; this would be another one.`
  })

/** Shows the price, and has it confirmed unless that was done beforehand. */
const agree = (priced: Priced, key: string | undefined, isAgreed: boolean) =>
  Effect.gen(function* () {
    const output = yield* Output
    const ask = askingOn(output)
    if (isAgreed) return output.json ? undefined : yield* output.err(summary(priced, output))
    if (ask === undefined) return yield* nobodyToAsk
    const warning = yield* repeated(priced, key)
    const { yellow } = styleOf(output.stderr)
    yield* ask(summary(priced, output) + (warning === "" ? "" : `${yellow(output.plain(warning))}\n`))
    const question = warning === "" ? "Place this order?" : "Place it all the same?"
    if (!(yield* confirm(question, ask))) return yield* notConfirmed
  })

/** What was paid: by the panel's word, or else by the catalogue. */
const costOf = (entry: JournalEntry.JournalEntry) =>
  entry.charge === null
    ? JournalEntry.price(entry)
    : Option.some({ amount: entry.charge, currency: Option.fromNullable(entry.currency) })

const told = (entry: JournalEntry.JournalEntry, output: Output.Service): string => {
  const { order } = entry
  if (output.json) return `${output.encode({ order })}\n`
  const price = Option.match(costOf(entry), { onNone: () => "", onSome: (cost) => `, ${format(cost)}` })
  const { green, dim } = styleOf(output.stdout)
  if (order === null) return `${green("Placed:")} an order whose ID is not known${output.plain(price)}\n`
  const next = output.stdout.isTerminal ? `${dim(output.plain(`smmkit status ${order} --watch`))}\n` : ""
  return `${green("Placed:")} order ${output.plain(`${order}${price}`)}\n${next}`
}

/** The entry of the catalogue that the price was told by; there is no need to read another. */
const seen = ({ service }: Priced) =>
  Layer.succeed(Services.Services, {
    list: Effect.succeed([service]),
    listWith: () => Effect.succeed([service]),
    get: (id) =>
      id === service.service
        ? Effect.succeed(service)
        : Effect.fail(new NotFound({ meaning: "bad-service", said: `no service ${id} here`, status: 200 })),
    invalidate: Effect.void
  })

const again = (key: string | undefined): string =>
  key === undefined
    ? "Check first what became of the order: `smmkit journal list` says what is known."
    : `Run the same command again: under the key ${quote(key)} the order is placed once.`

const done = ({ order }: JournalEntry.JournalEntry): string =>
  `Order ${order ?? "without a known ID"} was placed.`

/** Places the order and tells its ID: from the answer on, nothing may come between the two. */
const place = (priced: Priced, key: string | undefined) =>
  Effect.gen(function* () {
    const output = yield* Output
    const journal = yield* Journal
    const sent = yield* Sent
    sent.isRepeatable = key !== undefined
    sent.goOn = () => (sent.maybe > 0 || key !== undefined ? again(key) : "")
    const price = Option.getOrUndefined(priced.price)
    const placed =
      key === undefined
        ? journal.place(priced.order, price)
        : journal.placeOnce(key, priced.order, { quote: price })
    // After a signal, what was sent gets its answer and is told; what waits for its turn is let go of.
    const end = (placing: Fiber.Fiber<JournalEntry.JournalEntry, unknown>) =>
      Effect.map(sent.underWay > 0 ? Fiber.await(placing) : Fiber.interrupt(placing), (exit) => {
        if (Exit.isSuccess(exit)) sent.done = done(exit.value)
      })
    yield* Effect.uninterruptibleMask((restore) =>
      Effect.gen(function* () {
        // Children are interrupted with their parent, and this one may have to come to its end.
        const placing = yield* Effect.forkDaemon(
          Effect.interruptible(withProgress("placing the order", placed))
        )
        const entry = yield* Effect.onInterrupt(restore(Fiber.join(placing)), () =>
          Effect.suspend(() => end(placing))
        )
        yield* Effect.mapError(
          output.out(told(entry, output)),
          (error) => new OutputFailed({ code: "code" in error ? error.code : "EPIPE", done: done(entry) })
        )
      })
    )
  })

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const isAgreed = invocation.flag("yes")
    if (!isAgreed && askingOn(yield* Output) === undefined) return yield* nobodyToAsk
    // What is wrong with them is told before anything is asked.
    yield* JournalSession.options(invocation)
    const key = yield* keyOf(invocation)
    const order = yield* draft(invocation)
    const priced = yield* Effect.mapError(price(order), (error) =>
      error._tag === "InvalidOrder" ? error : new NothingOrdered({ cause: error })
    )
    const journal = JournalSession.layer(invocation, seen(priced))
    return yield* agree(priced, key, isAgreed).pipe(
      Effect.zipRight(place(priced, key)),
      Effect.zipRight(JournalSession.unlessDoubled(ExitCode.done)),
      Effect.provide(journal)
    )
  }).pipe(Effect.provide(Services.layer(Session.client)), Effect.provide(Session.layer(invocation)))
