/** The program for what is started from a shell: Node, Bun, Deno. */
import { run } from "./program.js"

console.log(await run(process.argv[2] ?? ""))
