/**
 * Folds single questions, asked anywhere in the program at about the same time, into calls of many.
 *
 * Hand-made, since `RequestResolver.dataLoader` does the same forty times slower for ten thousand callers.
 */
import * as Chunk from "effect/Chunk"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Either from "effect/Either"
import * as FiberRef from "effect/FiberRef"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import * as Tracer from "effect/Tracer"
import * as Rhythm from "./rhythm.js"

/** How a full or expired batch is asked. */
export interface Options<Id, A, E> {
  /** How long the first one waits for others; undefined: as long as others keep on coming. */
  readonly window: Duration.Duration | undefined
  readonly most: number
  readonly ask: (ids: ReadonlyArray<Id>) => Effect.Effect<ReadonlyArray<Either.Either<A, E>>>
}

/** The question about one ID. */
export interface Ask<Id, A, E> {
  /** Under the span that the context holds. */
  readonly one: (id: Id) => Effect.Effect<A, E>
  /** Under this one, which need not be looked up. */
  readonly oneIn: (span: Tracer.AnySpan, id: Id) => Effect.Effect<A, E>
}

/**
 * The question about one ID. Equal questions of one batch are asked once; a caller that is interrupted
 * leaves the batch and the other callers as they are. When the scope closes, who still waits is
 * interrupted.
 */
export const make = <Id, A, E>({
  window,
  most,
  ask
}: Options<Id, A, E>): Effect.Effect<Ask<Id, A, E>, never, Scope.Scope> =>
  Effect.gen(function* () {
    /** Who waits; the answer may come before the caller has begun to. */
    interface Caller {
      readonly span: Option.Option<Tracer.AnySpan>
      answer?: Effect.Effect<A, E>
      resume?: (answer: Effect.Effect<A, E>) => void
    }
    type Batch = Map<Id, Array<Caller>>
    const scope = yield* Effect.scope
    const unanswered = new Set<Batch>()
    let open: Batch = new Map()
    let closed = false
    const rhythm = Rhythm.make()
    let latest: Batch | undefined

    const fork = (effect: Effect.Effect<void>) => Effect.forkIn(Effect.interruptible(effect), scope)

    const settle = (batch: Batch, results: (place: number) => Effect.Effect<A, E>): void => {
      unanswered.delete(batch)
      let place = 0
      for (const callers of batch.values()) {
        const result = results(place++)
        for (const caller of callers) {
          caller.answer = result
          caller.resume?.(result)
        }
      }
    }

    /** The call is nobody's alone: its span links to those of all who asked. */
    const linksTo = (batch: Batch): Chunk.Chunk<Tracer.SpanLink> => {
      const spans = new Set([...batch.values()].flat().flatMap(({ span }) => Option.toArray(span)))
      return Chunk.fromIterable(spans).pipe(
        Chunk.map((span) => ({ _tag: "SpanLink", span, attributes: {} }) as const)
      )
    }

    const flush = (batch: Batch): Effect.Effect<void> =>
      Effect.suspend(() => {
        if (batch !== open) return Effect.void
        open = new Map()
        return ask([...batch.keys()]).pipe(
          Effect.locallyWith(FiberRef.currentTracerSpanLinks, Chunk.appendAll(linksTo(batch))),
          Effect.onExit((exit) =>
            Effect.sync(() =>
              settle(batch, (place) =>
                exit._tag === "Success"
                  ? (exit.value[place] ?? Effect.interrupt)
                  : Effect.failCause(exit.cause)
              )
            )
          ),
          Effect.asVoid,
          fork
        )
      })

    yield* Effect.addFinalizer(() =>
      Effect.sync(() => {
        closed = true
        for (const batch of unanswered) settle(batch, () => Effect.interrupt)
      })
    )

    /** Waits for others, asks, and then counts how long nobody comes. */
    const gather = (batch: Batch): Effect.Effect<void> => {
      if (window !== undefined) return Effect.zipRight(Effect.sleep(window), flush(batch))
      latest = batch
      return rhythm
        .gathered(() => (batch === open ? batch.size : undefined))
        .pipe(Effect.zipRight(flush(batch)), Effect.zipRight(rhythm.pause(() => batch !== latest)))
    }

    /** Sees to it that a batch is asked: when it is full, else when its window is over. */
    const start = (batch: Batch, span: Caller["span"]): Effect.Effect<unknown> => {
      if (batch.size !== most && batch.size !== 1) return Effect.void
      const asked = batch.size === most ? flush(batch) : fork(gather(batch))
      return span._tag === "Some" ? Effect.withParentSpan(asked, span.value) : asked
    }

    // Between joining a batch and seeing to it that it is asked, no interruption comes through.
    const join = (id: Id, span: Caller["span"]) =>
      Effect.uninterruptibleMask((restore) => {
        if (closed) return Effect.interrupt
        const batch = open
        const others = batch.get(id)
        const callers = others ?? []
        if (others === undefined) {
          batch.set(id, callers)
          unanswered.add(batch)
        }
        const caller: Caller = { span }
        callers.push(caller)
        const answer = restore(
          Effect.async<A, E>((resume) => {
            if (caller.answer === undefined) caller.resume = resume
            else resume(caller.answer)
          })
        )
        return others === undefined ? Effect.zipRight(start(batch, span), answer) : answer
      })

    return {
      one: (id) =>
        Effect.contextWithEffect((context: Context.Context<never>) =>
          join(id, Context.getOption(context, Tracer.ParentSpan))
        ),
      oneIn: (span, id) => join(id, Option.some(span))
    }
  })
