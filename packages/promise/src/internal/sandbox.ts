/** The sandbox's server, run for programs without Effect. */
import { InvalidOption as OptionError } from "@smmkit/core/Options"
import * as SandboxPanel from "@smmkit/sandbox/Sandbox"
import * as SandboxServer from "@smmkit/sandbox/SandboxServer"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Scope from "effect/Scope"
import type { Sandbox as Running, SandboxOptions } from "../Sandbox.js"
import { Defect, InvalidOption } from "../UsageErrors.js"

const names = ["balance", "speed", "services", "mishaps", "port"]

const wrong = (field: string, remedy: string, value = ""): InvalidOption =>
  new InvalidOption(
    `The sandbox's ${field} is not usable: ${remedy}${value === "" ? "" : ` instead of ${value}`}`,
    {
      field,
      value,
      remedy
    }
  )

/** What keeps it from starting, as an error of this package. */
const failed = (cause: Cause.Cause<unknown>): InvalidOption | Defect => {
  const failure = Option.getOrUndefined(Cause.failureOption(cause))
  if (failure instanceof OptionError) return wrong(failure.field, failure.remedy, failure.value)
  if (failure instanceof SandboxServer.CannotListen) return wrong("port", failure.message)
  const field = Predicate.hasProperty(failure, "field") ? String(failure.field) : undefined
  const remedy = Predicate.hasProperty(failure, "remedy") ? String(failure.remedy) : ""
  return field === undefined ? new Defect(Cause.pretty(cause), { processed: "no" }) : wrong(field, remedy)
}

/** Only its address and key are its own, so that it can be given to `createPanel` as it is. */
class Listening implements Running {
  readonly url: string
  readonly key: string
  readonly #close: () => Promise<void>

  constructor(url: string, key: string, close: () => Promise<void>) {
    this.url = url
    this.key = key
    this.#close = close
  }

  close(): Promise<void> {
    return this.#close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close()
  }
}

/** A copy of the options, each of which may throw at a look. */
const read = (given: SandboxOptions): SandboxOptions => {
  try {
    if (!isObject(given)) throw wrong("options", `give an object with ${names.join(", ")}`)
    const { mishaps, ...options } = given
    const foreign = Object.keys(given).find((name) => !names.includes(name))
    if (foreign !== undefined) throw wrong(foreign, `there is no such option; there are ${names.join(", ")}`)
    return { ...options, mishaps: isObject(mishaps) && !Array.isArray(mishaps) ? { ...mishaps } : mishaps }
  } catch (error) {
    throw error instanceof InvalidOption ? error : wrong("options", "give plain values: reading them failed")
  }
}

export const start = async (options: SandboxOptions): Promise<Running> => {
  const { port, ...rest } = read(options)
  const scope = await Effect.runPromise(Scope.make())
  const close = (): Promise<void> => Effect.runPromise(Scope.close(scope, Exit.void))
  const layer = Layer.provideMerge(SandboxServer.layer({ port }), SandboxPanel.layer(rest))
  const started = Effect.map(
    Effect.all([SandboxServer.SandboxServer, SandboxPanel.Sandbox]),
    ([{ url }, { key }]) => new Listening(url, key, close)
  )
  const exit = await Effect.runPromiseExit(
    Effect.flatMap(Layer.buildWithScope(layer, scope), (context) => Effect.provide(started, context))
  )
  if (Exit.isSuccess(exit)) return exit.value
  await close()
  throw failed(exit.cause)
}

/** Programs without types may give anything. */
const isObject = (options: unknown): options is object => Predicate.isRecord(options)
