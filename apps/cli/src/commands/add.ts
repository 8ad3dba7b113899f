/** `smmkit add`: places an order, which spends money. */
import * as AddOrder from "@smmkit/core/AddOrder"
import { format } from "@smmkit/core/Money"
import * as Services from "@smmkit/core/Services"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { ExitCode } from "../ExitCode.js"
import { NothingOrdered, OutputFailed, UsageError } from "../Failure.js"
import { draft, type Priced, price } from "../OrderOptions.js"
import { priceText, serviceText } from "../OrderText.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import { withProgress } from "../Progress.js"
import { askingOn, confirm } from "../Prompt.js"
import * as Session from "../Session.js"
import { styleOf } from "../Style.js"

const nobodyToAsk = new UsageError({
  message:
    "Nothing was ordered: there is no terminal on which to confirm the price. Give --yes to order without being asked."
})

const notConfirmed = new UsageError({ message: "Nothing was ordered: the order was not confirmed." })

const summary = (priced: Priced, output: Output.Service): string => {
  const { bold } = styleOf(output.stderr)
  const link = "link" in priced.order ? ` for ${priced.order.link}` : ""
  return `${output.plain(serviceText(priced) + link)}\nPrice: ${bold(output.plain(priceText(priced)))}\n`
}

/** Shows the price, and has it confirmed unless that was done beforehand. */
const agree = (priced: Priced, isAgreed: boolean) =>
  Effect.gen(function* () {
    const output = yield* Output
    const ask = askingOn(output)
    if (isAgreed) return output.json ? undefined : yield* output.err(summary(priced, output))
    if (ask === undefined) return yield* nobodyToAsk
    yield* ask(summary(priced, output))
    if (!(yield* confirm("Place this order?", ask))) return yield* notConfirmed
  })

const told = (
  { order, charge, currency }: AddOrder.Answer,
  priced: Priced,
  output: Output.Service
): string => {
  if (output.json) return `${output.encode({ order })}\n`
  const cost = Option.orElse(
    Option.map(charge, (amount) => ({ amount, currency })),
    () => priced.price
  )
  const price = Option.match(cost, { onNone: () => "", onSome: (cost) => `, ${format(cost)}` })
  const { green, dim } = styleOf(output.stdout)
  const next = output.stdout.isTerminal ? `${dim(output.plain(`smmkit status ${order} --watch`))}\n` : ""
  return `${green("Placed:")} order ${output.plain(`${order}${price}`)}\n${next}`
}

/** Places the order and tells its ID: from the answer on, nothing may come between the two. */
const place = (priced: Priced) =>
  Effect.gen(function* () {
    const output = yield* Output
    const { place } = yield* AddOrder.AddOrder
    yield* Effect.uninterruptibleMask((restore) =>
      Effect.flatMap(
        restore(withProgress("placing the order", place(priced.order, Option.getOrUndefined(priced.price)))),
        (answer) =>
          Effect.mapError(
            output.out(told(answer, priced, output)),
            (error) =>
              new OutputFailed({
                code: "code" in error ? error.code : "EPIPE",
                done: `Order ${answer.order} was placed.`
              })
          )
      )
    )
  })

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const isAgreed = invocation.flag("yes")
    if (!isAgreed && askingOn(yield* Output) === undefined) return yield* nobodyToAsk
    const order = yield* draft(invocation)
    const priced = yield* Effect.mapError(price(order), (error) =>
      error._tag === "InvalidOrder" ? error : new NothingOrdered({ cause: error })
    )
    yield* agree(priced, isAgreed)
    yield* place(priced)
    return ExitCode.done
  }).pipe(
    Effect.provide(Layer.merge(Services.layer, AddOrder.layer)),
    Effect.provide(Session.layer(invocation))
  )
