/** What is followed of the journal's orders. */
import { formatAmount } from "@smmkit/core/Money"
import { layer as services } from "@smmkit/core/Services"
import * as Follow from "@smmkit/follow/Follow"
import { type FollowEvent, What } from "@smmkit/follow/FollowEvent"
import { FollowOrder } from "@smmkit/follow/FollowOrder"
import * as FollowStore from "@smmkit/follow/FollowStore"
import * as Sweep from "@smmkit/follow/Sweep"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as EntryWriter from "./EntryWriter.js"
import { UsageError } from "./Failure.js"
import * as JournalSession from "./JournalSession.js"
import { Output } from "./Output.js"
import type { Invocation } from "./Parse.js"
import * as Session from "./Session.js"
import * as Table from "./Table.js"

/** A wrong option of a package as wrong usage. */
export const misused = ({ message }: { readonly message: string }) => new UsageError({ message })

const takenIn = Effect.flatMap(FollowStore.FollowStore, (store) =>
  Effect.repeat(store.takeIn, { while: (more) => more })
)

/** The service of one command; whatever was placed before anybody followed is taken in first. */
export const layer = (invocation: Invocation) =>
  Layer.effectDiscard(takenIn).pipe(
    Layer.provideMerge(Follow.layerService()),
    Layer.provideMerge(Layer.mapError(Sweep.layerPulse(), misused)),
    Layer.provideMerge(FollowStore.layer),
    Layer.provideMerge(JournalSession.layer(invocation, services(Session.client)))
  )

const at = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString())

const encodeOrder = Schema.encodeSync(FollowOrder)
const encodeWhat = Schema.encodeSync(What)

const jsonOfOrder = (order: FollowOrder) => {
  const { placed, ended, next, looked, ...facts } = encodeOrder(order)
  return { ...facts, placed: at(placed), ended: at(ended), looked: at(looked), next: at(next) }
}

export const jsonOfEvent = ({ number, order, key, parent, at: seen, what }: FollowEvent) => {
  const { _tag, ...facts } = encodeWhat(what)
  return { number, order, event: _tag, at: at(seen), key, parent, ...facts }
}

const short = (time: number) => new Date(time).toISOString().slice(0, 19).replace("T", " ")

const orderColumns: ReadonlyArray<Table.Column> = [
  { title: "ORDER" },
  { title: "STATE", least: 11 },
  { title: "REMAINS", side: "right" },
  { title: "DUE BACK", side: "right" },
  { title: "PLACED", isOptional: true },
  { title: "KEY", enough: 12, isOptional: true }
]

const eventColumns: ReadonlyArray<Table.Column> = [
  { title: "NUMBER", side: "right", least: 6 },
  { title: "ORDER", least: 10 },
  { title: "EVENT", least: 13 },
  { title: "SEEN", least: 19 },
  { title: "KEY", enough: 12, isOptional: true }
]

/** Events as they come: a table for people, or an array; a line each for a program that reads on. */
export const writeEvents = <E>(events: Stream.Stream<FollowEvent, E>, isEndless = false) =>
  Effect.flatMap(Output, (output) => {
    if (output.json && !isEndless) return EntryWriter.asArray(events, jsonOfEvent)
    const table = Table.make(eventColumns, output)
    const line = (event: FollowEvent) => `${output.encode(jsonOfEvent(event))}\n`
    const rows = (some: ReadonlyArray<FollowEvent>) =>
      table.write(
        some.map(({ number, order, name, at, key }) =>
          [String(number), output.plain(order), name, short(at), output.plain(key ?? "")].map((text) => ({
            text
          }))
        )
      )
    return Stream.runForEachChunk(events, (chunk) => {
      const some = Chunk.toReadonlyArray(chunk)
      return output.out(output.json ? some.map(line).join("") : rows(some))
    })
  })

export const writeOrders = <E>(orders: Stream.Stream<FollowOrder, E>) =>
  Effect.flatMap(Output, (output) => {
    if (output.json) return EntryWriter.asArray(orders, jsonOfOrder)
    const table = Table.make(orderColumns, output)
    const cells = ({ order, state, remains, due, placed, key }: FollowOrder) =>
      [
        output.plain(order),
        state ?? "not seen yet",
        remains === null ? "" : String(remains),
        due === null ? "unknown" : formatAmount(due.amount),
        short(placed),
        output.plain(key ?? "")
      ].map((text) => ({ text }))
    return EntryWriter.write(orders, (some) => table.write(some.map(cells)))
  })
