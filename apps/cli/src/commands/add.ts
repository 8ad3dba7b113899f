/** `smmkit add`: places an order through the journal, which spends money. */
import { Money, PanelError, Services, Transport } from "@smmkit/core"
import { Journal, type JournalEntry } from "@smmkit/journal"
import { Cause, Effect, Exit, Fiber, Layer, Option } from "effect"
import * as Catalogue from "../Catalogue.js"
import { ExitCode, nothingOrdered, type UsageError, unheard, usage } from "../Failure.js"
import * as JournalSession from "../JournalSession.js"
import { draft, type Priced, price, priceText, serviceText } from "../OrderOptions.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import { withProgress } from "../Progress.js"
import * as Prompt from "../Prompt.js"
import * as Session from "../Session.js"
import { Sent, toItsEnd } from "../Signals.js"
import { quote } from "../Text.js"

const ordering = { otherwise: "Nothing was ordered", yes: "to order without being asked" }

/** The name under which the order is placed once, if it has one. */
const keyOf = (invocation: Invocation): Effect.Effect<string | undefined, UsageError> => {
  const key = invocation.value("idempotency-key")
  if (key === undefined || /^\P{Cc}{1,255}$/u.test(key)) return Effect.succeed(key)
  const remedy = "give a name of 1 to 255 characters, none of them a control character"
  return usage(`--idempotency-key is ${quote(key)}: ${remedy}`)
}

const summary = (priced: Priced, { plain, stderr }: Output.Service): string => {
  const link = "link" in priced.order ? ` for ${priced.order.link}` : ""
  return `${plain(serviceText(priced) + link)}\nPrice: ${stderr.paint("bold", plain(priceText(priced)))}\n`
}

/** How long ago an equal order is likely to be this one. */
const lately = 10 * 60_000

/** Says that an equal order was placed in the last minutes; empty where none was. */
const repeated = (priced: Priced, key: string | undefined) =>
  Effect.gen(function* () {
    const journal = yield* Journal.Journal
    const now = yield* journal.now
    const [entries = []] = yield* journal.equals([priced.order], now - lately)
    const others = entries.filter((entry) => entry.key !== key)
    const last = others.sort((one, other) => other.updated - one.updated)[0]
    if (last === undefined) return ""
    const minutes = Math.max(1, Math.round((now - last.updated) / 60_000))
    const name = last.order === null ? `under the key ${quote(last.key)}` : `as order ${last.order}`
    return `An equal order was placed ${minutes === 1 ? "a minute" : `${minutes} minutes`} ago, ${name}; this would be another one.`
  })

/**
 * Shows the price, and has it confirmed unless that was done beforehand. Gives how far back no equal order may stand
 * when it is placed: whoever was told of none might be asked at another terminal, too.
 */
const agree = (priced: Priced, key: string | undefined, isAgreed: boolean) =>
  Effect.gen(function* () {
    const output = yield* Output
    const text = summary(priced, output)
    if (isAgreed) {
      if (!output.json) yield* output.err(text)
      return undefined
    }
    const warning = yield* repeated(priced, key)
    if (warning === "") return yield* Effect.as(Prompt.agree(ordering, text, "Place this order?"), lately)
    const caution = output.stderr.paint("yellow", output.plain(warning))
    yield* Prompt.agree(ordering, `${text}${caution}\n`, "Place it all the same?")
    return undefined
  })

const told = (entry: JournalEntry.JournalEntry, { plain, stdout }: Output.Service): string => {
  const { order } = entry
  const { paint } = stdout
  // By the panel's word, or else by the catalogue.
  const [amount, currency] = [entry.charge ?? entry.price, Option.fromNullable(entry.currency)]
  const price = amount === null ? "" : `, ${Money.format({ amount, currency })}`
  const head = paint("green", "Placed:")
  if (order === null) return `${head} an order whose ID is not known${plain(price)}\n`
  const next = stdout.isTerminal ? `${paint("dim", plain(`smmkit status ${order} --watch`))}\n` : ""
  return `${head} order ${plain(`${order}${price}`)}\n${next}`
}

/** The entry of the catalogue that the price was told by; there is no need to read another. */
const seen = ({ service }: Priced) =>
  Layer.succeed(Services.Services, {
    list: Effect.succeed([service]),
    listWith: () => Effect.succeed([service]),
    get: (id) =>
      id === service.service
        ? Effect.succeed(service)
        : new PanelError.NotFound({ meaning: "bad-service", said: `no service ${id} here`, status: 200 }),
    invalidate: Effect.void
  })

const again = (key: string | undefined): string =>
  key === undefined
    ? "Check first what became of the order: `smmkit journal list` says what is known."
    : `Run the same command again: under the key ${quote(key)} the order is placed once.`

const done = ({ order }: JournalEntry.JournalEntry): string =>
  `Order ${order ?? "without a known ID"} was placed.`

/** Places the order and tells its ID: from the answer on, nothing may come between the two. */
const place = (priced: Priced, key: string | undefined, apart: number | undefined) =>
  Effect.gen(function* () {
    const output = yield* Output
    const journal = yield* Journal.Journal
    const sent = yield* Sent
    sent.isRepeatable = key !== undefined
    sent.goOn = () => (sent.maybe > 0 || key !== undefined ? again(key) : "")
    const price = Option.getOrUndefined(priced.price)
    let isLeft = false
    const gate = () => (isLeft ? new Transport.NotSent({ reason: "aborted", detail: "" }) : undefined)
    const options = { quote: price, apart, gate }
    const placed =
      key === undefined ? journal.place(priced.order, options) : journal.placeOnce(key, priced.order, options)
    // After a signal, what was sent comes to its end and is told; what waits for its turn, or to be sent again, is let
    // go of.
    const end = (placing: Fiber.Fiber<JournalEntry.JournalEntry, { readonly processed: string }>) => {
      isLeft = true
      return Effect.map(sent.maybe > 0 ? Fiber.await(placing) : Fiber.interrupt(placing), (exit) => {
        if (Exit.isSuccess(exit)) sent.done = done(exit.value)
        else if (Option.exists(Cause.failureOption(exit.cause), ({ processed }) => processed === "no"))
          sent.maybe = 0
      })
    }
    yield* toItsEnd(withProgress("placing the order", placed), end, (entry) =>
      Effect.mapError(output.tell({ order: entry.order }, told(entry, output)), (error) =>
        unheard(error, done(entry))
      )
    )
  })

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const isAgreed = invocation.flag("yes")
    if (!isAgreed) yield* Prompt.canAsk(ordering)
    // What is wrong with them is told before anything is asked.
    yield* JournalSession.options(invocation)
    const key = yield* keyOf(invocation)
    const order = yield* draft(invocation)
    const priced = yield* Effect.mapError(price(order), (error) =>
      error._tag === "InvalidOrder" ? error : nothingOrdered(error)
    )
    const agreed = agree(priced, key, isAgreed)
    return yield* Effect.flatMap(agreed, (apart) => place(priced, key, apart)).pipe(
      // An equal order came meanwhile, so this is another matter.
      Effect.catchIf(
        (error) => error._tag === "OrderWithheld" && error.reason === "equal",
        () => Effect.zipRight(agreed, place(priced, key, undefined))
      ),
      Effect.zipRight(JournalSession.unlessDoubled(ExitCode.done)),
      Effect.provide(JournalSession.layer(invocation, seen(priced)))
    )
  }).pipe(Session.provide(invocation, Catalogue.layer(invocation.flag("fresh"))))
