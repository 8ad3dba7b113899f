import { execFile } from "node:child_process"
import * as Http from "node:http"
import * as Net from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { NodeTransport } from "@smmkit/adapter-node"
import { AddOrder, Balance, Money, Panel } from "@smmkit/core"
import { Sandbox, type SandboxOptions, SandboxServer } from "@smmkit/sandbox"
import { Deferred, Effect, Either, Exit, Layer, Option, Redacted, Scope } from "effect"
import { find, link } from "./harness.js"

const serving = (options?: SandboxOptions.Options, server?: SandboxServer.Options) =>
  SandboxServer.layer(server).pipe(Layer.provideMerge(Sandbox.layer(options)))

const running = Effect.all({ server: SandboxServer.SandboxServer, sandbox: Sandbox.Sandbox })

const request = (url: string, init?: RequestInit) =>
  Effect.promise(async () => {
    const response = await fetch(url, { redirect: "manual", ...init })
    return {
      status: response.status,
      type: response.headers.get("content-type"),
      body: await response.text()
    }
  })

const post = (url: string, form: Record<string, string>) =>
  request(url, { method: "POST", body: new URLSearchParams({ key: "sandbox-key", ...form }) })

const order = { action: "add", service: "1", link: link(), quantity: "100" }

describe("SandboxServer", () => {
  it.live("answers a form, errors with HTTP 200 included, as JSON", () =>
    Effect.gen(function* () {
      const { server } = yield* running
      const type = "application/json"
      assert.deepStrictEqual(yield* post(server.url, order), { status: 200, type, body: '{"order":23501}' })
      const refused = { status: 200, type, body: '{"error":"Invalid API key"}' }
      assert.deepStrictEqual(yield* post(server.url, { action: "balance", key: "no-key" }), refused)
      assert.strictEqual(
        (yield* post(`${server.url}/`, { action: "x" })).body,
        '{"error":"Incorrect request"}'
      )
    }).pipe(Effect.provide(serving()))
  )

  it.live("takes JSON too, and GET for what only reads", () =>
    Effect.gen(function* () {
      const { server, sandbox } = yield* running
      const json = (body: unknown) =>
        Effect.map(
          request(server.url, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify(body)
          }),
          (reply) => reply.body
        )
      const key = sandbox.key
      const typed = { key, action: "add", service: 1, link: link(), quantity: 100 }
      assert.strictEqual(yield* json(typed), '{"order":23501}')
      assert.include(
        yield* json({ key, action: "status", orders: [23501, 7] }),
        '"7":{"error":"Incorrect order ID"}'
      )
      assert.strictEqual(yield* json([typed]), '{"error":"Incorrect request"}')
      assert.strictEqual(
        (yield* request(`${server.url}?key=${key}&action=balance`)).body,
        '{"balance":"999.921","currency":"USD"}'
      )
      const spending = yield* request(`${server.url}?${new URLSearchParams({ key, ...order })}`)
      assert.strictEqual(spending.body, '{"error":"Incorrect request"}')
      assert.strictEqual(
        (yield* request(server.url, { method: "PUT" })).body,
        '{"error":"Incorrect request"}'
      )
      assert.strictEqual((yield* sandbox.bookings).length, 1)
    }).pipe(Effect.provide(serving()))
  )

  it.live("knows one address, and refuses bodies over the limit", () =>
    Effect.gen(function* () {
      const { server } = yield* running
      assert.strictEqual((yield* request(server.url.replace("/api/v2", "/"))).status, 404)
      const large = yield* post(server.url, { action: "balance", more: "x".repeat(2000) })
      assert.strictEqual(large.status, 413)
      assert.strictEqual((yield* post(server.url, { action: "balance" })).status, 200)
    }).pipe(Effect.provide(serving({}, { maxBodyBytes: 1000 })))
  )

  it.live("survives what is no form", () =>
    Effect.gen(function* () {
      const { server } = yield* running
      const raw = (body: string, type: string) =>
        request(server.url, { method: "POST", headers: { "content-type": type }, body })
      const bodies = ["", "%", "key=%zz&action=%00", "{", "null", "__proto__=1&key=&action=__proto__"]
      for (const body of bodies) {
        for (const type of ["application/x-www-form-urlencoded", "application/json", "multipart/form-data"]) {
          const reply = yield* raw(body, type)
          assert.deepStrictEqual([reply.status, reply.body.slice(0, 9)], [200, '{"error":'])
        }
      }
    }).pipe(Effect.provide(serving()))
  )

  it.live("shows the faults of the network as a network does", () =>
    Effect.gen(function* () {
      const { server, sandbox } = yield* running
      const failing = (form: Record<string, string>) =>
        Effect.tryPromise(() =>
          fetch(server.url, {
            method: "POST",
            body: new URLSearchParams({ key: "sandbox-key", ...form })
          }).then((response) => response.text())
        ).pipe(Effect.isFailure)
      yield* sandbox.faults.script(["refused", "dropped-before", "dropped-after", "half-body"])
      assert.deepStrictEqual(yield* Effect.forEach([1, 2, 3, 4], () => failing(order)), [
        true,
        true,
        true,
        true
      ])
      assert.strictEqual((yield* sandbox.bookings).length, 2)
      yield* sandbox.faults.script(["rate-limited", "redirect", "html", { mishap: "slow", after: 30 }])
      const statuses = yield* Effect.forEach([1, 2, 3, 4], () => post(server.url, { action: "balance" }))
      assert.deepStrictEqual(
        statuses.map(({ status }) => status),
        [429, 302, 502, 200]
      )
    }).pipe(Effect.provide(serving()))
  )

  it.live("serves the client through a real socket", () =>
    Effect.gen(function* () {
      const { server, sandbox } = yield* running
      const { id, min } = find(sandbox, {})
      const program = Effect.gen(function* () {
        const { place } = yield* AddOrder.AddOrder
        const balance = yield* Balance.Balance
        yield* sandbox.faults.script(["half-body"])
        const lost = yield* Effect.either(
          place({ type: "Default", service: id, link: link(), quantity: min })
        )
        assert.isTrue(Either.isLeft(lost) && lost.left._tag === "OutcomeUnknown")
        return Money.format(yield* balance.get)
      })
      const config = { url: server.url, key: Redacted.make(sandbox.key) }
      const left = yield* Effect.provide(
        program,
        Panel.layer(config).pipe(Layer.provide(NodeTransport.layer))
      )
      assert.strictEqual(left, "999.9605 USD")
    }).pipe(Effect.provide(serving()))
  )

  it.live("stops with its scope, whoever is still waiting, and frees its port", () =>
    Effect.gen(function* () {
      const sandbox = yield* Sandbox.Sandbox
      const scope = yield* Scope.make()
      const called = yield* Deferred.make<void>()
      const watched: Sandbox.Sandbox.Service = {
        ...sandbox,
        handle: (form) => Effect.ensuring(sandbox.handle(form), Deferred.succeed(called, undefined))
      }
      const start = (port: number) =>
        SandboxServer.make({ port }).pipe(
          Effect.provideService(Sandbox.Sandbox, watched),
          Scope.extend(scope)
        )
      const server = yield* start(0)
      const agent = new Http.Agent({ keepAlive: true })
      yield* sandbox.faults.script(["booked-late"])
      const waiting = new Promise<string>((resolve) => {
        const body = `key=${sandbox.key}&action=balance`
        Http.request(server.url, { method: "POST", agent }, () => resolve("answered"))
          .on("error", () => resolve("cut"))
          .end(body)
      })
      const idle = Net.connect(server.port, "127.0.0.1").on("error", () => {})
      yield* Effect.promise(() => new Promise((resolve) => idle.once("connect", resolve)))
      yield* Deferred.await(called)
      const busy = yield* Effect.flip(start(server.port))
      assert.strictEqual(busy._tag === "CannotListen" ? busy.code : busy.message, "EADDRINUSE")
      assert.include(busy.message, "the port is in use")
      yield* Scope.close(scope, Exit.void)
      assert.strictEqual(yield* Effect.promise(() => waiting), "cut")
      const again = yield* Effect.scoped(SandboxServer.make({ port: server.port }))
      assert.strictEqual(again.port, server.port)
      agent.destroy()
      idle.destroy()
    }).pipe(Effect.provide(Sandbox.layer()))
  )
})

