#!/usr/bin/env node
/** The only file that runs anything. */
import { setFlagsFromString } from "node:v8"
import { version } from "./Version.js"

/** A defect as it is told on standard error, in JSON or in words. */
const lastWords = (error: unknown, json: boolean): string => {
  const key = process.env["SMMKIT_KEY"] ?? ""
  const said = error instanceof Error ? error.message : String(error)
  const safe = (text: string): string => (key === "" ? text : text.replaceAll(key, "<redacted>"))
  const message = safe(`smmkit failed unexpectedly: ${said}`).replace(/[\p{Cc}\p{Cf}]+/gu, " ")
  const facts = { meaning: null, message, processed: "maybe", retryable: false, fault: "local" }
  if (json) return `${JSON.stringify({ error: { _tag: "Defect", ...facts } })}\n`
  const trace = process.env["SMMKIT_DEBUG"] !== undefined && error instanceof Error ? error.stack : undefined
  return `${message}\nThis is a mistake in smmkit, please report it.\n${trace === undefined ? "" : `${safe(trace)}\n`}`
}

const words = process.argv.slice(2)

const crash = (error: unknown): void => {
  process.stderr.write(lastWords(error, words.includes("--json")), () => process.exit(70))
}

const start = async (): Promise<void> => {
  process.on("uncaughtException", crash)
  // undici reads HTTP by WebAssembly, which V8 would go on optimising for longer than most commands run.
  setFlagsFromString("--liftoff-only")
  // Certificates are always checked. The adapter sees to that, and this spares people Node's warning about it.
  delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"]
  // What Node warns of is for programmers, and standard error holds one JSON document with `--json`.
  process.removeAllListeners("warning")
  const { main, runFork } = await import("./Cli.js")
  runFork(main(words)).addObserver((exit) => {
    if (exit._tag === "Success") process.exit(exit.value)
    crash(exit.cause)
  })
}

// Answered before anything is loaded.
if (words.length === 1 && (words[0] === "--version" || words[0] === "-v")) {
  process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
    process.exitCode = code === "EPIPE" ? 0 : 5
    if (code !== "EPIPE") process.stderr.write(`smmkit: The output cannot be written (${code}).\n`)
  })
  process.stdout.write(`${version}\n`)
} else {
  start().catch(crash)
}
