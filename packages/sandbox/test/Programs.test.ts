import { readdirSync } from "node:fs"
import { assert, describe, it, vi } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Sandbox, SandboxServer } from "../src/index.js"

const folders = [
  "../examples/",
  "../../core/examples/",
  "../../adapters/fetch/examples/",
  "../../adapters/node/examples/"
]

/** As fast as a program that looks once a second is patient. */
const panel = Layer.provide(SandboxServer.layer(), Sandbox.layer({ speed: 100_000 }))

describe("the programs in examples/", () => {
  for (const folder of folders) {
    for (const name of readdirSync(new URL(folder, import.meta.url))) {
      it.scopedLive(`${folder}${name} runs, and has something to say`, () =>
        Effect.gen(function* () {
          const { url } = yield* SandboxServer.SandboxServer
          vi.stubEnv("SMMKIT_URL", url)
          vi.stubEnv("SMMKIT_KEY", "sandbox-key")
          const log = vi.spyOn(console, "log").mockImplementation(() => {})
          yield* Effect.addFinalizer(() =>
            Effect.sync(() => {
              vi.unstubAllEnvs()
              vi.restoreAllMocks()
            })
          )
          yield* Effect.promise(() => import(new URL(`${folder}${name}`, import.meta.url).pathname))
          assert.isNotEmpty(log.mock.calls)
        }).pipe(Effect.provide(panel))
      )
    }
  }
})
