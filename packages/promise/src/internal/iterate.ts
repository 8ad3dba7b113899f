/** A stream as an async iterable, which lets go of everything when its reader leaves. */
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { Failure } from "./errors.js"
import type { Runner } from "./run.js"
import { subscribe } from "./signal.js"

/** What is asked for the next items; none at the end. */
type Pull<A> = Effect.Effect<Option.Option<Chunk.Chunk<A>>, Failure>

const open = <A>(stream: Stream.Stream<A, Failure>, scope: Scope.Scope): Effect.Effect<Pull<A>> =>
  Effect.map(Scope.extend(Stream.toPull(stream), scope), (pull) =>
    Effect.matchEffect(pull, {
      onFailure: (end) => Option.match(end, { onNone: () => Effect.succeedNone, onSome: Effect.fail }),
      onSuccess: Effect.succeedSome
    })
  )

const over = { done: true, value: undefined } as const

/** What is iterated, once somebody asks for the first item: until then nothing is checked, and nothing opened. */
export interface Begun<A> {
  readonly stream: Stream.Stream<A, Failure>
  readonly signal: AbortSignal | undefined
}

const iterator = <A>(runner: Runner, begin: () => Begun<A>): AsyncIterator<A, undefined> => {
  const leaving = new AbortController()
  const leave = () => leaving.abort()
  const scope = Effect.runSync(Scope.make())
  let unsubscribe = (): void => {}
  let pull: Pull<A> | undefined
  let ready: ReadonlyArray<A> = []
  let isOver = false
  let hasLeft = false
  let turn: Promise<unknown> = Promise.resolve()

  const finish = async (): Promise<void> => {
    isOver = true
    ready = []
    unsubscribe()
    await Effect.runPromise(Scope.close(scope, Exit.void))
  }
  const start = (): Promise<Pull<A>> => {
    const begun = begin()
    unsubscribe = subscribe(begun.signal, leave)
    return Effect.runPromise(open(begun.stream, scope))
  }
  const step = async (): Promise<IteratorResult<A, undefined>> => {
    if (isOver) return over
    try {
      pull ??= await start()
      // Whether it was begun, and how much is at hand, makes no difference to who reads a loop.
      if (leaving.signal.aborted) throw runner.interrupted("aborted")
      while (ready.length === 0) {
        const next = await runner.run(pull, { signal: leaving.signal })
        if (Option.isNone(next)) {
          await finish()
          return over
        }
        ready = Chunk.toReadonlyArray(next.value)
      }
    } catch (error) {
      await finish()
      if (hasLeft) return over
      throw error
    }
    const [value, ...rest] = ready
    ready = rest
    return value === undefined ? over : { done: false, value }
  }

  return {
    // One after the other, as an iterator may be asked for the next before the last has come.
    next: () => {
      const mine = turn.then(step, step)
      turn = mine
      return mine
    },
    return: async () => {
      hasLeft = true
      leave()
      await finish()
      return over
    }
  }
}

/** Each loop over it begins anew. */
export const iterate = <A>(runner: Runner, begin: () => Begun<A>): AsyncIterable<A> => ({
  [Symbol.asyncIterator]: () => iterator(runner, begin)
})
