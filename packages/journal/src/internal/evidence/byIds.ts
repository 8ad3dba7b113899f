/** Settling doubts by the window of IDs: what is asked of the panel, and what its answers tell. */
import { OrderId } from "@smmkit/core/Identifiers"
import type { OrderStatus } from "@smmkit/core/OrderStatus"
import * as Arr from "effect/Array"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type { JournalConfig } from "../../JournalConfig.js"
import type { JournalEntry } from "../../JournalEntry.js"
import type { StoreError } from "../../JournalError.js"
import type { Finding, Store } from "../../Store.js"
import * as IdWindow from "./idWindow.js"

export interface Tools {
  readonly store: Store.Service
  readonly status: OrderStatus.Service
  readonly config: JournalConfig
  readonly account: string
  /** Whether the panel takes many IDs in one call: only then can a witness stand in the same answer. */
  readonly takesMany: boolean
}

type Answer = Effect.Effect.Success<ReturnType<OrderStatus.Service["many"]>>[number]

/** What an answer says of one ID: a refusal counts only if it says that there is no such order. */
const saidOf = ({ result }: Answer): IdWindow.Said =>
  Either.match(result, {
    onLeft: (error): IdWindow.Said =>
      error._tag === "NotFound" && error.meaning === "order-not-found"
        ? { _tag: "Refused" }
        : { _tag: "Untold" },
    onRight: ({ status, charge, currency }): IdWindow.Said => ({
      _tag: "Shown",
      status,
      charge: Option.getOrNull(charge),
      currency: Option.getOrNull(currency)
    })
  })

const knownOf = (entry: JournalEntry): ReadonlyArray<IdWindow.Known> =>
  entry.order === null
    ? []
    : [
        {
          order: entry.order,
          service: entry.request["service"] ?? "",
          created: entry.created,
          answered: entry.updated
        }
      ]

const doubtOf = (entry: JournalEntry): IdWindow.Doubt => ({
  service: entry.request["service"] ?? "",
  created: entry.created,
  deadline: entry.deadline,
  price: entry.price,
  currency: entry.currency
})

/** A doubt with what is to be asked about it. */
interface Inquiry {
  readonly entry: JournalEntry
  readonly doubt: IdWindow.Doubt
  readonly window: IdWindow.Window
  readonly question: IdWindow.Question
}

/** A budget of calls, of which the children of larger orders take a part. */
const mostParents = 300

export const make = ({ store, status, config, account, takesMany }: Tools) => {
  const settlingTime = Duration.toMillis(config.settlingTime)
  const { ids: mostIds, calls: mostCalls } = config.evidence

  const prepared = (entry: JournalEntry): Effect.Effect<Either.Either<Inquiry, string>, StoreError> =>
    Effect.gen(function* () {
      const doubt = doubtOf(entry)
      const around = yield* store.around(account, {
        before: entry.created,
        after: entry.deadline + settlingTime
      })
      return yield* Either.match(
        Either.flatMap(IdWindow.windowOf(doubt, around.flatMap(knownOf), settlingTime), (window) =>
          Either.map(IdWindow.idsOf(window, mostIds), (ids) => ({ window, ids }))
        ),
        {
          onLeft: (why) => Effect.succeed(Either.left(why)),
          onRight: ({ window, ids }) =>
            Effect.map(store.held(account, [...ids, ...IdWindow.below(window)]), (held) =>
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

  /** One call. Without its witness it tells nothing. */
  const ask = (ids: ReadonlyArray<string>, witness: string) =>
    Effect.map(status.many(ids.map((id) => OrderId.make(id))), (answers) => {
      const said = answers.map((answer): readonly [string, IdWindow.Said] => [answer.id, saidOf(answer)])
      const isSeen = said.some(([id, one]) => id === witness && one._tag === "Shown")
      return isSeen ? said : said.map(([id]): readonly [string, IdWindow.Said] => [id, { _tag: "Untold" }])
    })

  /** The IDs of orders that larger ones have made; undefined where they cannot be told. */
  const children = (budget: number): Effect.Effect<ReadonlySet<string> | undefined, StoreError> =>
    Effect.gen(function* () {
      const parents = yield* store.parents(account, mostParents + 1)
      if (parents.length === 0) return new Set<string>()
      if (parents.length > Math.min(mostParents, budget * 100)) return undefined
      const answers = yield* status.many(parents)
      // A panel may not tell at all which orders a larger one has made.
      const lists = answers.map(({ result }) =>
        Either.isRight(result) ? Option.getOrUndefined(result.right.orders) : undefined
      )
      return lists.includes(undefined)
        ? undefined
        : new Set<string>(lists.flatMap((children) => children ?? []))
    })

  /** Why another order of ours may have an ID of the window. */
  const rivalOf = ({ entry, window }: Inquiry, nameless: ReadonlyArray<JournalEntry>): string | undefined => {
    const rival = nameless.find(
      (other) =>
        other.key !== entry.key &&
        other.created <= window.until &&
        (other.state !== "in-doubt" || other.deadline + settlingTime >= window.since)
    )
    return rival === undefined
      ? undefined
      : `it may be that of ${JSON.stringify(rival.key)}, whose ID is not known either`
  }

  const inquire = (inquiry: Inquiry, budget: number) =>
    Effect.gen(function* () {
      const { doubt, window, question } = inquiry
      const said = yield* Effect.forEach(question.calls, (ids) => ask(ids, window.witness))
      const answers = new Map(said.flat())
      const left = budget - question.calls.length
      const isOpen = IdWindow.unclaimed(question, answers, () => false).length > 0
      const known = isOpen ? yield* children(left) : new Set<string>()
      const finding = IdWindow.judge(doubt, window, question, answers, {
        exclusive: config.exclusive,
        rival: isOpen ? rivalOf(inquiry, yield* store.nameless(account)) : undefined,
        isChild: known === undefined ? undefined : (id) => known.has(id)
      })
      return { finding, cost: question.calls.length + (isOpen ? Math.ceil(mostParents / 100) : 0) }
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
      return (yield* Effect.forEach(pieces, (piece) => store.weigh(account, piece))).flat()
    })
}
