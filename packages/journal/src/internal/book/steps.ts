/** What all moves share: the steps of the table of states, an entry's day, and its notes. */
import { OrderId } from "@smmkit/core/Identifiers"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { type Event, type JournalEntry, next } from "../../JournalEntry.js"
import type { Ref } from "../../StoreMessage.js"

export const isOrderId = Schema.is(OrderId)

/** Whether an entry is an order, which costs something; a refill or a cancel of one costs nothing. */
export const isOrder = ({ action }: Pick<Ref, "action">): boolean => action === "add"

/** Orders older than this are not looked at for refunds any more: no panel is known to refund so late by itself. */
export const watchTime = Duration.toMillis(Duration.days(30))

/** As long an order that makes further ones is taken to do so: nobody tells when a subscription has ended. */
export const makingTime = Duration.toMillis(Duration.days(365))

export const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10)

/** An entry after an event, or undefined where the table knows no such step. */
export const moved = (entry: JournalEntry, event: Event, now: number, change: Partial<JournalEntry>) =>
  Option.getOrUndefined(
    Option.map(
      next(entry.state, event),
      (state): JournalEntry => ({
        ...entry,
        state,
        by: event,
        updated: now,
        ...change
      })
    )
  )

const earlier = "an earlier try of this key was also placed, as order "

/** What an entry says of an earlier try that was placed while a later one was under way, or in doubt. */
export const placedEarlier = (order: string): string => `${earlier}${order}`

/** Whether it says so: then the key was paid, whatever became of the later try. */
export const wasPlacedEarlier = ({ note }: Pick<JournalEntry, "note">): boolean => note.includes(earlier)

/** Notes one after the other, each once. */
export const joined = (...notes: ReadonlyArray<string>): string =>
  notes.reduce((all, note) => (all.includes(note) ? all : all === "" ? note : `${all}; ${note}`), "")
