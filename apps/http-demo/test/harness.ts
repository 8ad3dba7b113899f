/** What the tests stand on: a sandbox on a socket, and the server in front of it, in this process or another. */
import { type ChildProcess, spawn } from "node:child_process"
import * as Fs from "node:fs"
import * as Os from "node:os"
import * as Path from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { assert } from "@effect/vitest"
import * as NodeTransport from "@smmkit/adapter-node/NodeTransport"
import * as Sqlite from "@smmkit/journal/Sqlite"
import * as Store from "@smmkit/journal/Store"
import * as Sandbox from "@smmkit/sandbox/Sandbox"
import type { Options as SandboxOptions } from "@smmkit/sandbox/SandboxOptions"
import * as SandboxServer from "@smmkit/sandbox/SandboxServer"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as App from "../src/App.js"
import * as Backend from "../src/Backend.js"
import { Port } from "../src/Listener.js"
import * as Program from "../src/Program.js"

export const key = "fake-panel-key-1"

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export interface Panel extends AsyncDisposable {
  readonly url: string
  readonly run: <A, E>(use: (sandbox: Sandbox.Sandbox.Service) => Effect.Effect<A, E>) => Promise<A>
}

/** A panel of its own for a test: the sandbox behind a real socket. */
export const panel = async (options: SandboxOptions = {}): Promise<Panel> => {
  const runtime = ManagedRuntime.make(
    Layer.provideMerge(SandboxServer.layer(), Sandbox.layer({ key, services: 60, ...options }))
  )
  const { url } = await runtime.runPromise(SandboxServer.SandboxServer)
  return {
    url,
    run: (use) => runtime.runPromise(Effect.flatMap(Sandbox.Sandbox, use)),
    [Symbol.asyncDispose]: () => runtime.dispose()
  }
}

export interface Server extends AsyncDisposable {
  readonly url: string
}

/** The server in this process, in front of a panel. */
export const serve = async (panelUrl: string, options: Partial<App.Options> = {}): Promise<Server> => {
  const backend = Layer.merge(
    Backend.standing(
      { url: panelUrl, key: Redacted.make(key), retries: 1, retryDelay: "10 millis", timeout: "1 minute" },
      { exclusive: true, settlingTime: "1 second" },
      { limit: { calls: 1000, per: "1 second" } }
    ).pipe(
      Layer.provide([NodeTransport.layer, Layer.provideMerge(Store.layer(), Sqlite.layerClient(":memory:"))])
    ),
    Layer.succeed(Backend.Behind, { panel: "sandbox", isSandbox: true })
  )
  const app = App.layer({
    port: 0,
    token: Option.none(),
    page: here("../dist/page"),
    poll: "250 millis",
    ...options
  })
  const runtime = ManagedRuntime.make(Layer.provide(app, backend))
  const url = `http://127.0.0.1:${await runtime.runPromise(Port)}`
  return { url, [Symbol.asyncDispose]: () => runtime.dispose() }
}

export interface Hosted extends Server {
  /** The address as it is printed, with the token where there is one. */
  readonly address: string
}

export interface Started extends Hosted {
  readonly process: ChildProcess
  /** Ends the process by a signal; gives its exit code, or the signal where it had none. */
  readonly kill: (signal: NodeJS.Signals) => Promise<number | NodeJS.Signals | null>
}

const ended = (child: ChildProcess): Promise<number | NodeJS.Signals | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode ?? child.signalCode)
    : new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal)))

/** What the environment of every server says, unless a test has it say otherwise. */
const usual = { HOME: Os.tmpdir(), PORT: "0", SMMKIT_POLL: "250 millis" }

/** Where a server listens, of a line in which it says so. */
const addressIn = (line: string): string | undefined => /^smmkit is ready at (\S+)$/m.exec(line)?.[1]

