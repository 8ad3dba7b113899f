/** The log as a stream: what it holds after a place, and then what comes. */
import type { StoreError } from "@smmkit/journal/JournalError"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"
import { InvalidCursor } from "../../FollowError.js"
import type { FollowEvent } from "../../FollowEvent.js"
import type { FollowStore } from "../../FollowStore.js"
import type { Pulse } from "../../Pulse.js"

/** How many events are read at once. */
const page = 500

/** A place in the log of each account; accounts that it does not name are read from their beginning. */
export type Cursor = Readonly<Record<string, number>>

type Events = Stream.Stream<FollowEvent, StoreError | InvalidCursor>

/** The events of one account after a number, at least up to the end that the log had; `told` hears where it stands. */
const ofAccount = (
  store: FollowStore.Service,
  account: string,
  after: number,
  end: number,
  told: (last: number) => void
): Events =>
  Stream.paginateChunkEffect(after, (after) =>
    Effect.map(store.events(account, after, page), ({ events, last }) => {
      // What came in since the end was looked up is among them, and is not to be told again.
      told(last)
      return [Chunk.unsafeFromArray([...events]), last < end ? Option.some(last) : Option.none()]
    })
  )

const from = (cursor: Cursor, account: string): number =>
  Object.hasOwn(cursor, account) ? (cursor[account] ?? 0) : 0

/** All that is there: the accounts one after the other, each in the order of its numbers. */
const upToNow = (
  store: FollowStore.Service,
  account: string | undefined,
  cursor: Map<string, number>,
  given: Cursor
): Events =>
  Stream.unwrap(
    Effect.map(store.ends, (ends) => {
      const isWanted = (id: string) => account === undefined || id === account
      const wanted = [...ends].filter(([id]) => isWanted(id))
      // A backup may be older than an account.
      const lost = Object.entries(given).find(([id, number]) => number > 0 && isWanted(id) && !ends.has(id))
      if (lost !== undefined) {
        const [account, number] = lost
        return Stream.fail(new InvalidCursor({ account, number, reason: "ahead", first: 1, last: 0 }))
      }
      return Stream.concatAll(
        Chunk.fromIterable(
          wanted.flatMap(([id, end]) => {
            const after = cursor.get(id) ?? from(given, id)
            return after === end
              ? []
              : [ofAccount(store, id, after, end, (last) => void cursor.set(id, last))]
          })
        )
      )
    })
  )

export const make = (store: FollowStore.Service, pulse: Pulse["Type"]) => {
  const past = (given: Cursor, account: string | undefined): Events =>
    Stream.suspend(() => upToNow(store, account, new Map(), given))

  const live = (given: Cursor, account: string | undefined): Events =>
    Stream.unwrapScoped(
      Effect.map(pulse.rung, (rung) => {
        const cursor = new Map<string, number>()
        const wait = Effect.asVoid(
          Effect.raceFirst(Effect.sleep(pulse.every), Effect.zipRight(Queue.take(rung), Queue.takeAll(rung)))
        )
        return Stream.concat(
          Stream.suspend(() => upToNow(store, account, cursor, given)),
          Stream.repeatEffect(wait).pipe(Stream.flatMap(() => upToNow(store, account, cursor, given)))
        )
      })
    )
  return { past, live }
}
