/** The projects of all managers: each installs what was released, one compiles the READMEs' programs, each runs them. */
import { cpSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as Beside from "./beside.mjs"
import { checkPages, programsOf, runPrograms } from "./consumers.mjs"
import { bundler, compile, install, startPanel } from "./projects.mjs"

/** It shows a package nothing but what that names: here a declaration that names anything else does not compile. */
const compiling = "pnpm"
/** The newest compiler, which is fast; the one that this repository is compiled with takes four times as long. */
const compiler = { typescript: "7.0.2" }

/** Uses these dependencies by each manager's command, and `@smmkit/promise` alone beside another Effect. */
export const useReleased = async ({ work, commands, dependencies, nodeTypes, readmes, env, say }) => {
  const programs = programsOf(readmes)
  const { "@smmkit/promise": promise } = dependencies
  const own = Object.keys(dependencies).filter((name) => name.startsWith("@smmkit/"))
  const folderOf = (manager) => join(work, manager)
  const besideOf = (manager) => join(work, `${manager}-beside`)
  const out = join(work, "out")
  const examples = join(work, "out-examples")

  const prepare = async (manager) => {
    const command = commands[manager]
    const isCompiling = manager === compiling
    const tools = isCompiling ? { ...compiler, ...nodeTypes } : {}
    const folder = folderOf(manager)
    await install({ folder, command, dependencies: { ...dependencies, ...tools }, env })
    checkPages(folder, own)
    if (isCompiling) {
      for (const { name, text } of programs) writeFileSync(join(folder, `${name}.ts`), text)
      await compile({ folder, outDir: out, env })
      await compile({ folder, outDir: `${out}-bundler`, more: bundler, env })
    }
    const beside = besideOf(manager)
    const others = { ...Beside.effect, ...(isCompiling ? { ...tools, ...Beside.servers } : {}) }
    await install({ folder: beside, command, dependencies: { "@smmkit/promise": promise, ...others }, env })
    if (isCompiling) await Beside.compileExamples({ folder: beside, outDir: examples, env })
    say(`${manager} has installed its projects`)
  }
  const prepared = new Map(Object.keys(commands).map((manager) => [manager, prepare(manager)]))

  const use = async (manager) => {
    await Promise.all([prepared.get(manager), prepared.get(compiling)])
    const folder = folderOf(manager)
    const beside = besideOf(manager)
    // JavaScript is the same wherever it was compiled; what a manager decides is what it finds when it runs.
    cpSync(out, join(folder, "out"), { recursive: true })
    cpSync(examples, join(beside, "out"), { recursive: true })
    const panel = await startPanel(folder, env)
    try {
      const options = { env: { ...env, ...panel.variables } }
      const isCompiling = manager === compiling
      console.log(await runPrograms(programs, { ...options, cwd: folder }))
      const said = await Beside.runExamples({ ...options, cwd: beside, isServing: isCompiling })
      say(`${manager}: ${programs.length} programs run; beside Effect 4, @smmkit/promise says "${said}"`)
    } finally {
      panel.stop()
    }
  }
  await Promise.all(Object.keys(commands).map(use))
}
