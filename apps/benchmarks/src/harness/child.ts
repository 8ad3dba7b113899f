/** Programs in processes of their own. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"

/** The compiled program of a name; tests run from the sources and find it too. */
export const programPath = (name: string): string =>
  fileURLToPath(new URL(`../../dist/programs/${name}.js`, import.meta.url))

export interface Child {
  /** The first line that it printed. */
  readonly line: string
  readonly stop: () => Promise<void>
}

const lines = async (child: ChildProcess): Promise<string> => {
  if (child.stdout === null) throw new Error("The program has no output")
  for await (const line of createInterface({ input: child.stdout })) return line
  throw new Error(`The program ended without a word: ${child.spawnargs.join(" ")}`)
}

/** Starts a program and waits for its first line. */
export const start = async (
  name: string,
  args: ReadonlyArray<string> = [],
  flags: ReadonlyArray<string> = []
): Promise<Child> => {
  const child = spawn(process.execPath, [...flags, programPath(name), ...args], {
    stdio: ["ignore", "pipe", "inherit"]
  })
  const ended = once(child, "exit")
  return {
    line: await lines(child),
    stop: async () => {
      child.kill()
      await ended
    }
  }
}

/** Runs a program to its end, which prints one line. */
export const run = async (name: string, args: ReadonlyArray<string>, flags: ReadonlyArray<string> = []) => {
  const { line, stop } = await start(name, args, flags)
  await stop()
  return line
}

/** Starts the panel, and tells how many calls it saw. */
export const startPanel = async ({ latency = 0 } = {}) => {
  const { line: url, stop } = await start("panel", [String(latency)])
  return { url, stop, calls: async () => Number(await (await fetch(url)).text()) }
}
