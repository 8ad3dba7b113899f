/**
 * Compiles what changed, and says which project is being worked on. The compiler is the native one, with what
 * Effect's language service has to say of the sources: floating effects, layers that leak, and such.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { tsc } from "./workspace.mjs"

const compiler = spawn(tsc, ["-b", "--verbose", "--pretty", "false", ...process.argv.slice(2)], {
  stdio: ["ignore", "pipe", "inherit"]
})
const ended = once(compiler, "close")
/** What the compiler says of its own course, of which only the projects are of interest. */
const course = /^\d+:\d+:\d+(?: [AP]M)? - (.*)$/
for await (const line of createInterface({ input: compiler.stdout })) {
  const [, said] = course.exec(line) ?? []
  const [, project] =
    /^Building project '.*?((?:packages|apps)\/.*?)(?:\/tsconfig\.json)?'/.exec(said ?? "") ?? []
  if (project !== undefined) console.log(`compiling ${project}`)
  if (said === undefined && !/^ {4}\* |^$/.test(line)) console.log(line)
}
const [code] = await ended
process.exitCode = code ?? 1
