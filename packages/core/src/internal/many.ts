/** Many IDs in few calls: each ID once, up to 100 a call, answered in the order asked. */
import * as Arr from "effect/Array"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import type { Answered, Call, CallOptions, SpendCall, SpendOptions } from "../Call.js"
import type { ManyAction } from "../Dialect.js"
import type { PanelClient } from "../PanelClient.js"
import { type PanelError, type ReadError, UnclassifiedRefusal } from "../PanelError.js"
import * as Refusals from "../Refusals.js"
import type { NotSent } from "../Transport.js"
import * as Given from "./given.js"
import { mapGroups } from "./inOrder.js"
import type { Rows } from "./judging.js"
import * as Judging from "./judging.js"
import { tried } from "./look.js"
import { batchCounter } from "./observe.js"
import { remaining } from "./time.js"

/** The documented limit; a few panels ignore what goes beyond it. */
export const mostIds = 100

/** What an action says of its many-form. */
export interface Action<Id, A, E extends PanelError, Name extends ManyAction> extends Judging.Reading<A> {
  readonly name: Name
  /** The form's field for one ID, and for many. */
  readonly field: { readonly one: string; readonly many: string }
  /** The schema of its IDs. */
  readonly id: { readonly make: (text: string) => Id }
  readonly hasStates?: true | undefined
  readonly send: (
    call: Call<Rows, Name> & SpendCall<Rows>,
    options: SendOptions<Rows, E>
  ) => Effect.Effect<Rows, E>
  /** What an error about one row amounts to, given the call and when it was handed over. */
  readonly fail: (call: Pick<Call<unknown, Name>, "action" | "params">, at: number) => (error: ReadError) => E
}

/** The options of one call. */
type SendOptions<Late, E> = Pick<
  SpendOptions<Either.Either<Late, E>>,
  "deadline" | "gate" | "onRetry" | "onLate"
>

/** The options of a question about many IDs; what comes late comes ID by ID. */
type AskOptions<Id, A, E> = SpendOptions<Answered<Id, A, E>>

/** The ways to ask about IDs. */
export interface Asking<Id, A, E> {
  /** One call for at most 100 IDs, each once. Never fails as a whole: each ID has its own result. */
  readonly batch: (ids: ReadonlyArray<Id>) => Effect.Effect<ReadonlyArray<Either.Either<A, E>>>
  readonly one: (id: Id, options?: SpendOptions<Either.Either<A, E>>) => Effect.Effect<A, E>
  readonly many: (
    ids: ReadonlyArray<Id>,
    options?: AskOptions<Id, A, E>
  ) => Effect.Effect<ReadonlyArray<Answered<Id, A, E>>>
  /** Each call of the stream has the options' time. */
  readonly stream: <E2, R>(
    ids: Stream.Stream<Id, E2, R>,
    options?: CallOptions
  ) => Stream.Stream<Answered<Id, A, E>, E2, R>
}

