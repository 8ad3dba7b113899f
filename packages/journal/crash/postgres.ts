/** A PostgreSQL server of its own for a test: made in a temporary folder, started, killed and started again. */
import { execFile } from "node:child_process"
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { freePort } from "./freePort.js"

const run = promisify(execFile)

const root = "/usr/lib/postgresql"

/** Where PostgreSQL's programs are, if anywhere. */
const find = (): string | undefined =>
  (existsSync(root) ? readdirSync(root) : [])
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => join(root, version, "bin"))
    .find((folder) => existsSync(join(folder, "initdb")))

/** Where files are in memory, if there is room: what need not outlive the machine does not take the disk away. */
export const memory = (): string => {
  try {
    const { bavail, bsize } = statfsSync("/dev/shm")
    return bavail * bsize > 2 ** 30 ? "/dev/shm" : tmpdir()
  } catch {
    return tmpdir()
  }
}

const isRoot = () => process.getuid?.() === 0

export interface Postgres {
  readonly url: string
  /** A fresh database of the server. */
  readonly database: (name: string) => Promise<string>
  readonly query: (sql: string) => Promise<string>
  readonly start: () => Promise<void>
  /** Ends it as a power cut would: at once, every process of it. */
  readonly kill: () => Promise<void>
  /** Ends it in order: what is connected is told, and its replicas have all that was written. */
  readonly stop: () => Promise<void>
  /** Keeps the whole server as it is now, and puts it back. */
  readonly backUp: () => Promise<void>
  readonly restore: () => Promise<void>
  /** Another server, which takes over whatever is written to this one as it comes, until it is promoted. */
  readonly replica: () => Promise<Postgres>
  readonly remove: () => Promise<void>
}

export interface Options {
  /**
   * Whether what is committed outlives the machine; false is faster, and outlives the end of the server alone. Then
   * nothing is swept up either, and all that it has lies in its folder, whichever way it ends.
   */
  readonly durable?: boolean
}

// Where packages keep what is made again when it is gone. A program is run as it is written, and as it is compiled.
const cache = fileURLToPath(
  new URL(`${import.meta.url.endsWith(".ts") ? "" : "../"}../node_modules/.cache/`, import.meta.url)
)

/**
 * Makes the files of a new server at a place. They are made once for all servers of a version: to make them
 * takes as long as most that is done with a server then, to copy them takes a tenth of it.
 */
const makeFiles = async (
  data: string,
  bin: string,
  initdb: (...args: ReadonlyArray<string>) => Promise<unknown>
) => {
  const kept = join(cache, `postgres-${basename(dirname(bin))}-${process.getuid?.() ?? ""}`)
  if (!existsSync(kept)) {
    await initdb("-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--no-sync")
    mkdirSync(cache, { recursive: true })
    const copy = mkdtempSync(`${kept}-`)
    await run("cp", ["-a", data, join(copy, "data")])
    try {
      renameSync(join(copy, "data"), kept)
    } catch {
      // Another one was sooner.
    }
    rmSync(copy, { recursive: true, force: true })
  } else await run("cp", ["-a", kept, data])
}

/** Runs a program of PostgreSQL's as who owns the server's files. */
type Call = (program: string, ...args: ReadonlyArray<string>) => Promise<{ readonly stdout: string }>

/** Starts a server; undefined where PostgreSQL is not installed (`npm run machine` sees to it). */
export const startPostgres = async ({ durable = true }: Options = {}): Promise<Postgres | undefined> => {
  const bin = find()
  return bin === undefined
    ? undefined
    : serve(bin, durable, async (data, call) => {
        await makeFiles(data, bin, (...args) => call("initdb", ...args))
        // Who may connect is told by the first line that fits. Everybody may, but for two who are there to be refused.
        const rules = join(data, "pg_hba.conf")
        const everybody = readFileSync(rules, "utf8")
        const strict =
          "host all with_password all scram-sha-256\nhostssl all with_tls all trust\nhost all with_tls all reject\n"
        writeFileSync(rules, strict + everybody)
      })
}

/** Starts a server on files that are made for it, in a folder and on a port of its own. */
const serve = async (
  bin: string,
  durable: boolean,
  fill: (data: string, call: Call) => Promise<unknown>
): Promise<Postgres> => {
  const folder = mkdtempSync(join(durable ? tmpdir() : memory(), "smmkit-postgres-"))
  const port = await freePort()
  // The server refuses to run as root.
  const owner = isRoot() ? { uid: await id("-u"), gid: await id("-g") } : {}
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, "data")
  const call: Call = (program, ...args) =>
    run(join(bin, program), args, { ...owner, cwd: folder, env: { ...process.env, LC_ALL: "C.UTF-8" } })

  const start = async () => {
    const options = [
      `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`,
      ...(durable
        ? []
        : [
            "-c fsync=off -c full_page_writes=off -c autovacuum=off -c dynamic_shared_memory_type=mmap",
            // Each connection is a process that maps it.
            "-c shared_buffers=16MB"
          ])
    ].join(" ")
    await call("pg_ctl", "-D", data, "-w", "-l", join(folder, "log"), "-o", options, "start")
  }
  const end = async (signal: "SIGQUIT" | "SIGINT") => {
    const lock = join(data, "postmaster.pid")
    const pid = Number(readFileSync(lock, "utf8").split("\n")[0])
    process.kill(pid, signal)
    // It takes its lock away last of all; its process may stand in the system's list for seconds more.
    while (existsSync(lock) && isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const kill = () => end("SIGQUIT")
  const remove = async () => {
    await kill().catch(() => undefined)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await fill(data, call)
    await start()
  } catch (failure) {
    await remove()
    throw failure
  }
  const urlOf = (name: string) => `postgres://postgres@127.0.0.1:${port}/${name}`
  const query = async (sql: string) =>
    (await call("psql", "-h", "127.0.0.1", "-p", String(port), "-U", "postgres", "-Atc", sql)).stdout.trim()
  return {
    url: urlOf("postgres"),
    query,
    database: async (name) => {
      await query(`CREATE DATABASE ${name}`)
      return urlOf(name)
    },
    start,
    kill,
    stop: () => end("SIGINT"),
    backUp: async () => {
      await kill()
      await run("cp", ["-a", data, join(folder, "backup")])
      await start()
    },
    restore: async () => {
      await kill()
      rmSync(data, { recursive: true, force: true })
      await run("cp", ["-a", join(folder, "backup"), data])
      await start()
    },
    replica: () =>
      serve(bin, durable, (to, call) =>
        call("pg_basebackup", "-d", urlOf("postgres"), "-D", to, "-R", "-c", "fast", "--no-sync")
      ),
    remove
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const id = async (flag: "-u" | "-g"): Promise<number> => Number((await run("id", [flag, "postgres"])).stdout)
