/** The services of the compose file, as far as plain processes can be what they say. */
import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { parse } from "yaml"

const Service = Schema.Struct({
  command: Schema.NonEmptyArray(Schema.String),
  environment: Schema.optionalWith(Schema.Record({ key: Schema.String, value: Schema.String }), {
    default: () => ({})
  })
})

/** What one of its processes runs, and with which environment. */
export type Service = typeof Service.Type

const decode = Schema.decodeUnknown(
  Schema.Struct({ services: Schema.Record({ key: Schema.String, value: Service }) })
)

const file = fileURLToPath(new URL("../../compose.yaml", import.meta.url))

/** The repository's root, which its containers work in. */
export const root = fileURLToPath(new URL("../../../../", import.meta.url))

export const services = Effect.gen(function* () {
  const text = yield* Effect.tryPromise(() => readFile(file, "utf8"))
  const { services } = yield* decode(parse(text, { merge: true }))
  return services
})
