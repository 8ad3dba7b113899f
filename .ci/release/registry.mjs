/** A registry on loopback, in a folder of its own: it keeps what is published to it and hands on all else. */
import { spawn } from "node:child_process"
import { mkdirSync, openSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import * as Pack from "./pack.mjs"

/** A port of loopback that nobody listens on. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

/** What the address answers, or nothing where nobody is there yet. */
const ping = (url) =>
  fetch(`${url}/-/ping`).then(
    ({ ok }) => ok,
    () => false
  )

/** Starts one; what is not published to it comes from where npm is configured to get it. */
export const start = async (folder, upstream) => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, "package.json"),
    // The newest verdaccio wants a newer Node; this one's client of another age does not run on Node 20.
    JSON.stringify({
      private: true,
      dependencies: { verdaccio: "6.8.0" },
      overrides: { "node-fetch": "2.7.0" }
    })
  )
  const quietly = ["--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts"]
  await Pack.start(["npm", "install", ...quietly], { cwd: folder })
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  writeFileSync(
    join(folder, "config.yaml"),
    JSON.stringify({
      storage: join(folder, "storage"),
      auth: { htpasswd: { file: join(folder, "htpasswd") } },
      uplinks: { upstream: { url: upstream, maxage: "60m", timeout: "60s" } },
      packages: {
        "@smmkit/*": { access: "$all", publish: "$all" },
        "**": { access: "$all", proxy: "upstream" }
      },
      max_body_size: "50mb",
      log: { type: "stdout", format: "json", level: "warn" }
    })
  )
  const log = openSync(join(folder, "log"), "w")
  const child = spawn(
    process.execPath,
    ["node_modules/verdaccio/bin/verdaccio", "--config", "config.yaml", "--listen", `127.0.0.1:${port}`],
    { cwd: folder, stdio: ["ignore", log, log] }
  )
  while (!(await ping(url))) {
    if (child.exitCode !== null) throw new Error(`the registry ended: see ${join(folder, "log")}`)
    await setTimeout(100)
  }
  return { url, stop: () => child.kill() }
}
