/**
 * The API's read path beside a bare node:http server that answers the same bytes, in the same run and by
 * turns: requests per second and the 99th percentile, as ratios. Prints JSON.
 */
import * as Net from "node:net"
import { quantile, run } from "./program.js"

const path = "/api/services?search=tiktok+views&limit=20"
const connections = 16
const seconds = 2
const turns = 3

interface Round {
  readonly perSecond: number
  readonly latencies: ReadonlyArray<number>
}

/** One request after the other on each connection. Answers are counted in bytes, as all have the same length. */
const load = async (url: string, length: number): Promise<Round> => {
  const { hostname, port } = new URL(url)
  const request = `GET ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n\r\n`
  const latencies: Array<number> = []
  const begin = performance.now()
  const end = begin + seconds * 1000
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = Net.connect({ port: Number(port), host: hostname, noDelay: true })
      let [received, sent] = [0, 0]
      const send = (): void => {
        sent = performance.now()
        socket.write(request)
      }
      socket.on("connect", send)
      socket.on("error", reject)
      socket.on("close", () => resolve())
      socket.on("data", (chunk: Buffer) => {
        received += chunk.length
        if (received < length) return
        received = 0
        latencies.push(performance.now() - sent)
        if (performance.now() < end) send()
        else socket.destroy()
      })
    })
  await Promise.all(Array.from({ length: connections }, one))
  return { perSecond: latencies.length / ((performance.now() - begin) / 1000), latencies }
}

/** How long one whole answer is, head and body. */
const lengthOf = (url: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const socket = Net.connect({ port: Number(port), host: hostname })
    let text = ""
    socket.setEncoding("latin1")
    socket.on("error", reject)
    socket.on("data", (chunk: string) => {
      text += chunk
      const head = text.indexOf("\r\n\r\n")
      const [, length] = /^content-length: (\d+)/im.exec(text.slice(0, head)) ?? []
      if (head === -1 || length === undefined || text.length < head + 4 + Number(length)) return
      socket.destroy()
      resolve(head + 4 + Number(length))
    })
    socket.write(`GET ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n\r\n`)
  })

const server = await run("../server/server.js")
const answer = await fetch(`${server.url}${path}`)
const sent = [...answer.headers].filter(
  ([name]) => !/^(?:date|connection|keep-alive|content-length)$/.test(name)
)
const bare = await run("./bare.js", {
  BODY: Buffer.from(await answer.arrayBuffer()).toString("base64"),
  HEADERS: JSON.stringify(Object.fromEntries(sent))
})
const programs = { api: server.url, bare: bare.url }
const lengths = { api: await lengthOf(programs.api), bare: await lengthOf(programs.bare) }
const rounds: Record<"api" | "bare", Array<Round>> = { api: [], bare: [] }
for (const name of ["api", "bare"] as const) await load(programs[name], lengths[name])
for (let turn = 0; turn < turns; turn++) {
  for (const name of ["api", "bare"] as const) rounds[name].push(await load(programs[name], lengths[name]))
}
server.stop()
bare.stop()

const sum = (list: ReadonlyArray<Round>) => ({
  perSecond: Math.round(list.reduce((sum, { perSecond }) => sum + perSecond, 0) / list.length),
  p99: Number(
    quantile(
      list.flatMap(({ latencies }) => latencies),
      0.99
    ).toFixed(2)
  )
})
const [api, node] = [sum(rounds.api), sum(rounds.bare)]
console.log(
  JSON.stringify({
    figure: "read path of the API beside a bare node:http server",
    bytes: lengths,
    connections,
    api,
    bare: node,
    requestsRatio: Number((api.perSecond / node.perSecond).toFixed(3)),
    p99Ratio: Number((api.p99 / node.p99).toFixed(2))
  })
)
