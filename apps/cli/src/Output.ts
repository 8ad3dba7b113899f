/**
 * The two outputs of the program. What goes to standard output may fail to be written, and that is a
 * failure of the command; what goes to standard error is said as far as anybody listens.
 */
import { Redaction } from "@smmkit/core"
import { Config, type ConfigError, Context, Effect, Layer, Option, Redacted } from "effect"
import { OutputFailed, PipeClosed } from "./Failure.js"
import { clean, toJson } from "./Text.js"

/** One output: whether a person sees it, and whether it takes colours and cursor movement. */
export interface Screen {
  readonly isTerminal: boolean
  readonly isStyled: boolean
  readonly columns: number
  readonly rows: number
}

export class Output extends Context.Tag("@smmkit/cli/Output")<Output, Output.Service>() {}

export declare namespace Output {
  export interface Service {
    /** Whether the command's answer is one JSON document. */
    readonly json: boolean
    readonly stdout: Screen
    readonly stderr: Screen
    readonly out: (text: string) => Effect.Effect<void, OutputFailed | PipeClosed>
    /** Answers with a value as JSON, or with a text for people. */
    readonly tell: (value: unknown, text: string) => Effect.Effect<void, OutputFailed | PipeClosed>
    readonly err: (text: string) => Effect.Effect<void>
    /** Shows a line of progress at the bottom of standard error, or takes it away. */
    readonly progress: (line: string) => Effect.Effect<void>
    /** A stranger's text, fit for a person to see. */
    readonly plain: (text: string) => string
    /** A value as JSON on one line, without the key. */
    readonly encode: (value: unknown) => string
    /** Takes this key out of all that is written from now on. */
    readonly hide: (key: Redacted.Redacted) => Effect.Effect<void>
  }
}

const write = (stream: NodeJS.WriteStream, text: string): Effect.Effect<void, NodeJS.ErrnoException> =>
  Effect.async((resume) => {
    // The callback has the error too; without a listener the event would end the process.
    const ignore = (): void => {}
    stream.once("error", ignore)
    stream.write(text, (error) => {
      if (error === null || error === undefined) {
        stream.off("error", ignore)
        resume(Effect.void)
      } else {
        resume(Effect.fail(error))
      }
    })
  })

const outputError = ({ code = "EIO" }: NodeJS.ErrnoException): OutputFailed | PipeClosed =>
  code === "EPIPE" || code === "ERR_STREAM_DESTROYED"
    ? new PipeClosed()
    : new OutputFailed({ code, done: "", processed: "no" })

const screenOf = (stream: NodeJS.WriteStream): Screen => ({
  isTerminal: stream.isTTY === true,
  // Node heeds NO_COLOR and TERM.
  isStyled: stream.isTTY === true && stream.hasColors(),
  // A pseudo terminal may have no size; a size of its own is asked for each time, as windows change.
  get columns() {
    return stream.columns > 0 ? stream.columns : 80
  },
  get rows() {
    return stream.rows > 0 ? stream.rows : 24
  }
})

const clearLine = "\r\u001b[K"

// An ID or amount of digits alone is no key, even if a key of digits alone should equal it.
const digits = /^\d*$/

/** Takes the key out of texts that are long enough to hold it. */
const concealer = (key: Option.Option<Redacted.Redacted<string>>) => {
  const length = Option.match(key, { onNone: () => 0, onSome: (key) => Redacted.value(key).length })
  if (Option.isNone(key) || length === 0) return (text: string) => text
  const without = Redaction.conceal(key.value)
  return (text: string) => (text.length < length || digits.test(text) ? text : without(text))
}

const make = (json: boolean): Effect.Effect<Output.Service, ConfigError.ConfigError> =>
  Effect.map(Config.option(Config.redacted("SMMKIT_KEY")), (key) => {
    const stdout = screenOf(process.stdout)
    const stderr = screenOf(process.stderr)
    let safe = concealer(key)
    let shown = ""
    const erase = Effect.suspend(() => {
      if (shown === "") return Effect.void
      shown = ""
      return Effect.ignore(write(process.stderr, clearLine))
    })
    const out = (text: string) =>
      Effect.zipRight(erase, Effect.mapError(write(process.stdout, text), outputError))
    const encode = (value: unknown) =>
      toJson(value, (_, inner) => (typeof inner === "string" ? safe(inner) : inner))
    const err = (text: string) => Effect.zipRight(erase, Effect.ignore(write(process.stderr, text)))
    return {
      json,
      stdout,
      stderr,
      out,
      tell: (value, text) => out(json ? `${encode(value)}\n` : text),
      err,
      progress: (line) =>
        Effect.suspend(() => {
          if (line === shown) return Effect.void
          if (line === "" || !stderr.isStyled) return erase
          shown = line
          return Effect.ignore(write(process.stderr, clearLine + line))
        }),
      hide: (key) =>
        Effect.sync(() => {
          safe = concealer(Option.some(key))
        }),
      plain: (text) => clean(safe(text)),
      encode
    }
  })

export const layer = (json: boolean): Layer.Layer<Output, ConfigError.ConfigError> =>
  Layer.effect(Output, make(json))
