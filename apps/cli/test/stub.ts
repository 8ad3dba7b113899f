/** A panel that answers as a test tells it to, and remembers what it was asked. */
import { createServer, type ServerResponse } from "node:http"

export type Form = Readonly<Record<string, string>>

export interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

/** What becomes of a call: a reply, or whatever is done to the response. */
export type Behaviour = (form: Form) => string | Reply | ((response: ServerResponse) => void)

export interface Stub {
  readonly url: string
  /** How to point the program at it. */
  readonly env: Readonly<Record<string, string>>
  readonly calls: ReadonlyArray<Form>
  /** Ends when the next call of this action has come in. */
  readonly next: (action: string) => Promise<Form>
  readonly close: () => void
}

export const key = "fake-key-0123456789"

export const stub = (behave: Behaviour): Promise<Stub> =>
  new Promise((resolve) => {
    const calls: Array<Form> = []
    const waiting: Array<{ readonly action: string; readonly tell: (form: Form) => void }> = []
    const server = createServer((request, response) => {
      let body = ""
      request.setEncoding("utf8").on("data", (text: string) => {
        body += text
      })
      request.on("end", () => {
        const form = Object.fromEntries(new URLSearchParams(body))
        calls.push(form)
        const answer = behave(form)
        if (typeof answer === "function") answer(response)
        else {
          const { status = 200, headers = {}, body } = typeof answer === "string" ? { body: answer } : answer
          response.writeHead(status, { "content-type": "application/json", ...headers }).end(body)
        }
        for (const one of waiting.splice(0)) {
          if (one.action === form["action"]) one.tell(form)
          else waiting.push(one)
        }
      })
    })
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      const port = typeof address === "object" ? address?.port : undefined
      const url = `http://127.0.0.1:${port}/api/v2`
      resolve({
        url,
        env: { SMMKIT_URL: url, SMMKIT_KEY: key },
        calls,
        next: (action) => new Promise((tell) => waiting.push({ action, tell })),
        close: () => {
          server.closeAllConnections()
          server.close()
        }
      })
    })
  })

/** A catalogue of one service of each kind that the tests order. */
export const catalogue = JSON.stringify([
  {
    service: 1,
    name: "Likes",
    type: "Default",
    category: "A",
    rate: "0.90",
    min: "10",
    max: "1000",
    refill: true,
    cancel: true
  },
  { service: 2, name: "Comments", type: "Custom Comments", category: "B", rate: "8", min: "1", max: "5" },
  { service: 3, name: "Posts", type: "Subscriptions", category: "B", rate: "2", min: "10", max: "100" },
  { service: 4, name: "Odd", type: "Brand new", category: "C", rate: "2", min: "10", max: "100" },
  { service: 5, name: "Pack", type: "Package", category: "C", rate: "12.5", min: "1", max: "1" },
  {
    service: 6,
    name: "Drip",
    type: "Default",
    category: "A",
    rate: "1",
    min: "10",
    max: "1000",
    dripfeed: false
  },
  { service: 7, name: "Poll", type: "Poll", category: "A", rate: "1", min: "10", max: "1000" },
  { service: 8, name: "Visits", type: "Web Traffic", category: "A", rate: "1", min: "10", max: "1000" }
])

/** The behaviour of a panel that sells, but does something else with one action. */
export const except =
  (action: string, behave: Behaviour): Behaviour =>
  (form) =>
    form["action"] === action
      ? behave(form)
      : form["action"] === "services"
        ? catalogue
        : `{"error":"Incorrect request"}`
