/** The processes of a crash run. */
import { type ChildProcess, spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { Effect } from "effect"

const pathOf = (program: string) => fileURLToPath(new URL(`./dist/bundled/${program}.js`, import.meta.url))

/** Of small heaps threads collect no faster, at more work in all. */
const flags = ["--single-threaded-gc", "--max-semi-space-size=32"]

const spawned = (program: string, args: ReadonlyArray<string>) =>
  spawn(process.execPath, [...flags, pathOf(program), ...args], { stdio: ["ignore", "pipe", "inherit"] })

/** Kills a process, whatever it does just now, and waits until it is gone. */
const gone = (child: ChildProcess | undefined) =>
  Effect.async<void>((resume) => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null)
      return resume(Effect.void)
    child.once("exit", () => resume(Effect.void))
    child.kill("SIGKILL")
  })

/** Processes that follow, each with its own way to the database. */
export const workers = (argsOf: (nth: number) => ReadonlyArray<string>) => {
  const running = new Map<number, ChildProcess>()
  const start = (nth: number) =>
    Effect.async<void>((resume) => {
      const child = spawned("worker", argsOf(nth))
      running.set(nth, child)
      child.stdout?.once("data", () => resume(Effect.void))
      child.once("exit", () => resume(Effect.void))
    })
  const kill = (nth: number) => Effect.suspend(() => gone(running.get(nth)))
  const signal = (nth: number, name: "SIGSTOP" | "SIGCONT") =>
    Effect.sync(() => void running.get(nth)?.kill(name))
  return { start, kill, signal, all: Effect.suspend(() => Effect.forEach([...running.keys()], kill)) }
}

/** A process that is started anew however often it ends, and how often that was. */
export const restarting = (program: string, argsOf: (nth: number) => ReadonlyArray<string>) => {
  let child: ChildProcess | undefined
  let starts = 0
  let isOver = false
  const again = () => {
    starts += 1
    child = spawned(program, argsOf(starts))
    child.stdout?.resume()
    child.once("exit", () => {
      if (!isOver) again()
    })
  }
  return {
    start: Effect.sync(again),
    /** Kills it by another hand than its own. */
    kill: Effect.sync(() => void child?.kill("SIGKILL")),
    deaths: Effect.sync(() => starts - 1),
    end: Effect.suspend(() => {
      isOver = true
      return gone(child)
    })
  }
}
