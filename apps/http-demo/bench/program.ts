/** The server as users start it, for as long as a figure is taken. */
import { type ChildProcess, spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"

export interface Program {
  readonly url: string
  readonly stop: () => void
}

/** Starts a program that prints its address, and waits for that. */
export const run = (path: string, env: Readonly<Record<string, string>> = {}): Promise<Program> =>
  new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(process.execPath, [fileURLToPath(new URL(path, import.meta.url))], {
      env: { PATH: process.env["PATH"] ?? "", PORT: "0", ...env },
      stdio: ["ignore", "pipe", "inherit"]
    })
    child.once("exit", (code) => reject(new Error(`${path} ended with ${code}`)))
    if (child.stdout === null) return
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [url] = /http:\/\/\S+/.exec(line) ?? []
      if (url !== undefined) resolve({ url, stop: () => child.kill("SIGKILL") })
    })
  })

export const quantile = (values: ReadonlyArray<number>, share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
