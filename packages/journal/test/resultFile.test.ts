import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { assert, describe, it } from "vitest"
import { folder } from "./world.js"

/** Writes ten rows at once, then a hundred elsewhere, in a process whose files may not grow beyond 4096 bytes. */
const program = `
  import * as Effect from "effect/Effect"
  import * as ResultFile from "./dist/internal/bulk/resultFile.js"
  const rows = (length) => Array.from({ length }, (_, at) => [String(at), "🙂".repeat(50)])
  const written = (path, length) =>
    ResultFile.target(path, ["row", "key"]).pipe(
      Effect.flatMap(ResultFile.open),
      Effect.flatMap(({ write, finish }) => Effect.zipRight(write(rows(length)), finish)),
      Effect.match({ onFailure: ({ message }) => message, onSuccess: () => "written" }),
      Effect.scoped,
      Effect.runSync
    )
  const [few, many] = process.argv.slice(1)
  console.log(JSON.stringify([written(few, 10), written(many, 100)]))
`

const lines = (path: string) => readFileSync(path, "utf8").split("\r\n").length - 1

describe.skipIf(process.platform === "win32")("the file of results", () => {
  it("holds every row, or tells that it could not be written", async () => {
    const few = join(folder(), "results.csv")
    const many = join(folder(), "results.csv")
    const limited = `ulimit -f 8 && exec "$0" --input-type=module -e "$1" "$2" "$3"`
    const args = ["-c", limited, process.execPath, program, few, many]
    const { stdout } = await promisify(execFile)("sh", args, {
      cwd: fileURLToPath(new URL("..", import.meta.url))
    })
    const said: ReadonlyArray<string> = JSON.parse(stdout)
    assert.deepStrictEqual([said[0], lines(few)], ["written", 11])
    assert.include(said[1], "results.csv cannot be used: the results cannot be written there")
    assert.isBelow(lines(many), 101)
  })
})
