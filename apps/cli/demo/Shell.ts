/** Types commands into the transcript and runs them: the real program, over a real socket. */
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { Context, Data, Effect } from "effect"

const bin = fileURLToPath(new URL("../../dist/bin.js", import.meta.url))

/** Something did not go as the demo says it does. */
export class DemoFailed extends Data.TaggedError("DemoFailed")<{ readonly message: string }> {}

export class Shell extends Context.Tag("@smmkit/cli/demo/Shell")<
  Shell,
  {
    /** Prints the command, runs it and prints its output; gives standard output. */
    readonly smmkit: (...words: ReadonlyArray<string>) => Effect.Effect<string, DemoFailed>
    /** Asks the program in JSON behind the scenes, for what the demo has to know. */
    readonly ask: (...words: ReadonlyArray<string>) => Effect.Effect<unknown, DemoFailed>
    readonly heading: (title: string, text: string) => Effect.Effect<void>
    readonly print: (text: string) => Effect.Effect<void>
  }
>() {}

const isStyled = process.stdout.isTTY === true && (process.env["NO_COLOR"] ?? "") === ""
const paint = (code: number) => (text: string) => (isStyled ? `\u001b[${code}m${text}\u001b[0m` : text)
const bold = paint(1)
const dim = paint(2)
const green = paint(32)

export const style = { bold, dim, green }

const indented = (text: string): string => text.replace(/^(?=.)/gm, "    ")

/** As it would be typed: quoted only where a shell needs it. */
const typed = (word: string): string => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word}'`)

const execute = (
  words: ReadonlyArray<string>,
  env: Readonly<Record<string, string>>,
  cwd: string,
  show: (text: string) => void
): Effect.Effect<string, DemoFailed> =>
  Effect.async((resume) => {
    const child = spawn(process.execPath, [bin, ...words], { cwd, env: { ...process.env, ...env } })
    const outputs = { stdout: "", stderr: "" }
    for (const name of ["stderr", "stdout"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        outputs[name] += text
        show(text)
      })
    }
    child.stdin.end()
    child.on("error", ({ message }) => resume(new DemoFailed({ message })))
    child.on("close", (code) => {
      const problem = `smmkit ${words.join(" ")} ended with ${code}\n${outputs.stderr}`
      resume(code === 0 ? Effect.succeed(outputs.stdout) : new DemoFailed({ message: problem }))
    })
    return Effect.sync(() => {
      child.kill()
    })
  })

export const make = (env: Readonly<Record<string, string>>, cwd: string): Context.Tag.Service<Shell> => {
  const write = (text: string): void => {
    process.stdout.write(text)
  }
  const print = (text: string) => Effect.sync(() => write(text))
  return {
    print,
    heading: (title, text) => print(`${bold(title)}\n${dim(text)}\n\n`),
    smmkit: (...words) =>
      Effect.zipRight(
        print(`  ${green("$")} ${bold(`smmkit ${words.map(typed).join(" ")}`)}\n`),
        Effect.tap(
          execute(words, env, cwd, (text) => write(indented(text))),
          () => print("\n")
        )
      ),
    ask: (...words) =>
      Effect.flatMap(
        execute([...words, "--json"], env, cwd, () => {}),
        (text) =>
          Effect.try({
            try: (): unknown => JSON.parse(text),
            catch: () => new DemoFailed({ message: `smmkit ${words.join(" ")} printed no JSON: ${text}` })
          })
      )
  }
}