/** Runs a foreign client; nothing where the machine has none. */
const foreign = (command: string, args: ReadonlyArray<string>) =>
  Effect.async<Option.Option<string>, Error>((resume) => {
    execFile(command, args, (error, stdout) => {
      if (error === null) resume(Effect.succeedSome(stdout))
      else resume(error.code === "ENOENT" ? Effect.succeedNone : Effect.fail(error))
    })
  })

/** Calls in a row, each with the exact text of its answer. */
const dialogue: ReadonlyArray<readonly [Record<string, string>, string]> = [
  [{ action: "balance" }, '{"balance":"1000","currency":"USD"}'],
  [order, '{"order":23501}'],
  [
    { action: "status", order: "23501" },
    '{"charge":"0.079","start_count":"4662","status":"Pending","remains":"100","currency":"USD"}'
  ],
  [
    { action: "status", orders: "23501,7" },
    '{"23501":{"charge":"0.079","start_count":"4662","status":"Pending","remains":"100","currency":"USD"},"7":{"error":"Incorrect order ID"}}'
  ],
  [{ action: "refill", order: "23501" }, '{"error":"The order is not completed"}'],
  [
    { action: "refill", orders: "23501,7" },
    '[{"order":23501,"refill":{"error":"The order is not completed"}},{"order":7,"refill":{"error":"Incorrect order ID"}}]'
  ],
  [{ action: "refill_status", refill: "1" }, '{"error":"Refill not found"}'],
  [{ action: "refill_status", refills: "1" }, '[{"refill":1,"status":{"error":"Refill not found"}}]'],
  [
    { action: "cancel", orders: "7,23501" },
    '[{"order":7,"cancel":{"error":"Incorrect order ID"}},{"order":23501,"cancel":1}]'
  ],
  [{ action: "balance", key: "no-key" }, '{"error":"Invalid API key"}'],
  [{ action: "services" }, ""]
]

