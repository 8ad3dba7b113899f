import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { isInstalled } from "../../../packages/journal/test/databases.js"
import * as Compose from "../src/cluster/Compose.js"
import * as Processes from "../src/cluster/Processes.js"
import { anyEnds, asked, held, until } from "./runners.js"

/** A runner made one file, which is loaded in a third of the time; the first one is run as it is written. */
const bundled = (service: Compose.Service, name: string): Compose.Service => {
  if (!name.startsWith("worker-") || name === "worker-1") return service
  const [program, ...args] = service.command
  return {
    ...service,
    command: [program, ...args.map((arg) => arg.replace("dist/main.js", "dist/bundled/main.js"))]
  }
}

describe.skipIf(!isInstalled)("the compose file", () => {
  it.scopedLive(
    "makes a cluster that looks after every account; those of runners that are killed or stopped move to the others",
    () =>
      Effect.gen(function* () {
        const { postgres, ...services } = yield* Compose.services
        assert.isDefined(postgres)
        const server = postgres === undefined ? [] : [yield* Processes.startPostgres(postgres)]
        const processes = yield* Effect.all(
          Object.fromEntries(
            Object.entries(services).map(([name, service]) => [
              name,
              Processes.startService(bundled(service, name))
            ])
          )
        )
        const workers = Object.entries(services).flatMap(([name, { environment }]) => {
          const process = processes[name]
          const port = environment["SMMKIT_PROBE_PORT"]
          return process === undefined || port === undefined ? [] : [{ name, process, port }]
        })
        assert.deepStrictEqual(
          workers.map(({ name }) => name),
          ["worker-1", "worker-2", "worker-3"]
        )

        const heldByAll = Effect.map(
          Effect.forEach(workers, ({ port }) => held(port)),
          (lists) => lists.flat().sort()
        )
        const everyAccount = ["first", "second", "third"]
        const story = Effect.gen(function* () {
          yield* until(heldByAll, (names) => names.join() === everyAccount.join())
          // One of them may come up after the others have taken everything.
          for (const { port } of workers)
            yield* until(asked(port, "/healthz"), (answer) => answer?.status === 200)

          // What is killed has something to look after.
          const counted = yield* Effect.forEach(workers, (worker) =>
            Effect.map(held(worker.port), ({ length }) => ({ ...worker, length }))
          )
          const [killed, stopped, left] = counted.sort((one, other) => other.length - one.length)
          yield* killed?.process.signal("SIGKILL") ?? Effect.void
          yield* stopped?.process.signal("SIGSTOP") ?? Effect.void
          yield* until(held(left?.port ?? ""), (names) => names.join() === everyAccount.join())

          // One that goes on finds that its accounts are another one's.
          yield* stopped?.process.signal("SIGCONT") ?? Effect.void
          yield* until(heldByAll, (names) => names.join() === everyAccount.join())
        })
        yield* Effect.raceFirst(story, anyEnds([...server, ...Object.values(processes)]))
      }).pipe(Effect.parallelFinalizers)
  )
})
