/** Which database drivers a process has loaded: at first, with a PostgreSQL address, and with a file. */
import { createRequire } from "node:module"
import * as Place from "@smmkit/journal/Place"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const { cache } = createRequire(import.meta.resolve("@smmkit/journal/Place"))
const loaded = () =>
  ["libsql", "pg"].filter((name) =>
    Object.keys(cache).some((path) => path.includes(`/node_modules/${name}/`))
  )

const before = loaded()
const postgres = await Place.parse("postgres://someone:fake-password@127.0.0.1:9/none").pipe(
  Effect.flatMap((place) => Effect.flip(Effect.scoped(Layer.build(Place.layer(place))))),
  Effect.map(({ reason }) => ({ reason, loaded: loaded() })),
  Effect.runPromise
)
const file = await Layer.build(Place.layer({ _tag: "File", path: process.argv[2] })).pipe(
  Effect.scoped,
  Effect.match({
    onFailure: ({ message }) => ({ message }),
    onSuccess: () => ({ loaded: loaded() })
  }),
  Effect.runPromise
)
console.log(JSON.stringify({ before, postgres, file }))