const python = `
import json, sys, urllib.parse, urllib.request
url, forms = sys.argv[1], json.loads(sys.argv[2])
answers = []
for form in forms:
    with urllib.request.urlopen(url, urllib.parse.urlencode(form).encode()) as reply:
        answers.append([reply.status, reply.headers["content-type"], reply.read().decode()])
print(json.dumps(answers))
`

const forms = dialogue.map(([form]) => ({ key: "sandbox-key", ...form }))

describe("a foreign client gets exactly the documented shapes, errors with HTTP 200 included", () => {
  const check = (answers: ReadonlyArray<readonly [number, string, string]>) => {
    for (const [at, [, expected]] of dialogue.entries()) {
      const [status, type, body] = answers[at] ?? []
      assert.deepStrictEqual([status, type], [200, "application/json"])
      if (expected !== "") assert.strictEqual(body, expected)
      else assert.match(body ?? "", /^\[\{"service":1,"name":"Instagram Followers /)
    }
  }

  it.live("curl", (context) =>
    Effect.gen(function* () {
      const { server } = yield* running
      const answers: Array<readonly [number, string, string]> = []
      for (const form of forms) {
        const fields = Object.entries(form).flatMap(([name, value]) => [
          "--data-urlencode",
          `${name}=${value}`
        ])
        const out = yield* foreign("curl", [
          "-sS",
          "-w",
          "\n%{http_code} %{content_type}",
          ...fields,
          server.url
        ])
        if (Option.isNone(out)) return missing(context, "curl")
        const [body = "", last = ""] = out.value.split("\n")
        const [status, type = ""] = last.split(" ")
        answers.push([Number(status), type, body])
      }
      check(answers)
    }).pipe(Effect.provide(serving()))
  )

  it.live("python3", (context) =>
    Effect.gen(function* () {
      const { server } = yield* running
      const out = yield* foreign("python3", ["-c", python, server.url, JSON.stringify(forms)])
      if (Option.isNone(out)) return missing(context, "python3")
      check(JSON.parse(out.value))
    }).pipe(Effect.provide(serving()))
  )
})

/** What the machine lacks is skipped by name; where CI is set, it is a failure. */
const missing = (context: { readonly skip: (note: string) => void }, name: string): void => {
  if (process.env["CI"]) throw new Error(`this test needs ${name}`)
  context.skip(`this machine has no ${name}`)
}
