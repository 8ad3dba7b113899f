/**
 * What the rehearsal has beside Node and npm, in a folder of its own: a registry on loopback, which keeps what is published
 * to it, and the managers that have to be installed.
 */
import { spawn } from "node:child_process"
import { mkdirSync, openSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import * as Pack from "./pack.mjs"

const isFree = (port) =>
  new Promise((resolve) => {
    const server = createServer()
    server.on("error", () => resolve(false))
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)))
  })

/** A port of loopback that nobody listens on, below those that the system gives to connections by itself. */
export const freePort = async () => {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000)
    if (await isFree(port)) return port
  }
}

/** What the address answers, or nothing where nobody is there yet. */
const ping = (url) =>
  fetch(`${url}/-/ping`).then(
    ({ ok }) => ok,
    () => false
  )

/** Installs what is needed, by pnpm, which takes half as long for it as npm does. */
const install = async (folder, env) => {
  mkdirSync(folder, { recursive: true })
  const manifest = {
    private: true,
    dependencies: { verdaccio: "6.8.0", yarn: "1.22.22", "@yarnpkg/cli-dist": "4.18.1" },
    // The newest verdaccio wants a newer Node; this one's client of another age does not run on Node 20.
    pnpm: { overrides: { "node-fetch": "2.7.0" } }
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest))
  const quietly = ["--ignore-workspace", "--ignore-scripts", "--loglevel=error"]
  await Pack.start([...Pack.pnpm, "install", ...quietly], { cwd: folder, env })
}

/** Starts the registry: gives its address, and how to start a program that was installed beside it. */
export const start = async (folder, env) => {
  await install(folder, env)
  const modules = join(folder, "node_modules")
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  writeFileSync(
    join(folder, "config.yaml"),
    JSON.stringify({
      storage: join(folder, "storage"),
      auth: { htpasswd: { file: join(folder, "htpasswd") } },
      packages: { "@smmkit/*": { access: "$all", publish: "$all" } },
      max_body_size: "50mb",
      log: { type: "stdout", format: "json", level: "warn" }
    })
  )
  const log = openSync(join(folder, "log"), "w")
  const child = spawn(
    process.execPath,
    [join(modules, "verdaccio/bin/verdaccio"), "--config", "config.yaml", "--listen", `127.0.0.1:${port}`],
    { cwd: folder, env, stdio: ["ignore", log, log] }
  )
  while (!(await ping(url))) {
    if (child.exitCode !== null) throw new Error(`the registry ended: see ${join(folder, "log")}`)
    await setTimeout(100)
  }
  return { url, stop: () => child.kill(), tool: (path) => [process.execPath, join(modules, path)] }
}
