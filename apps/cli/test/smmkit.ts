/** Runs the built program: as a shell would where that matters, else in a process that has loaded it already. */
import { type ChildProcess, type ChildProcessWithoutNullStreams, fork, spawn } from "node:child_process"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

export const bin = fileURLToPath(new URL("../dist/bin.js", import.meta.url))

/** A folder of its own, so that no test sees the cache of another. */
export const temporary = (): string => mkdtempSync(join(tmpdir(), "smmkit-test-"))

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
  /** A shell's redirection after the command, such as `> /dev/full`. */
  readonly redirect?: string
  /** Whether nobody reads standard output, so that writing to it fails. */
  readonly isDeaf?: true
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

const launch = (child: ChildProcessWithoutNullStreams, { stdin, isDeaf }: How): Started => {
  let stdout = ""
  let stderr = ""
  const waiting = new Set<() => void>()
  const heard = (): void => {
    for (const check of waiting) check()
  }
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text
    heard()
  })
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text
    heard()
  })
  if (isDeaf === true) child.stdout.destroy()
  child.stdin.on("error", () => {})
  child.stdin.end(stdin ?? "")
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
  return {
    ended,
    kill: (signal) => {
      child.kill(signal)
    },
    says: (text) =>
      new Promise((resolve) => {
        const end = (): void => {
          waiting.delete(check)
          resolve(stdout)
        }
        const check = (): void => {
          if (stdout.includes(text) || stderr.includes(text)) end()
        }
        waiting.add(check)
        check()
        void ended.then(end)
      })
  }
}

export const start = (args: ReadonlyArray<string>, how: How = {}): Started => {
  const options = { env: environment(how.env), ...(how.cwd === undefined ? {} : { cwd: how.cwd }) }
  const words = [process.execPath, bin, ...args]
  return launch(
    how.redirect === undefined
      ? spawn(process.execPath, [bin, ...args], options)
      : spawn("/bin/sh", ["-c", `exec ${words.map(quoted).join(" ")} ${how.redirect}`], options),
    how
  )
}

const hosts: Array<ChildProcess> = []

const inHost = async (words: ReadonlyArray<string>, { env, cwd = home, stdin = "" }: How): Promise<Ended> => {
  const host = hosts.pop() ?? fork(new URL("./host.mjs", import.meta.url), { stdio: "inherit" })
  const answer = new Promise<Ended>((resolve, reject) => {
    host.once("message", resolve)
    host.once("exit", (code) => reject(new Error(`${words.join(" ")} ended its host with ${code}`)))
  })
  host.send({ words, env: environment(env), cwd, stdin })
  const ended = await answer
  host.removeAllListeners()
  hosts.push(host)
  return ended
}

/** Runs a command to its end. Those that run at the same time are processes of their own. */
export const smmkit = (args: ReadonlyArray<string>, how: How = {}): Promise<Ended> =>
  how.redirect === undefined && how.isDeaf === undefined && !/^(?:-v|--version)$/.test(args.join(" "))
    ? inHost(args, how)
    : start(args, how).ended

/** Runs another program. */
export const other = (program: string, args: ReadonlyArray<string>, how: How): Promise<Ended> =>
  launch(spawn(program, args, { env: environment(how.env) }), how).ended

/** Does the same with all, a few at a time: the machine may have two cores. */
export const all = async <A, B>(
  items: ReadonlyArray<A>,
  run: (item: A) => Promise<B>
): Promise<ReadonlyArray<B>> => {
  const results: Array<B> = []
  const queue = items.entries()
  const worker = async (): Promise<void> => {
    for (const [at, item] of queue) results[at] = await run(item)
  }
  await Promise.all([worker(), worker(), worker()])
  return results
}