/** What was answered, at each place of the IDs, as often as they stand there. */
const inPlace = <Id, A, E>(
  ids: ReadonlyArray<Id>,
  answered: ReadonlyArray<Answered<Id, A, E>>
): ReadonlyArray<Answered<Id, A, E>> => {
  if (ids.length === answered.length) return answered
  const byId = new Map(answered.map((one) => [one.id, one]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

export const make = <Id extends string, A, E extends PanelError, Name extends ManyAction>(
  client: PanelClient.Service,
  action: Action<Id, A, E, Name>
): Asking<Id, A, E> => {
  const { config } = client
  const { name } = action
  const form = config.dialect.manyForm[name]
  const perCall = form === "one-by-one" ? 1 : mostIds
  const { one, many: plural } = action.field
  const several = form === "order" ? one : plural

  const countBatch = batchCounter(config.host, name)

  const { confirms, decode, judge } = Judging.make(client, action)

  /** What an error before which nothing was done amounts to, whatever was asked. */
  const certain = action.fail({ action: name, params: {} }, 0)

  /** Why nothing is sent for what was given. */
  const refused = (no: NotSent): Either.Either<never, E> => Either.left(certain(no))

  const wrongIds = (ids: ReadonlyArray<Id>): ReadonlyMap<Id, Either.Either<never, E>> => {
    const wrong = new Map<Id, Either.Either<never, E>>()
    for (const id of ids) {
      const no = Given.wrongId(one, id)
      if (no !== undefined) wrong.set(id, refused(no))
    }
    return wrong
  }

  const ofOne = (id: Id, no: NotSent): Answered<Id, A, E> => ({ id, result: refused(no) })

  /** What a list comes to that is none. */
  const ofNobody = (no: NotSent): ReadonlyArray<Answered<Id, A, E>> => [
    ofOne(action.id.make("none-given"), no)
  ]

  /** One call; gives the result of the ID at a place of `ids`. */
  const ask = (
    ids: ReadonlyArray<Id>,
    { onLate, ...options }: AskOptions<Id, A, E> = {}
  ): Effect.Effect<(place: number) => Either.Either<A, E>, E> =>
    Effect.suspend(() => {
      const params = { [ids.length === 1 ? one : several]: ids.join(",") }
      const call = {
        action: name,
        params,
        asked: ids,
        refusals: Refusals.all,
        decode: decode(ids),
        confirms,
        hasStates: action.hasStates
      }
      const resultOf = (answer: Rows) => (place: number) =>
        Either.mapLeft(judge(answer, ids, place), action.fail(call, answer.at))
      const answer = action.send(call, {
        ...options,
        onLate:
          onLate &&
          ((late) =>
            Effect.forEach(
              ids,
              (id, place) => onLate({ id, result: Either.flatMap(late, (rows) => resultOf(rows)(place)) }),
              { discard: true }
            ))
      })
      return Effect.map(Effect.zipRight(countBatch(ids.length), answer), resultOf)
    })

  /** What an error that names no ID says of each. */
  const ofBatch = (error: E): E =>
    action.spends !== undefined && (error._tag === "NotFound" || error._tag === "RequestRefusal")
      ? certain(new UnclassifiedRefusal({ said: error.said, status: error.status }))
      : error

  /**
   * One ID that is wrong has the whole call refused; which one it is, only a read may find out, by halves,
   * for which there is the time of one call.
   */
  const batch = (
    ids: ReadonlyArray<Id>,
    options?: AskOptions<Id, A, E>
  ): Effect.Effect<ReadonlyArray<Either.Either<A, E>>> =>
    Effect.clockWith((clock) =>
      halves(
        ids,
        action.spends === undefined && ids.length > 1
          ? remaining(clock, { ...options, deadline: options?.deadline ?? config.timeout })
          : () => options
      )
    )

  const halves = (
    ids: ReadonlyArray<Id>,
    options: () => AskOptions<Id, A, E> | undefined
  ): Effect.Effect<ReadonlyArray<Either.Either<A, E>>> =>
    Effect.matchEffect(
      Effect.suspend(() => ask(ids, options())),
      {
        onFailure: (error): Effect.Effect<ReadonlyArray<Either.Either<A, E>>> => {
          if (ids.length === 1) return Effect.succeed([Either.left(error)])
          if (action.spends !== undefined || error._tag !== "NotFound") {
            return Effect.succeed(ids.map(() => Either.left(ofBatch(error))))
          }
          const half = Math.ceil(ids.length / 2)
          return Effect.zipWith(
            halves(ids.slice(0, half), options),
            halves(ids.slice(half), options),
            (one, other) => [...one, ...other]
          )
        },
        onSuccess: (result) => Effect.succeed(ids.map((_, place) => result(place)))
      }
    )

  // Whether the panel has answered before, and so knows the key.
  let isKnown = false

  /**
   * Batches that end with the first refusal of the account, and of which one goes ahead until the key is
   * known: after some wrong keys a panel blocks the address that they come from.
   */
  const session = () => {
    let ended: Either.Either<A, E> | undefined
    let isFirst = true
    const answered = Effect.unsafeMakeLatch()
    const ask = (
      ids: ReadonlyArray<Id>,
      options: AskOptions<Id, A, E> | undefined
    ): Effect.Effect<ReadonlyArray<Answered<Id, A, E>>> => {
      const refusal = ended
      const wrong = wrongIds(ids)
      const usable = wrong.size === 0 ? ids : ids.filter((id) => !wrong.has(id))
      const results = refusal === undefined && usable.length > 0 ? batch(usable, options) : Effect.succeed([])
      return Effect.map(results, (results) => {
        const all: Array<Answered<Id, A, E>> = []
        // Each usable one has its own, in their order.
        let place = 0
        for (const id of ids) {
          const result = wrong.get(id) ?? results[place++] ?? refusal
          if (result === undefined) continue
          if (Either.isRight(result)) isKnown = true
          else if (result.left._tag === "AccountRefusal") ended = result
          all.push({ id, result })
        }
        return all
      })
    }
    return (ids: ReadonlyArray<Id>, options: () => AskOptions<Id, A, E> | undefined) =>
      Effect.suspend(() => {
        const asking = Effect.suspend(() => ask(ids, options()))
        if (isKnown) return asking
        if (!isFirst) return answered.whenOpen(asking)
        isFirst = false
        return Effect.ensuring(asking, answered.open)
      })
  }

  return {
    batch,
    one: (id, given) =>
      Effect.suspend(() => {
        const no = Given.wrongId(one, id)
        const options = Given.options(given)
        if (no !== undefined) return refused(no)
        if (Either.isLeft(options)) return refused(options.left)
        const { onLate, ...others } = options.right ?? {}
        return Effect.flatMap(
          ask([id], { ...others, onLate: onLate && (({ result }) => onLate(result)) }),
          (result) => result(0)
        )
      }),
    many: (given, options) =>
      Effect.clockWith((clock) => {
        const list = Given.list(plural, given)
        if (Either.isLeft(list)) return Effect.succeed(ofNobody(list.left))
        const ids = list.right
        const checked = Given.options(options)
        if (Either.isLeft(checked)) return Effect.succeed(ids.map((id) => ofOne(id, checked.left)))
        const own = checked.right
        const chunks = Arr.chunksOf(new Set(ids), perCall)
        const ask = session()
        const left = remaining(clock, own)
        return Effect.map(
          Effect.forEach(chunks, (ids) => ask(ids, left), {
            concurrency: Math.min(config.concurrency, chunks.length)
          }),
          (answered) => inPlace(ids, answered.flat())
        )
      }),
    stream: (ids, options) =>
      Stream.suspend(() => {
        const own = Given.options(options)
        const isStream = tried(
          () => Predicate.hasProperty(ids, Stream.StreamTypeId),
          () => false
        )
        if (!isStream)
          return Stream.fromIterable(ofNobody(Given.refused(plural, ids, "give a Stream of IDs")))
        if (Either.isLeft(own)) return Stream.map(ids, (id) => ofOne(id, own.left))
        const ask = session()
        const groups = { most: perCall, window: config.batchWindow }
        return mapGroups(ids, groups, config.concurrency, (group) =>
          Effect.map(
            ask([...new Set(group)], () => own.right),
            (answered) => Chunk.fromIterable(inPlace(group, answered))
          )
        )
      })
  }
}
