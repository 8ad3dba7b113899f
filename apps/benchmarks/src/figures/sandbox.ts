/** The sandbox over HTTP, beside a bare server that answers the same bytes: requests per second. */
import { Pool } from "undici"
import { alternate, medianOf, ratio } from "../harness/alternate.js"
import { start } from "../harness/child.js"
import type { Figure } from "../harness/figure.js"

const form = (params: Readonly<Record<string, string>>): string =>
  new URLSearchParams({ key: "sandbox-key", ...params }).toString()

const headers = { "content-type": "application/x-www-form-urlencoded" }

const connections = 16

/** A client with connections of its own, as cheap as can be: what is measured is the server. */
export const client = (url: string) => {
  const { origin, pathname: path } = new URL(url)
  const pool = new Pool(origin, { connections })
  const ask = async (body: string): Promise<string> => {
    const reply = await pool.request({ path, method: "POST", headers, body })
    return reply.body.text()
  }
  return {
    ask,
    /** Asks in turns for each of the bodies, until so many requests were answered. */
    askAll: async (bodies: ReadonlyArray<string>, count: number) => {
      let next = 0
      const work = async () => {
        while (next < count) await ask(bodies[next++ % bodies.length] ?? "")
      }
      await Promise.all(Array.from({ length: connections }, work))
    },
    close: () => pool.close()
  }
}

/** Questions about the account and about its orders, of which some are placed here. */
export const questions = async (ask: (body: string) => Promise<string>): Promise<ReadonlyArray<string>> => {
  const place = async () => {
    const answer = await ask(
      form({ action: "add", service: "1", link: "https://example.com/p/1", quantity: "100" })
    )
    return String(JSON.parse(answer).order)
  }
  const orders = [await place(), await place(), await place()]
  return [
    form({ action: "balance" }),
    ...orders.map((order) => form({ action: "status", order })),
    form({ action: "status", orders: orders.join(",") })
  ]
}

/** The sandbox, and a bare server that gives the answers that the sandbox gave. */
export const servers = async () => {
  const sandbox = await start("sandbox")
  const toSandbox = client(sandbox.line)
  const bodies = await questions(toSandbox.ask)
  const answers: Record<string, string> = {}
  for (const body of bodies) answers[body] = await toSandbox.ask(body)
  const bare = await start("bareServer", [JSON.stringify(answers)])
  const toBare = client(bare.line)
  return {
    bodies,
    toSandbox,
    toBare,
    stop: async () => {
      await Promise.all([toSandbox.close(), toBare.close()])
      await Promise.all([sandbox.stop(), bare.stop()])
    }
  }
}

export const sandbox: Figure = {
  id: "sandbox",
  measure: async (whole) => {
    const { bodies, toSandbox, toBare, stop } = await servers()
    const count = whole ? 4000 : 20
    const pair = await alternate(
      { smmkit: () => toSandbox.askAll(bodies, count), limit: () => toBare.askAll(bodies, count) },
      whole ? { rounds: 15, warmUp: 4 } : { rounds: 1, warmUp: 0 }
    )
    await stop()
    const perSecond = (wall: number) => `${Math.round((count / wall) * 1000)}/s`
    return [
      {
        figure: "sandbox: requests per second, against a bare node:http server that answers the same bytes",
        aim: { least: 0.4 },
        value: 1 / ratio(pair, "wall"),
        unit: "times",
        smmkit: perSecond(medianOf(pair.smmkit, "wall")),
        limit: perSecond(medianOf(pair.limit, "wall")),
        common: null
      }
    ]
  }
}
