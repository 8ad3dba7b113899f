/** The limit: the least program that does the work, by hand, with bare undici and JSON.parse, and no checks. */
import { Agent, request } from "undici"

/** How many calls are under way at once, for every client that does more than one at a time. */
export const concurrency = 8

const perCall = 100

export const make = (url: string) => {
  const dispatcher = new Agent({ connections: concurrency })
  const headers = { "content-type": "application/x-www-form-urlencoded" }

  const call = async (params: Record<string, string>) => {
    const body = new URLSearchParams({ key: "fake-key", ...params }).toString()
    const reply = await request(url, { dispatcher, method: "POST", headers, body })
    return JSON.parse(await reply.body.text())
  }

  return {
    balance: () => call({ action: "balance" }),
    statuses: async (ids: ReadonlyArray<string>): Promise<ReadonlyArray<unknown>> => {
      const answers: Array<unknown> = new Array(ids.length)
      let next = 0
      const work = async () => {
        while (next < ids.length) {
          const start = next
          next += perCall
          const asked = ids.slice(start, next)
          const answer = await call({ action: "status", orders: asked.join(",") })
          for (let at = 0; at < asked.length; at++) answers[start + at] = answer[asked[at] ?? ""]
        }
      }
      await Promise.all(Array.from({ length: concurrency }, work))
      return answers
    },
    close: () => dispatcher.close()
  }
}
