/**
 * Measures every figure, and writes the results beside the sources and into the README. Given the names of
 * figures, it measures these alone and writes nothing.
 */
import { readFile, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { cpus, totalmem } from "node:os"
import { Schema } from "effect"
import { figures } from "./figures/index.js"
import { run } from "./harness/child.js"
import { isMet } from "./harness/figure.js"
import { type Results, Rows } from "./results.js"
import { withTable } from "./table.js"

const version = (name: string): string => {
  const { version } = createRequire(import.meta.url)(`${name}/package.json`)
  return version
}

/** Virtual machines call their processor by many names, or by none. */
const cpu = cpus()[0]?.model.trim() ?? "unknown"

const asked = process.argv.slice(2)
const found: Array<(typeof Rows.Type)[number]> = []
for (const { id } of figures) {
  if (asked.length > 0 && !asked.includes(id)) continue
  const rows = Schema.decodeSync(Rows)(await run("measure", [id]))
  for (const row of rows) {
    const verdict = row.aim === null ? "" : isMet(row) ? "met" : "MISSED"
    console.log(`${verdict.padEnd(6)} ${row.value.toFixed(2).padStart(8)}  ${row.figure}`)
  }
  found.push(...rows)
}

if (asked.length === 0) {
  const results: Results = {
    date: new Date().toISOString().slice(0, 10),
    machine: { cpu, cores: cpus().length, memory: `${Math.round(totalmem() / 2 ** 30)} GiB` },
    versions: {
      Node: process.versions.node,
      effect: version("effect"),
      undici: version("undici"),
      axios: version("axios"),
      esbuild: version("esbuild")
    },
    figures: found
  }
  await writeFile(new URL("../results.json", import.meta.url), `${JSON.stringify(results, null, 2)}\n`)
  const readme = new URL("../../../README.md", import.meta.url)
  await writeFile(readme, withTable(await readFile(readme, "utf8"), results))
}
