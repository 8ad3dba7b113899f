/** Compiles what changed, and says which project is being worked on: a minute of silence looks like a hang. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"

const compiler = spawn("node_modules/.bin/tsc", ["-b", "--verbose"], {
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
