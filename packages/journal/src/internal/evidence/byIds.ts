/** Settling doubts by the window of IDs: what is asked of the panel, and what its answers tell. */
import { OrderId } from "@smmkit/core/Identifiers"
import * as Arr from "effect/Array"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { JournalConfig } from "../../JournalConfig.js"
import type { JournalEntry } from "../../JournalEntry.js"
import type { StoreError } from "../../JournalError.js"
import type { Finding } from "../../StoreMessage.js"
import type { Store } from "../../StoreModel.js"
import { makesOrders } from "../sql/schema.js"
import * as IdWindow from "./idWindow.js"

/** What a panel numbers, and is asked for by its numbers. */
export interface Numbered {
  readonly action: "add" | "refill"
  /** What the panel says of each of these IDs, in one call. */
  readonly say: (ids: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<readonly [string, IdWindow.Said]>>
  /** What has a range of numbers of its own, and how it is called. */
  readonly kindOf: (entry: JournalEntry) => { readonly kind: string; readonly named: string }
  readonly costs: boolean
  /** Larger ones that have IDs of their own for their parts; undefined where these cannot be told. */
  readonly parts: (budget: number) => Effect.Effect<ReadonlySet<string> | undefined, StoreError>
  /** Whether the numbers are those of something else, and so tell nothing. */
  readonly isBorrowed: (entry: JournalEntry) => boolean
}

export interface Tools {
  readonly store: Store.Service
  readonly numbered: Numbered
  readonly config: JournalConfig
  readonly account: string
  /** Whether the panel takes many IDs in one call: only then can a witness stand in the same answer. */
  readonly takesMany: boolean
}

/** How many calls the parts of larger orders may take. */
export const partsCost = 3

/** A doubt with what is to be asked about it. */
interface Inquiry {
  readonly entry: JournalEntry
  readonly doubt: IdWindow.Doubt
  readonly window: IdWindow.Window
  readonly question: IdWindow.Question
}

export const make = ({ store, numbered, config, account, takesMany }: Tools) => {
  const { action, costs } = numbered

  const knownOf = (entry: JournalEntry): ReadonlyArray<IdWindow.Known> =>
    entry.order === null
      ? []
      : [
          {
            order: entry.order,
            service: numbered.kindOf(entry).kind,
            created: entry.created,
            // Nor before it began: where the clock was set back in between it does not tell before what it was.
            answered: entry.updated < entry.created ? Number.POSITIVE_INFINITY : entry.updated
          }
        ]

  const doubtOf = (entry: JournalEntry): IdWindow.Doubt => {
    const { kind, named } = numbered.kindOf(entry)
    const { created, price, currency } = entry
    const deadline = Math.max(entry.deadline, created)
    return { service: kind, named, costs, created, deadline, price, currency }
  }

  const settlingTime = Duration.toMillis(config.settlingTime)
  const { ids: mostIds, calls: mostCalls } = config.evidence

  const prepared = (entry: JournalEntry): Effect.Effect<Either.Either<Inquiry, string>, StoreError> =>
    Effect.gen(function* () {
      const doubt = doubtOf(entry)
      const times = { before: entry.created, after: doubt.deadline + settlingTime }
      const around = yield* store.around(account, times, action)
      if (around.some(numbered.isBorrowed)) {
        return Either.left("the panel takes their numbers from elsewhere, so its IDs do not tell")
      }
      return yield* Either.match(
        Either.flatMap(IdWindow.windowOf(doubt, around.flatMap(knownOf), settlingTime), (window) =>
          Either.map(IdWindow.idsOf(window, mostIds), (ids) => ({ window, ids }))
        ),
        {
          onLeft: (why) => Effect.succeed(Either.left(why)),
          onRight: ({ window, ids }) =>
            Effect.map(store.held(account, [...ids, ...IdWindow.below(window)], action), (held) =>
              Either.right({
                entry,
                doubt,
                window,
                question: IdWindow.question(window, ids, (id) => held.has(id))
              })
            )
        }
      )
    })

  /** One call. Without its witnesses it tells nothing. */
  const ask = (ids: ReadonlyArray<string>, witnesses: ReadonlyArray<string>) =>
    Effect.map(numbered.say(ids), (said) => {
      const shown = new Set(said.flatMap(([id, one]) => (one._tag === "Shown" ? [id] : [])))
      const isSeen = witnesses.every((id) => shown.has(id))
      return isSeen ? said : said.map(([id]): readonly [string, IdWindow.Said] => [id, { _tag: "Untold" }])
    })

  /** Why another order of ours, or one that it has made, may have an ID of the window. */
  const rivalOf = ({ entry, window }: Inquiry, nameless: ReadonlyArray<JournalEntry>): string | undefined => {
    const rival = nameless.find(
      (other) =>
        other.key !== entry.key &&
        other.created <= window.until &&
        // What one that was booked long before makes is booked at any time after.
        (other.state !== "in-doubt" || makesOrders(other) || other.deadline + settlingTime >= window.since)
    )
    return rival === undefined
      ? undefined
      : `it may be that of ${JSON.stringify(rival.key)}, whose ID is not known either`
  }

  const inquire = (inquiry: Inquiry, budget: number) =>
    Effect.gen(function* () {
      const { doubt, window, question } = inquiry
      const said = yield* Effect.forEach(question.calls, (ids) => ask(ids, window.witnesses))
      const answers = new Map(said.flat())
      const left = budget - question.calls.length
      const isOpen = IdWindow.unclaimed(question, answers, () => false).length > 0
      const known = isOpen ? yield* numbered.parts(left) : new Set<string>()
      const finding = IdWindow.judge(doubt, window, question, answers, {
        exclusive: config.exclusive,
        rival: isOpen ? rivalOf(inquiry, yield* store.nameless(account, action)) : undefined,
        isChild: known === undefined ? undefined : (id) => known.has(id)
      })
      return { finding, cost: question.calls.length + (isOpen ? partsCost : 0) }
    })

  const findingOf = ({ key, attempt }: JournalEntry, verdict: IdWindow.Finding): Finding => ({
    key,
    attempt,
    verdict: verdict._tag === "Placed" ? { ...verdict, order: OrderId.make(verdict.order) } : verdict
  })

  /** Settles what it can of these doubts, within its bounds; gives all as they are then. */
  return (doubts: ReadonlyArray<JournalEntry>): Effect.Effect<ReadonlyArray<JournalEntry>, StoreError> =>
    Effect.gen(function* () {
      const findings: Array<Finding> = []
      const note = (entry: JournalEntry, why: string) => {
        findings.push(findingOf(entry, { _tag: "Open", why }))
      }
      let budget = mostCalls
      for (const entry of doubts) {
        if (budget <= 0) break
        if (!takesMany) {
          note(entry, "the panel takes one ID a call, so nothing witnesses what it refuses")
          continue
        }
        const inquiry = yield* prepared(entry)
        if (Either.isLeft(inquiry)) note(entry, inquiry.left)
        else if (inquiry.right.question.calls.length > budget) {
          note(
            entry,
            `asking for the IDs around it would take more than the ${mostCalls} calls that are allowed`
          )
        } else {
          const { finding, cost } = yield* inquire(inquiry.right, budget)
          budget -= cost
          findings.push(findingOf(entry, finding))
        }
      }
      const pieces = Arr.chunksOf(findings, 100)
      return (yield* Effect.forEach(pieces, (piece) => store.weigh(account, piece, action))).flat()
    })
}
