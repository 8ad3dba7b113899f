import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { assert, it } from "vitest"

it("a receiver needs nothing of Node, and nothing of the store", async () => {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `export { verify } from "@smmkit/follow/Webhook"`,
      resolveDir: fileURLToPath(new URL(".", import.meta.url))
    },
    bundle: true,
    format: "esm",
    minify: true,
    platform: "neutral",
    metafile: true,
    write: false
  })
  const [output] = Object.values(metafile.outputs)
  const kept = Object.entries(output?.inputs ?? {}).flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [path] : []
  )

  assert.deepStrictEqual(output?.imports, [])
  assert.deepStrictEqual(
    kept.filter((path) => /journal|internal\/store|@effect\/sql/.test(path)),
    []
  )
  const { verify } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? "")}`)
  assert.isFunction(verify)
})
