/**
 * The two outputs of the program. What goes to standard output may fail to be written, and that is a
 * failure of the command; what goes to standard error is said as far as anybody listens.
 */
import { Redaction } from "@smmkit/core"
import { Config, Context, Effect, Layer, Redacted } from "effect"
import { OutputFailed, PipeClosed } from "./Failure.js"
import { paintOf } from "./Style.js"
import { clean, toJson } from "./Text.js"

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

const screenOf = (stream: NodeJS.WriteStream, isPlain = false) => {
  // Node heeds NO_COLOR and TERM.
  const isStyled = !isPlain && stream.isTTY === true && stream.hasColors()
  return {
    /** Whether a person sees it. */
    isTerminal: stream.isTTY === true,
    /** Whether it takes colours and cursor movement. */
    isStyled,
    paint: paintOf(isStyled),
    // A pseudo terminal may have no size; a size of its own is asked for each time, as windows change.
    get columns() {
      return stream.columns > 0 ? stream.columns : 80
    },
    get rows() {
      return stream.rows > 0 ? stream.rows : 24
    }
  }
}

/** One of the two outputs. */
export interface Screen extends Readonly<ReturnType<typeof screenOf>> {}

const clearLine = "\r\u001b[K"

// An ID or amount of digits alone is no key, even if a key of digits alone should equal it.
const digits = /^\d*$/

/** Takes the key out of texts that are long enough to hold it. */
const concealer = (key: Redacted.Redacted) => {
  const { length } = Redacted.value(key)
  const without = Redaction.conceal(key)
  return (text: string) => (length === 0 || text.length < length || digits.test(text) ? text : without(text))
}

const make = (json: boolean) =>
  Effect.map(Config.withDefault(Config.redacted("SMMKIT_KEY"), Redacted.make("")), (key) => {
    const stdout = screenOf(process.stdout, json)
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
    return {
      /** Whether the command's answer is one JSON document. */
      json,
      stdout,
      stderr,
      out,
      /** Answers with a value as JSON, or with a text for people. */
      tell: (value: unknown, text: string) => out(json ? `${encode(value)}\n` : text),
      err: (text: string) => Effect.zipRight(erase, Effect.ignore(write(process.stderr, text))),
      /** Shows a line of progress at the bottom of standard error, or takes it away. */
      progress: (line: string) =>
        Effect.suspend(() => {
          if (line === shown) return Effect.void
          if (line === "" || !stderr.isStyled) return erase
          shown = line
          return Effect.ignore(write(process.stderr, clearLine + line))
        }),
      /** Takes this key out of all that is written from now on. */
      hide: (key: Redacted.Redacted) =>
        Effect.sync(() => {
          safe = concealer(key)
        }),
      /** A stranger's text, fit for a person to see. */
      plain: (text: string) => clean(safe(text)),
      /** A value as JSON on one line, without the key. */
      encode
    }
  })

export class Output extends Context.Tag("@smmkit/cli/Output")<Output, Output.Service>() {}

export declare namespace Output {
  export interface Service extends Effect.Effect.Success<ReturnType<typeof make>> {}
}

export const layer = (json: boolean) => Layer.orDie(Layer.effect(Output, make(json)))
