/** `status`: how the state of an order is shown, and `--watch`, which looks again until each has come to its end. */
import { type Call, Identifiers, Money, OrderState, OrderStatus, type PanelError } from "@smmkit/core"
import { Duration, Effect, Either, Schema, Stream } from "effect"
import * as Answers from "../Answers.js"
import { usage } from "../Failure.js"
import { type Asked, collect } from "../Ids.js"
import { given, seconds } from "../Numbers.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import * as Session from "../Session.js"
import * as Table from "../Table.js"
import { text } from "../Text.js"

/** What only some orders have: runs, posts, children, an end. */
const details = ({ runs, posts, orders, expiry }: OrderStatus.Answer): string =>
  [
    text(runs, (count) => `runs ${count}`),
    text(posts, (count) => `posts ${count}`),
    text(orders, (ids) => (ids.length === 0 ? "no orders yet" : `orders ${ids.join(" ")}`)),
    text(expiry, (end) => (typeof end === "string" ? `until ${end}` : end ? "not over" : "over"))
  ]
    .filter(Boolean)
    .join(", ")

const view: Answers.View<OrderStatus.Answer> = {
  id: "order",
  columns: [
    { title: "STATUS", least: 11, enough: 11, look: "state" },
    { title: "CHARGE", isNumber: true, least: 8 },
    { title: "START", isNumber: true },
    { title: "REMAINS", isNumber: true },
    { title: "", look: "dim" }
  ],
  cells: (answer) => [
    answer.status,
    text(answer.charge, (charge) => `${Money.formatAmount(charge)} ${text(answer.currency)}`),
    text(answer.startCount),
    text(answer.remains),
    details(answer)
  ],
  json: Schema.encodeSync(OrderStatus.Json)
}

/** An order as it was seen. */
type Frame = Call.Answered<Identifiers.OrderId, OrderStatus.Answer, PanelError.ReadError>

/** One order: what was last seen of it, and how often in a row it could not be seen. */
interface Watched {
  readonly last: Frame
  readonly misses: number
  readonly isOver: boolean
}

// A person who has just ordered looks closely; after that most panels ask for patience.
const firstWaits = [1, 2, 4, 8, 16]
const laterWait = 30

const mostMisses = 5

/** What one more look makes of an order. One that has been seen is not given up for a passing failure. */
const look = (before: Watched | undefined, now: Frame): Watched => {
  if (Either.isRight(now.result))
    return { last: now, misses: 0, isOver: OrderState.isFinal(now.result.right.status) }
  const error = now.result.left
  const misses = (before?.misses ?? 0) + 1
  const mayPass = error.retryable || error._tag === "UnexpectedAnswer"
  return before !== undefined && Either.isRight(before.last.result) && mayPass && misses < mostMisses
    ? { last: before.last, misses, isOver: false }
    : { last: now, misses, isOver: true }
}

/** What a person sees of a round: the whole table over the one before it, or else a line for each change. */
const presentation = (asked: Asked<string>, output: Output.Service) => {
  const { columns, cells } = Answers.rowsOf(view)
  if (output.stdout.isStyled && asked.places.length + 2 < output.stdout.rows) {
    let height = 0
    return (frames: ReadonlyMap<string, Frame>): string => {
      const seen = asked.places.flatMap((id) => frames.get(id) ?? [])
      const text = Table.make(columns, output, { isCut: true })(seen.map(cells))
      const back = height === 0 ? "" : `\u001b[${height}A\u001b[J`
      height = text.split("\n").length - 1
      return back + text
    }
  }
  const table = Table.make(columns, output)
  const shown = new Map<string, string>()
  return (frames: ReadonlyMap<string, Frame>): string => {
    const rows = Array.from(frames, ([id, frame]) => ({ id, row: cells(frame) }))
    const changed = rows.filter(({ id, row }) => shown.get(id) !== JSON.stringify(row))
    for (const { id, row } of changed) shown.set(id, JSON.stringify(row))
    return table(changed.map(({ row }) => row))
  }
}

/** Follows the orders, showing each change, to the last state of the last one. */
export const watch = (asked: Asked<Identifiers.OrderId>, every: number | undefined) =>
  Effect.gen(function* () {
    const output = yield* Output
    const { many } = yield* OrderStatus.OrderStatus
    const watched = new Map<string, Watched>()
    const frames = () => new Map(Array.from(watched, ([id, { last }]) => [id, last]))
    const show = presentation(asked, output)
    for (let round = 0; ; round++) {
      const open = asked.distinct.filter((id) => watched.get(id)?.isOver !== true)
      if (open.length === 0) break
      if (round > 0) yield* Effect.sleep(Duration.seconds(every ?? firstWaits[round - 1] ?? laterWait))
      for (const answer of yield* many(open)) watched.set(answer.id, look(watched.get(answer.id), answer))
      const text = output.json ? "" : show(frames())
      if (text !== "") yield* output.out(text)
    }
    // The rows are on the screen already; what is left to tell is the end.
    const results = Stream.fromIterable(frames().values())
    return yield* Answers.write(asked, results, { ...view, isShown: !output.json })
  })

export const run = (invocation: Invocation) =>
  Effect.gen(function* () {
    const every = yield* given(invocation, "every", seconds)
    if (every !== undefined && !invocation.flag("watch"))
      return yield* usage("--every says how often --watch looks: give --watch, or leave it out")
    const asked = yield* collect(invocation, Identifiers.OrderId)
    if (invocation.flag("watch")) return yield* watch(asked, every)
    const { stream } = yield* OrderStatus.OrderStatus
    return yield* Answers.write(asked, stream(Stream.fromIterable(asked.distinct)), view)
  }).pipe(Session.provide(invocation, OrderStatus.layer(Session.client)))
