#!/usr/bin/env node
/** The only file that runs anything. */
import { setFlagsFromString } from "node:v8"
import * as Defect from "./Defect.js"

/** Put in by the bundler, from `package.json`. */
declare const SMMKIT_VERSION: string

const words = process.argv.slice(2)

const crash = (error: unknown): void => {
  const key = process.env["SMMKIT_KEY"] || "\0"
  const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]+/gu, " ").replaceAll(key, "<redacted>")
  process.stderr.write(Defect.told(error, words.includes("--json"), plain), () => process.exit(70))
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
  runFork(main(words, SMMKIT_VERSION)).addObserver((exit) => {
    if (exit._tag === "Success") process.exit(exit.value)
    else crash(exit.cause)
  })
}

// Answered before anything is loaded.
if (words.length === 1 && (words[0] === "--version" || words[0] === "-v")) {
  process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
    process.exitCode = code === "EPIPE" ? 0 : 5
    if (code !== "EPIPE") process.stderr.write(`smmkit: The output cannot be written (${code}).\n`)
  })
  process.stdout.write(`${SMMKIT_VERSION}\n`)
} else {
  start().catch(crash)
}
