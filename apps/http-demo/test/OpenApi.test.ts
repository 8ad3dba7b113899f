import { spawn, spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"
import { at, get, panel, place, serve } from "./harness.js"

const values = (value: unknown): ReadonlyArray<unknown> =>
  typeof value === "object" && value !== null ? Object.values(value) : []

const entries = (value: unknown): ReadonlyArray<readonly [string, unknown]> =>
  typeof value === "object" && value !== null ? Object.entries(value) : []

interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly operation: unknown
}

const operationsOf = (document: unknown): ReadonlyArray<Operation> =>
  entries(at(document, "paths")).flatMap(([path, methods]) =>
    entries(methods).map(([method, operation]) => ({
      id: String(at(operation, "operationId")),
      method: method.toUpperCase(),
      path,
      operation
    }))
  )

/** The first example of a schema, wherever that stands. */
const exampleOf = (document: unknown, schema: unknown): unknown => {
  const [, name = ""] = /^#\/components\/schemas\/(\w+)$/.exec(String(at(schema, "$ref"))) ?? []
  const others = [at(document, "components", "schemas", name), ...values(at(schema, "anyOf"))]
  return others
    .filter((other) => other !== undefined)
    .reduce((found, other) => found ?? exampleOf(document, other), at(schema, "examples", 0))
}

/** Asks as the document's examples do; nothing else is known here about the operation. */
const ask = async (url: string, document: unknown, { method, path, operation }: Operation) => {
  let target = path
  const query = new URLSearchParams()
  const headers: Record<string, string> = {}
  for (const parameter of values(at(operation, "parameters"))) {
    const [name, where, schema] = ["name", "in", "schema"].map((field) => at(parameter, field))
    const example = exampleOf(document, schema)
    if (example === undefined) continue
    if (where === "path") target = target.replace(`{${name}}`, encodeURIComponent(String(example)))
    if (where === "query") query.set(String(name), String(example))
    if (where === "header") headers[String(name)] = String(example)
  }
  const request = exampleOf(document, at(operation, "requestBody", "content", "application/json", "schema"))
  const response = await fetch(`${url}${target}?${query}`, {
    method,
    headers: request === undefined ? headers : { ...headers, "content-type": "application/json" },
    ...(request === undefined ? {} : { body: JSON.stringify(request) })
  })
  const text = await response.text()
  const isJson = response.headers.get("content-type") === "application/json"
  const body: unknown = isJson ? JSON.parse(text) : text
  return { status: response.status, body }
}

describe("the OpenAPI document", () => {
  it("is whole: references resolve, operations have names, parameters and problems of their own", async () => {
    await using shop = await panel()
    await using server = await serve(shop.url)
    const { body: document } = await get(`${server.url}/openapi.json`)
    assert.strictEqual(at(document, "openapi"), "3.1.0")
    assert.isString(at(document, "info", "title"))
    assert.isString(at(document, "info", "version"))
    for (const [reference] of JSON.stringify(document).matchAll(/"\$ref":"[^"]*"/g)) {
      const [, name = ""] = /"#\/components\/schemas\/(\w+)"/.exec(reference) ?? []
      assert.isObject(at(document, "components", "schemas", name), reference)
    }
    const operations = operationsOf(document)
    assert.strictEqual(new Set(operations.map(({ id }) => id)).size, operations.length)
    for (const { id, path, operation } of operations) {
      assert.isString(at(operation, "summary"), id)
      const declared = values(at(operation, "parameters")).filter(
        (parameter) => at(parameter, "in") === "path"
      )
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      assert.deepStrictEqual(
        declared.map((parameter) => at(parameter, "name")),
        inPath,
        id
      )
      for (const [status, response] of entries(at(operation, "responses"))) {
        assert.match(status, /^[1-5]\d\d$/)
        assert.isString(at(response, "description"))
        if (Number(status) >= 400) {
          const schema = at(response, "content", "application/problem+json", "schema", "$ref")
          assert.strictEqual(schema, "#/components/schemas/Problem", `${id} ${status}`)
        }
      }
    }
  })

  it("has examples that can be sent as they are", async () => {
    await using shop = await panel({ speed: 0.001, refillWait: "0 seconds" })
    await using server = await serve(shop.url)
    const { body: document } = await get(`${server.url}/openapi.json`)
    const operations = operationsOf(document)
    const checked = new Set<string>()
    const check = async (id: string): Promise<void> => {
      checked.add(id)
      const operation = operations.find((operation) => operation.id === id)
      assert.isDefined(operation, id)
      if (operation === undefined) return
      const { status, body } = await ask(server.url, document, operation)
      const response = at(operation.operation, "responses", String(status))
      assert.isDefined(response, `${id} answers ${status}: ${JSON.stringify(body)}`)
      assert.isBelow(status, 300, `${id}: ${JSON.stringify(body)}`)
    }
    for (const id of ["about", "services", "balance", "quote", "placeOrder", "order", "orders"])
      await check(id)
    for (const id of ["cancel", "spending"]) await check(id)
    await shop.run((sandbox) => sandbox.change("23501", { state: "Completed" }))
    for (const id of ["refill", "events"]) await check(id)
    await shop.run((sandbox) => sandbox.faults.script(["dropped-after"], "add"))
    await place(server.url, "summer-8", { service: "1", link: "https://example.com/p/2", quantity: 100 })
    for (const id of ["doubts", "verdict", "session", "healthz", "readyz", "metrics"]) await check(id)
    assert.sameMembers(
      [...checked],
      operations.map(({ id }) => id)
    )
  })

  const python = spawnSync("python3", ["--version"]).status === 0
  it.skipIf(!python && process.env["CI"] === undefined)(
    "is enough for a client in another language, made from it",
    async () => {
      await using shop = await panel({ speed: 0.001 })
      await using server = await serve(shop.url)
      const client = fileURLToPath(new URL("client.py", import.meta.url))
      const child = spawn("python3", [client, server.url], { stdio: ["ignore", "pipe", "pipe"] })
      let said = ""
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (chunk: Buffer) => {
          said += chunk.toString()
        })
      }
      const code = await new Promise((resolve) => child.once("close", resolve))
      assert.strictEqual(code, 0, said)
      assert.match(said, /^called \d+ operations, all answers as described$/m)
      assert.lengthOf(await shop.run((sandbox) => sandbox.bookings), 1)
    }
  )
})
