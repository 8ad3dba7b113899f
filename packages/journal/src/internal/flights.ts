/** One flight for each key: who asks for a key that is on its way joins its flight, in this process. */
import { NotSent } from "@smmkit/core/Transport"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as FiberId from "effect/FiberId"
import type { JournalEntry } from "../JournalEntry.js"
import { KeyConflict } from "../JournalError.js"
import type { PlaceError } from "../JournalModel.js"
import { entryId } from "./book.js"
import * as Identity from "./identity.js"
import type { Call, Plan, Sender } from "./sender.js"

interface Flight {
  readonly plan: Plan
  readonly landed: Deferred.Deferred<JournalEntry, PlaceError>
  passengers: number
  /** Called when the order is sent, for the one who asked first. */
  readonly onSend: (() => void) | undefined
}

export interface Tools {
  readonly sender: Sender
  /** Waits a little for another process, and judges it if it has ended. */
  readonly wait: (round: number) => Effect.Effect<void>
}

/** Starts a flight, or joins the one of its key. */
export type Fly = (
  plan: Plan,
  call: Call,
  onSend?: (() => void) | undefined
) => Effect.Effect<JournalEntry, PlaceError>

/** Nobody hears this: the last one who waited has left. */
const deserted = new NotSent({ reason: "other", detail: "INTERRUPTED" })

export const make = ({ sender, wait }: Tools) =>
  Effect.gen(function* () {
    const flights = new Map<string, Flight>()

    /** One that nobody waits for any more; who comes next starts another, at the very moment that it ends. */
    const desert = (flight: Flight) => {
      close(flight)
      return Effect.fail(deserted)
    }

    const close = (flight: Flight) => {
      if (flights.get(entryId(flight.plan)) === flight) flights.delete(entryId(flight.plan))
    }

    const fly = (flight: Flight, call: Call, round: number): Effect.Effect<JournalEntry, PlaceError> => {
      const isLost = () => flight.passengers === 0
      return Effect.flatMap(sender.attempt(flight.plan, call, { isLost, onSend: flight.onSend }), (entry) => {
        if (entry !== undefined) return Effect.succeed(entry)
        if (isLost()) return desert(flight)
        return Effect.zipRight(
          Effect.zipRight(sender.unwritten.retry, wait(round)),
          Effect.suspend(() => (isLost() ? desert(flight) : fly(flight, call, round + 1)))
        )
      })
    }

    const start = (plan: Plan, call: Call, onSend: Flight["onSend"]): Effect.Effect<Flight> =>
      Effect.suspend(() => {
        const flight: Flight = { plan, landed: Deferred.unsafeMake(FiberId.none), passengers: 0, onSend }
        flights.set(entryId(plan), flight)
        return fly(flight, call, 0).pipe(
          Effect.onExit((exit) =>
            Effect.zipRight(
              Effect.sync(() => close(flight)),
              Deferred.done(flight.landed, exit)
            )
          ),
          Effect.interruptible,
          Effect.forkDaemon,
          Effect.as(flight)
        )
      })

    const board = (flight: Flight): Effect.Effect<JournalEntry, PlaceError> => {
      flight.passengers += 1
      return Effect.onInterrupt(Deferred.await(flight.landed), () =>
        Effect.sync(() => {
          flight.passengers -= 1
        })
      )
    }

    // What was sent is waited for, so that its outcome is written down before the store closes.
    yield* Effect.addFinalizer(() =>
      Effect.forEach([...flights.values()], ({ landed }) => Effect.exit(Deferred.await(landed)), {
        discard: true,
        concurrency: "unbounded"
      })
    )

    const join: Fly = (plan, call, onSend) =>
      Effect.suspend(() => {
        const flying = flights.get(entryId(plan))
        if (flying === undefined) return Effect.flatMap(start(plan, call, onSend), board)
        const field = Identity.difference(flying.plan.request, plan.request)
        if (field === undefined) return board(flying)
        const held = flying.plan.request[field] ?? ""
        return Effect.fail(new KeyConflict({ key: plan.key, field, held, asked: plan.request[field] ?? "" }))
      })
    return join
  })
