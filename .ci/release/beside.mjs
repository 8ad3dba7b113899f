/** Projects without Effect 3 of their own: `@smmkit/promise` beside another Effect, and in web servers. */
import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { copyFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { setTimeout } from "node:timers/promises"
import { pathToFileURL } from "node:url"
import { readJson } from "../workspace.mjs"
import { start } from "./pack.mjs"
import { compile } from "./projects.mjs"
import { freePort } from "./registry.mjs"

const examples = resolve("packages/promise/examples")

/** What stands beside `@smmkit/promise`. */
export const effect = { effect: "4.1.0" }
export const servers = {
  "@hono/node-server": "2.1.9",
  "@types/express": "5.0.6",
  express: "5.3.0",
  hono: "4.13.19"
}

const order = { service: "1", link: "https://example.com/p/1", quantity: 100 }
const wrong = { ...order, quantity: "many" }

/** What the order costs. Where the panel ends it in part, which an order in twenty meets at any time, it costs less. */
const cost = /^0(?:\.0\d+)?$/

/** What each server answers to an order, to the same again, and to one that is wrong. */
const checkOrders = (first, again, refused) => {
  assert.equal(first.status, 200)
  assert.match(first.body.order, /^\d+$/)
  assert.deepEqual(again, first, "an invoice is paid once")
  assert.equal(refused.status, 422)
  assert.deepEqual([refused.body.code, refused.body.processed], ["InvalidOrder", "no"])
}

/** Runs a program that serves, and asks it. */
const askServer = async (program, { cwd, env }) => {
  const port = await freePort()
  const options = { cwd, env: { ...env, PORT: String(port) }, stdio: "inherit" }
  const child = spawn(process.execPath, [program], options)
  const ended = new Promise((resolve) => child.on("close", resolve))
  const ask = async (method, path, body) => {
    const headers = { "content-type": "application/json" }
    const url = `http://127.0.0.1:${port}/${path}`
    const answer = await fetch(url, { method, headers, body: body && JSON.stringify(body) })
    return { status: answer.status, body: await answer.json() }
  }
  const isUp = () =>
    ask("GET", "states/0").then(
      () => true,
      () => false
    )
  try {
    while (!(await isUp())) {
      if (child.exitCode !== null) throw new Error(`${program} ended`)
      await setTimeout(100)
    }
    const first = await ask("PUT", "orders/invoice-1042", order)
    const again = await ask("PUT", "orders/invoice-1042", order)
    checkOrders(first, again, await ask("PUT", "orders/invoice-1043", wrong))
    const { body } = await ask("GET", `states/${first.body.order}`)
    assert.match(body.charge, cost, "a state is plain JSON")
    const unknown = await ask("GET", "states/99")
    assert.deepEqual([unknown.status, unknown.body.code], [422, "NotFound"])
  } finally {
    child.kill()
    await ended
  }
}

/** Calls a route of Next as Next does, with a web request. */
const askRoute = async (program, { cwd, env }) => {
  const caller = `
    const { PUT } = await import(${JSON.stringify(pathToFileURL(join(cwd, program)).href)})
    const send = async (invoice, order) => {
      const request = new Request("http://localhost/orders/" + invoice, { method: "PUT", body: JSON.stringify(order) })
      const answer = await PUT(request, { params: Promise.resolve({ invoice }) })
      return { status: answer.status, body: await answer.json() }
    }
    const order = ${JSON.stringify(order)}
    const answers = [await send("invoice-1042", order), await send("invoice-1042", order)]
    console.log(JSON.stringify([...answers, await send("invoice-1043", ${JSON.stringify(wrong)})]))`
  const said = await start([process.execPath, "--input-type=module", "-e", caller], { cwd, env })
  checkOrders(...JSON.parse(said))
}

const serving = ["express", "hono", "next-route"]

/** Compiles the examples beside Effect 4 and the servers. */
export const compileExamples = async ({ folder, outDir, env }) => {
  for (const name of ["effect-4", ...serving])
    copyFileSync(join(examples, `${name}.ts`), join(folder, `${name}.ts`))
  await compile({ folder, outDir, env, files: ["effect-4.ts"] })
  // The servers' own declarations are not ours to check.
  const files = serving.map((name) => `${name}.ts`)
  await compile({ folder, outDir, env, files, more: { skipLibCheck: true } })
}

/** Runs the example beside Effect 4, and those in servers where they are installed; gives what it said. */
export const runExamples = async ({ isServing, ...options }) => {
  const installed = readJson(join(options.cwd, "node_modules/effect/package.json"))
  assert.equal(installed.version, effect.effect)
  const said = await start(["node", "out/effect-4.js"], options)
  const [, charge] =
    /^order \d+ costs (\S+) USD\nInvalidOrder \(processed: no\): quantity is "0"/.exec(said) ?? []
  assert.match(charge ?? said, cost)
  if (isServing) {
    await askServer("out/express.js", options)
    await askServer("out/hono.js", options)
    await askRoute("out/next-route.js", options)
  }
  return said.split("\n")[0]
}
