/**
 * Runs the program again and again in one process, each time from its entry to its exit with words, environment,
 * folder and streams of its own. To load the program takes most of a command's time, and that is done once.
 */
import { once } from "node:events"
import { Readable, Writable } from "node:stream"

const bin = new URL("../dist/bin.js", import.meta.url).href

const collecting = (texts) =>
  new Writable({
    decodeStrings: false,
    write: (text, _, done) => {
      texts.push(text)
      done()
    }
  })

const replace = (name, value) => Object.defineProperty(process, name, { value, configurable: true })

const run = async ({ words, env, cwd, stdin }, at) => {
  const stdout = []
  const stderr = []
  process.argv = [process.execPath, bin, ...words]
  for (const name of Object.keys(process.env)) delete process.env[name]
  Object.assign(process.env, env)
  process.chdir(cwd)
  replace("stdin", Readable.from(stdin === "" ? [] : [stdin]))
  replace("stdout", collecting(stdout))
  replace("stderr", collecting(stderr))
  const ended = await new Promise((end) => {
    // What is said after the exit, which a process does not live to say, is not heard.
    process.exit = (code) => end({ code, signal: null, stdout: stdout.join(""), stderr: stderr.join("") })
    // The entry is a new module each time; what it loads stays.
    import(`${bin}?${at}`)
  })
  process.removeAllListeners("uncaughtException")
  return ended
}

for (let at = 0; ; at++) {
  const [asked] = await once(process, "message")
  process.send(await run(asked, at))
}
