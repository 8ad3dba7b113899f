/** The logger that a program gave, for what the packages below log. */
import * as Cause from "effect/Cause"
import * as Logging from "effect/Logger"
import * as Predicate from "effect/Predicate"
import type { Logger } from "../Options.js"
import type { Conceal } from "./errors.js"

/** Warnings and errors are worth a line even to who asked for none: they are about money. */
const standard: Logger = {
  warn: (message) => console.warn(message),
  error: (message) => console.error(message)
}

type Level = "debug" | "info" | "warn" | "error"

const levels: Readonly<Record<string, Level>> = { INFO: "info", WARN: "warn", ERROR: "error", FATAL: "error" }

const ignore = (): void => {}

/** What a logger throws, or rejects with, is not the call's business. */
const tell = (logger: Logger, level: Level, message: string): void => {
  try {
    const said: unknown = logger[level]?.(message)
    if (Predicate.isPromiseLike(said)) void said.then(ignore, ignore)
  } catch {
    ignore()
  }
}

export const layer = (logger: Logger = standard, conceal: Conceal) =>
  Logging.replace(
    Logging.defaultLogger,
    Logging.make(({ logLevel, message, cause }) => {
      const texts = (Array.isArray(message) ? message : [message]).map(String)
      const why = Cause.isEmpty(cause) ? [] : [Cause.pretty(cause)]
      const said = [...texts, ...why].join(" ")
      tell(logger, levels[logLevel.label] ?? "debug", `smmkit: ${conceal(said)}`)
    })
  )
