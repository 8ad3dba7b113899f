/** Runs the built program: as a shell would where that matters, else in a process that has loaded it already. */
import { type ChildProcess, type ChildProcessWithoutNullStreams, fork, spawn } from "node:child_process"
import { mkdtempSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { inject } from "vitest"

export const bin = fileURLToPath(new URL("../dist/bin.js", import.meta.url))

/** A folder of its own, so that no test sees the cache of another; it goes with the others when the run is over. */
export const temporary = (): string => mkdtempSync(join(inject("folder"), "test-"))

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface Started {
  readonly ended: Promise<Ended>
  readonly kill: (signal: NodeJS.Signals) => void
  /** Ends when the text has appeared on standard output or standard error; gives standard output so far. */
  readonly says: (text: string) => Promise<string>
}

export interface How {
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
  readonly cwd?: string
  /** A file or device that standard output goes to. */
  readonly stdout?: string
  /** A shell's redirection after the command, such as `| head`. */
  readonly redirect?: string
  /** Whether nobody reads standard output, so that writing to it fails. */
  readonly isDeaf?: true
  /** Whether the process is this command's own, as it is to be killed. */
  readonly isOwn?: true
  /** The program, if it is another one. */
  readonly program?: string
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`

const home = temporary()

/** The environment of a command: nothing of the one that the tests run in. */
const environment = (env: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  PATH: process.env["PATH"] ?? "",
  HOME: home,
  XDG_CACHE_HOME: home,
  // A journal of its own, as an order in doubt would hold back an equal one of another test.
  SMMKIT_JOURNAL: join(temporary(), "journal.db"),
  ...env
})

/** Hears what a command says until it ends. */
const heard = (
  kill: Started["kill"],
  listen: (
    hear: (on: "stdout" | "stderr", text: string) => void,
    end: (code: number | null, signal: NodeJS.Signals | null) => void
  ) => void
): Started => {
  const said = { stdout: "", stderr: "" }
  const waiting = new Set<() => void>()
  const ended = new Promise<Ended>((resolve) => {
    const hear = (on: "stdout" | "stderr", text: string): void => {
      said[on] += text
      for (const check of waiting) check()
    }
    listen(hear, (code, signal) => resolve({ code, signal, ...said }))
  })
  return {
    ended,
    kill,
    says: (text) =>
      new Promise((resolve) => {
        const end = (): void => {
          waiting.delete(check)
          resolve(said.stdout)
        }
        const check = (): void => {
          if (said.stdout.includes(text) || said.stderr.includes(text)) end()
        }
        waiting.add(check)
        check()
        void ended.then(end)
      })
  }
}

const launch = (child: ChildProcessWithoutNullStreams, { stdin, isDeaf }: How): Started => {
  child.stdin.on("error", () => {})
  child.stdin.end(stdin ?? "")
  return heard(
    (signal) => child.kill(signal),
    (hear, end) => {
      child.stdout.setEncoding("utf8").on("data", (text: string) => hear("stdout", text))
      child.stderr.setEncoding("utf8").on("data", (text: string) => hear("stderr", text))
      if (isDeaf === true) child.stdout.destroy()
      child.on("close", end)
    }
  )
}

/** What a host tells: a piece of what the command says, or with which code it ended. */
type Told = { readonly on: "stdout" | "stderr"; readonly text: string } | { readonly code: number }

const hosts: Array<ChildProcess> = []

const inHost = (
  words: ReadonlyArray<string>,
  { env, cwd = home, stdin = "", program = bin, stdout = "" }: How
): Started => {
  const host = hosts.pop() ?? fork(new URL("./host.mjs", import.meta.url), { stdio: "inherit" })
  return heard(
    (signal) => host.kill(signal),
    (hear, end) => {
      host.on("message", (told: Told) => {
        if ("on" in told) return hear(told.on, told.text)
        host.removeAllListeners()
        hosts.push(host)
        end(told.code, null)
      })
      host.once("exit", end)
      host.send({ words, env: environment(env), cwd, stdin, program, stdout })
    }
  )
}

const inShell = (args: ReadonlyArray<string>, how: How): Started => {
  const { env, cwd = home, redirect } = how
  const words = [process.execPath, bin, ...args]
  const [program, ...rest] =
    redirect === undefined ? words : ["/bin/sh", "-c", `exec ${words.map(quoted).join(" ")} ${redirect}`]
  return launch(spawn(program ?? "", rest, { env: environment(env), cwd }), how)
}

/** Starts a command; those that run at the same time are processes of their own. */
export const start = (args: ReadonlyArray<string>, how: How = {}): Started =>
  how.isOwn === undefined &&
  how.redirect === undefined &&
  how.isDeaf === undefined &&
  !/^(?:-v|--version)$/.test(args.join(" "))
    ? inHost(args, how)
    : inShell(args, how)

/** Runs a command to its end. */
export const smmkit = (args: ReadonlyArray<string>, how: How = {}): Promise<Ended> => start(args, how).ended

/** Runs another program. */
export const other = (program: string, args: ReadonlyArray<string>, how: How): Promise<Ended> =>
  launch(spawn(program, args, { env: environment(how.env) }), how).ended

/** Does the same with all, two at a time, each in a process that has the program already. */
export const all = async <A, B>(
  items: ReadonlyArray<A>,
  run: (item: A) => Promise<B>
): Promise<ReadonlyArray<B>> => {
  const results: Array<B> = []
  const queue = items.entries()
  const worker = async (): Promise<void> => {
    for (const [at, item] of queue) results[at] = await run(item)
  }
  await Promise.all([worker(), worker()])
  return results
}
