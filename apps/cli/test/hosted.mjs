/**
 * Loaded before the demo, runs its commands in one process that has loaded the program already. Only the first is a
 * process of its own, as each is for whoever starts the demo.
 */
import childProcess, { fork } from "node:child_process"
import { EventEmitter, once } from "node:events"
import { syncBuiltinESMExports } from "node:module"
import { PassThrough } from "node:stream"

const { spawn } = childProcess
const idle = []
let isFirst = true

const hostOf = () =>
  idle.pop() ?? fork(new URL("./host.mjs", import.meta.url), { execArgv: [], stdio: "inherit" })

const inHost = ([program, ...words], { cwd, env }) => {
  const host = hostOf()
  const child = Object.assign(new EventEmitter(), {
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    kill: () => host.kill()
  })
  const end = (code) => {
    host.removeAllListeners()
    // As of a process: when all that it said has been read.
    void Promise.all([once(child.stdout, "end"), once(child.stderr, "end")]).then(() =>
      child.emit("close", code)
    )
    child.stdout.end()
    child.stderr.end()
  }
  host.on("message", (told) => {
    if ("on" in told) return child[told.on].write(told.text)
    host.unref()
    host.channel.unref()
    idle.push(host)
    end(told.code)
  })
  host.once("exit", end)
  host.ref()
  host.channel.ref()
  host.send({ words, env, cwd, stdin: "", program, stdout: "" })
  return child
}

childProcess.spawn = (command, args, options) => {
  if (!isFirst) return inHost(args, options)
  isFirst = false
  return spawn(command, args, options)
}
syncBuiltinESMExports()
process.once("exit", () => {
  for (const host of idle) host.kill()
})
