/**
 * Runs the program again and again in one process, each time from its entry to its exit with words, environment,
 * folder and streams of its own. To load the program takes most of a command's time, and that is done once.
 *
 * On a terminal (`host.mjs terminal`) the streams are the process's own, and the end is a mark on the screen.
 */
import { once } from "node:events"
import { openSync, writeSync } from "node:fs"
import { Readable, Writable } from "node:stream"

const isTerminal = process.argv[2] === "terminal"
const screen = process.stdout

const to = (take) =>
  new Writable({
    decodeStrings: false,
    write: (text, _, done) => {
      take(text)
      done()
    }
  })

/** A file or device, written to as Node does where standard output is one. */
const into = (file) =>
  new Writable({
    write: (bytes, _, done) => {
      try {
        writeSync(file, bytes)
        done()
      } catch (error) {
        done(error)
      }
    }
  })

const replace = (name, value) => Object.defineProperty(process, name, { value, configurable: true })

const run = async ({ words, env, cwd, stdin, stdout, program }, at) => {
  let isOver = false
  process.argv = [process.execPath, program, ...words]
  for (const name of Object.keys(process.env)) delete process.env[name]
  Object.assign(process.env, env)
  // What is said after the exit, which a process does not live to say, is not heard.
  const told = (on) => to((text) => isOver || process.send({ on, text }))
  if (!isTerminal) {
    process.chdir(cwd)
    replace("stdin", Readable.from(stdin === "" ? [] : [stdin]))
    replace("stderr", told("stderr"))
  }
  const usual = isTerminal ? screen : told("stdout")
  replace("stdout", stdout === "" ? usual : into(openSync(stdout, "w")))
  const code = await new Promise((end) => {
    process.exit = (code) => {
      isOver = true
      end(code)
    }
    // The entry is a new module each time; what it loads stays.
    import(`file://${program}?${at}`)
  })
  process.removeAllListeners("uncaughtException")
  if (isTerminal) screen.write(`<<ended ${code}>>`)
  else process.send({ code })
}

for (let at = 0; ; at++) {
  const [asked] = await once(process, "message")
  await run(asked, at)
}
