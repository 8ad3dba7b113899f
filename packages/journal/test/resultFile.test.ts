import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { assert, describe, it } from "vitest"
import { folder } from "./world.js"

/** Writes a hundred rows at once, in a process whose files may not grow beyond so many blocks. */
const program = `
  import { Effect } from "effect"
  import * as ResultFile from "./dist/internal/bulk/resultFile.js"
  const rows = Array.from({ length: 100 }, (_, at) => [String(at), "🙂".repeat(50)])
  const writing = ResultFile.target(process.argv[1], ["row", "key"]).pipe(
    Effect.flatMap(ResultFile.open),
    Effect.flatMap(({ write, finish }) => Effect.zipRight(write(rows), finish))
  )
  const tell = Effect.match(writing, { onFailure: ({ message }) => message, onSuccess: () => "written" })
  console.log(Effect.runSync(Effect.scoped(tell)))
`

const writeUnder = async (blocks: string) => {
  const path = join(folder(), "results.csv")
  const limited = `ulimit -f ${blocks} && exec "$0" --input-type=module -e "$1" "$2"`
  const { stdout } = await promisify(execFile)("sh", ["-c", limited, process.execPath, program, path], {
    cwd: fileURLToPath(new URL("..", import.meta.url))
  })
  return { said: stdout.trim(), lines: readFileSync(path, "utf8").split("\r\n").length - 1 }
}

describe.skipIf(process.platform === "win32")("the file of results", () => {
  it("holds every row, or tells that it could not be written", async () => {
    assert.deepStrictEqual(await writeUnder("unlimited"), { said: "written", lines: 101 })
    const short = await writeUnder("8")
    assert.isBelow(short.lines, 101)
    assert.include(short.said, "results.csv cannot be used: the results cannot be written there")
  })
})
