/** `npm run cluster`: the services of the compose file as plain processes, until Ctrl-C. */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Compose from "./Compose.js"
import * as Processes from "./Processes.js"

const cluster = Effect.gen(function* () {
  const { postgres, ...services } = yield* Compose.services
  if (postgres === undefined) return yield* Effect.fail("the compose file has no service `postgres`")
  yield* Processes.startPostgres(postgres)
  const all = Effect.forEach(Object.entries(services), ([name, service]) =>
    Effect.flatMap(Processes.startService(service), ({ process: { pid } }) => {
      const probe = service.environment["SMMKIT_PROBE_PORT"]
      const where = probe === undefined ? "" : `http://127.0.0.1:${probe}/healthz and /metrics`
      return Console.log(`${name.padEnd(10)} process ${pid} ${where}`)
    })
  )
  const journal = services["worker-1"]?.environment["SMMKIT_JOURNAL"] ?? ""
  const hint = `Place and look with SMMKIT_JOURNAL=${journal}. Kill or stop a worker, and others take over. Ctrl-C ends all.`
  const shown = Effect.all([all, Console.log(hint), Effect.never])
  return yield* Effect.scoped(Effect.parallelFinalizers(shown))
})

NodeRuntime.runMain(Effect.scoped(cluster))
