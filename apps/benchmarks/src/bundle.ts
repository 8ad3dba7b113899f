/** Programs as a bundler makes them for a browser or a worker: `effect` stays outside, so all that is left is smmkit. */
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { build } from "esbuild"

const header = `
import * as PanelClient from "@smmkit/core/PanelClient"
import * as FetchTransport from "@smmkit/adapter-fetch/FetchTransport"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
const options = { url: "https://panel.example/api/v2", key: Redacted.make("fake-key") }
`

export const actions = [
  "Services",
  "AddOrder",
  "OrderStatus",
  "Refill",
  "RefillStatus",
  "CancelOrder",
  "Balance"
] as const

export type Action = (typeof actions)[number]

/** A program that names one action. */
export const naming = (action: Action): string => `${header}
import { ${action}, layer } from "@smmkit/core/${action}"
const panel = Layer.provide(layer(PanelClient.layer(options)), FetchTransport.layer)
console.log(await Effect.runPromise(Effect.provide(${action}, panel)))
`

/** A program that uses `Balance` and nothing else. */
export const balanceAlone = naming("Balance").replace(
  "Effect.provide(Balance, panel)",
  "Effect.provide(Effect.flatMap(Balance, (balance) => balance.get), panel)"
)

/** A program that has all seven. */
export const allSeven = `${header}
import * as Panel from "@smmkit/core/Panel"
${actions.map((action) => `import { ${action} } from "@smmkit/core/${action}"`).join("\n")}
const panel = Layer.provide(Panel.layer(options), FetchTransport.layer)
console.log(await Effect.runPromise(Effect.provide(Effect.all([${actions.join(", ")}]), panel)))
`

export interface Bundle {
  /** Minified and gzipped, in bytes. */
  readonly size: number
  readonly text: string
  /** What is in it: the modules of core that gave any code, such as `Balance` and `internal/wire`. */
  readonly modules: ReadonlyArray<string>
}

export const bundle = async (program: string): Promise<Bundle> => {
  const { metafile, outputFiles } = await build({
    stdin: { contents: program, resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    // As Vite, Rollup and Webpack do by default; escapes would count for more than the letters that they stand for.
    charset: "utf8",
    external: ["effect", "effect/*", "@effect/*"],
    metafile: true,
    write: false
  })
  const inputs = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs))
  const modules = inputs.flatMap(([path, { bytesInOutput }]) => {
    const name = /packages\/core\/dist\/(.*)\.js$/.exec(path)?.[1]
    return name === undefined || bytesInOutput === 0 ? [] : [name]
  })
  const text = outputFiles.map(({ text }) => text).join("")
  return { size: gzipSync(text, { level: 9 }).length, text, modules }
}

/** The other actions whose code a program that names one of them carries. */
export const foreign = async (action: Action): Promise<ReadonlyArray<string>> => {
  const { modules } = await bundle(naming(action))
  return actions.filter((other) => other !== action && modules.includes(other))
}
