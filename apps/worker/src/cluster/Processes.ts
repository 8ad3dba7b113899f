/** The commands of the compose file as plain processes, with PostgreSQL as it is installed here. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { root, type Service } from "./Compose.js"

/** A process that runs until the scope is closed. */
export interface Running {
  readonly process: ChildProcess
  /** The last of what it has said. */
  readonly said: () => string
  readonly signal: (signal: NodeJS.Signals) => Effect.Effect<void>
  /** Its exit code, or the signal that ended it. */
  readonly ended: Effect.Effect<number | string>
}

const longest = 20_000

const running = (process: ChildProcess): Running => {
  let said = ""
  for (const stream of [process.stdout, process.stderr])
    stream?.on("data", (part) => {
      said = `${said}${part}`.slice(-longest)
    })
  return {
    process,
    said: () => said,
    signal: (signal) => Effect.sync(() => void process.kill(signal)),
    ended: Effect.async((resume) => {
      const end = () => resume(Effect.succeed(process.exitCode ?? process.signalCode ?? 0))
      if (process.exitCode !== null || process.signalCode !== null) end()
      else process.once("exit", end)
    })
  }
}

/** Ends it as it likes to be ended, and for sure where it was stopped or does not listen. */
const end = ({ process, ended }: Running) =>
  Effect.zipRight(
    Effect.sync(() => {
      process.kill("SIGCONT")
      process.kill("SIGTERM")
    }),
    Effect.timeoutOption(ended, "10 seconds")
  ).pipe(Effect.ensuring(Effect.sync(() => process.kill("SIGKILL"))))

const start = (
  [program, ...args]: readonly [string, ...ReadonlyArray<string>],
  options: {
    readonly environment: Readonly<Record<string, string>>
    readonly cwd: string
    readonly uid?: number
  }
): Effect.Effect<Running, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() =>
      running(
        spawn(program, args, {
          cwd: options.cwd,
          env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...options.environment },
          stdio: ["ignore", "pipe", "pipe"],
          ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid })
        })
      )
    ),
    end
  )

/** A service in the repository. Its Node is this one. */
export const startService = ({
  command,
  environment
}: Service): Effect.Effect<Running, never, Scope.Scope> => {
  const [program, ...args] = command
  return start([program === "node" ? process.execPath : program, ...args], { environment, cwd: root })
}

const programs = "/usr/lib/postgresql"

const installed = (): string | undefined =>
  (existsSync(programs) ? readdirSync(programs) : [])
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => join(programs, version, "bin"))
    .find((folder) => existsSync(join(folder, "initdb")))

/** The service `postgres` on a folder of its own, which goes with it. The server refuses to run as root. */
export const startPostgres = ({
  command: [, ...args]
}: Service): Effect.Effect<Running, string, Scope.Scope> =>
  Effect.gen(function* () {
    const bin = installed()
    if (bin === undefined) return yield* Effect.fail("PostgreSQL is not installed: npm run machine")
    const folder = yield* Effect.acquireRelease(
      Effect.sync(() => mkdtempSync(join(tmpdir(), "smmkit-cluster-"))),
      (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true }))
    )
    const owner = process.getuid?.() === 0 ? { uid: Number(execFileSync("id", ["-u", "postgres"])) } : {}
    const data = join(folder, "data")
    yield* Effect.sync(() => {
      if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.uid)
      const made = ["-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8"]
      execFileSync(join(bin, "initdb"), made, { cwd: folder, stdio: "ignore", ...owner })
    })
    return yield* start([join(bin, "postgres"), "-D", data, "-k", folder, ...args], {
      environment: { LC_ALL: "C.UTF-8" },
      cwd: folder,
      ...owner
    })
  })
