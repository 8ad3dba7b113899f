/**
 * The catalogue kept over a `KeyValueStore` (a folder, Redis, a browser's storage), for programs that start
 * often: some panels allow ten readings an hour.
 *
 * @since 0.1.0
 */
import * as KeyValueStore from "@effect/platform/KeyValueStore"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Check from "./Options.js"
import { PanelClient } from "./PanelClient.js"
import * as Services from "./Services.js"

/**
 * Where the catalogue is kept.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /**
   * Under which name of the store: one for each account, as a panel may have prices for each. It may be seen
   * by whoever sees the store, so it should not be made of the key.
   */
  readonly name: string
}

const check = Check.checker("kept catalogue")

const isName = Check.is(
  (name): name is string => typeof name === "string" && name.trim() !== "",
  "give a text that is not empty, such as the panel's host and the account's name"
)

/** The address says whose it is, should two panels be kept under one name. */
const Kept = Schema.Struct({ url: Schema.String, readAt: Schema.Number, services: Services.Answer })

/**
 * Makes the service `Services` over the client of a panel and a store. What is kept is believed for the
 * panel's `catalogueTimeToLive`; what is missing, old, corrupt or another panel's, or cannot be read or written
 * within the panel's `timeout`, is no failure: then the panel is asked.
 *
 * @example
 * import { KeptCatalogue } from "@smmkit/core"
 * import { Effect } from "effect"
 *
 * assert.ok(Effect.isEffect(KeptCatalogue.make({ name: "panel.example, my account" })))
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  options: Options
): Effect.Effect<Services.Services.Service, Check.InvalidOption, PanelClient | KeyValueStore.KeyValueStore> =>
  Effect.gen(function* () {
    const given = yield* check("options", options, () => Check.copy("give an object with name")(options))
    const name = yield* check("name", given.name, isName)
    const kept = (yield* KeyValueStore.KeyValueStore).forSchema(Kept)
    const { url, timeout } = (yield* PanelClient).config
    // Some stores wait for ever for a server that is gone.
    const inTime = Effect.timeout(timeout)
    return yield* Services.makeKept({
      load: Effect.orElseSucceed(
        Effect.map(
          inTime(kept.get(name)),
          Option.filter((catalogue) => catalogue.url === url)
        ),
        Option.none
      ),
      save: (catalogue) => Effect.ignore(inTime(kept.set(name, { url, ...catalogue })))
    })
  })

/**
 * `Services` over the client of a panel, with a catalogue that outlives the program.
 *
 * @example
 * import { KeptCatalogue, PanelClient } from "@smmkit/core"
 * import { KeyValueStore } from "@effect/platform"
 * import { Layer, Redacted } from "effect"
 *
 * const client = PanelClient.layer({ url: "https://panel.example/api/v2", key: Redacted.make("fake-key") })
 * const layer = Layer.provide(
 *   KeptCatalogue.layer(client, { name: "panel.example, my account" }),
 *   KeyValueStore.layerMemory
 * )
 *
 * assert.ok(Layer.isLayer(layer))
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = <E, R>(
  client: Layer.Layer<PanelClient, E, R>,
  options: Options
): Layer.Layer<Services.Services, E | Check.InvalidOption, R | KeyValueStore.KeyValueStore> =>
  Layer.provide(Layer.effect(Services.Services, make(options)), client)
