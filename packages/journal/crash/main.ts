/**
 * `node crash/dist/crash/main.js [short|long] [sqlite|postgres]`: runs the crash test and prints its
 * report as JSON. Exits 1 where the books and the journal do not agree.
 */
import { crash, isSound } from "./crash.js"
import { long, short } from "./runs.js"

const [length = "short", which = "all"] = process.argv.slice(2)
const runs = Object.values(length === "long" ? long : short).filter(
  ({ store }) => which === "all" || store === which
)

for (const options of runs) {
  const report = await crash({ ...options, log: (line) => process.stderr.write(`${line}\n`) })
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`)
  if (!isSound(report)) process.exitCode = 1
}