/** Its address without the token, with which it is spoken to from here on. */
const urlOf = (address: string): string => {
  const [, url = "", token] = /^(.*?)(?:\/#token=(.*))?$/.exec(address) ?? []
  if (token !== undefined) tokens.set(new URL(url).host, token)
  return url
}

/** The whole program in this process, told by such an environment; what it says is heard, a line at a time. */
const program = (env: Readonly<Record<string, string>>, hear: (line: string) => void) =>
  Effect.flatMap(Console.consoleWith(Effect.succeed), (console) => {
    const say = (...parts: ReadonlyArray<unknown>) => Effect.sync(() => hear(parts.join(" ")))
    return Program.make(here("../dist/page")).pipe(
      Console.withConsole({ ...console, log: say, error: say }),
      Effect.withConfigProvider(ConfigProvider.fromMap(new Map(Object.entries({ ...usual, ...env }))))
    )
  })

/** The server as its environment says, in this process, where none has to be killed: a process takes long to start. */
export const host = (env: Readonly<Record<string, string>>): Promise<Hosted> =>
  new Promise((resolve, reject) => {
    const hear = (line: string): void => {
      const address = addressIn(line)
      if (address === undefined) return
      const end = () => Effect.runPromise(Effect.asVoid(Fiber.interrupt(running)))
      resolve({ url: urlOf(address), address, [Symbol.asyncDispose]: end })
    }
    const running = Effect.runFork(program(env, hear))
    running.addObserver((exit) => reject(new Error(`the server ended before it was ready: ${exit}`)))
  })

/** The same where it is expected not to start; gives what it said. */
export const refuse = async (env: Readonly<Record<string, string>>): Promise<string> => {
  const said: Array<string> = []
  const exit = await Effect.runPromiseExit(program(env, (line) => said.push(line)))
  assert.strictEqual(exit._tag, "Failure")
  return said.join("\n")
}

const bundled = here("../dist/bundled/server.js")

/** The server as users start it: a process of its own, told by its environment. */
export const start = async (env: Readonly<Record<string, string>>): Promise<Started> => {
  const child = spawn(process.execPath, [bundled], {
    env: { PATH: process.env["PATH"] ?? "", ...usual, ...env },
    stdio: ["ignore", "pipe", "inherit"]
  })
  const lines = createInterface({ input: child.stdout })
  const address = await new Promise<string>((resolve, reject) => {
    lines.on("line", (line) => {
      const found = addressIn(line)
      if (found !== undefined) resolve(found)
    })
    child.once("exit", (code) => reject(new Error(`the server ended with ${code} before it was ready`)))
  })
  const kill = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return ended(child)
  }
  return {
    url: urlOf(address),
    address,
    process: child,
    kill,
    [Symbol.asyncDispose]: async () => {
      await kill("SIGKILL")
    }
  }
}

/** Runs the process where it is expected not to start; gives its exit code and what it said. */
export const fail = async (
  env: Readonly<Record<string, string>>
): Promise<readonly [number | null, string]> => {
  const child = spawn(process.execPath, [bundled], {
    env: { PATH: process.env["PATH"] ?? "", PORT: "0", ...env }
  })
  let said = ""
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString()
    })
  }
  // Not at its exit: what it said last may still be on its way then.
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve))
  return [code, said]
}

export interface Folder extends Disposable {
  readonly path: (name: string) => string
}

/** A folder for one test, gone after it. */
export const folder = (): Folder => {
  const path = Fs.mkdtempSync(Path.join(Os.tmpdir(), "smmkit-demo-"))
  return {
    path: (name) => Path.join(path, name),
    [Symbol.dispose]: () => Fs.rmSync(path, { recursive: true, force: true })
  }
}

/** JSON of any shape, looked into by path: a wrong path gives undefined, and the assertion fails. */
export const at = (value: unknown, ...path: ReadonlyArray<string | number>): unknown =>
  path.reduce<unknown>(
    (inner, name) =>
      typeof inner === "object" && inner !== null
        ? new Map(Object.entries(inner)).get(String(name))
        : undefined,
    value
  )

/** The tokens that servers printed, by where they listen: a program would read them from their files. */
const tokens = new Map<string, string>()

/** The headers with the token of the server, where it has printed one. */
export const bearing = (
  url: string,
  headers: Readonly<Record<string, string>> = {}
): Readonly<Record<string, string>> => {
  const token = tokens.get(new URL(url).host)
  return token === undefined ? headers : { authorization: `Bearer ${token}`, ...headers }
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text()
  const isJson = /json/.test(response.headers.get("content-type") ?? "")
  const body: unknown = isJson && text !== "" ? JSON.parse(text) : text
  return { status: response.status, headers: response.headers, body }
}

export const get = async (url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  answerOf(await fetch(url, { headers: bearing(url, headers) }))

export const post = async (
  url: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {}
): Promise<Answer> =>
  answerOf(
    await fetch(url, {
      method: "POST",
      headers: bearing(
        url,
        body === undefined ? headers : { "content-type": "application/json", ...headers }
      ),
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
  )

export const order = { service: "1", link: "https://example.com/p/1", quantity: 100 } as const

export const place = (url: string, key: string, body: unknown = order): Promise<Answer> =>
  post(`${url}/api/orders`, body, { "idempotency-key": key })

/** Looks again and again until it is as it should be, with a breath between, for what is looked at works here too. */
export const until = async (is: () => Promise<boolean>): Promise<void> => {
  while (!(await is())) await new Promise((resolve) => setTimeout(resolve, 5))
}
