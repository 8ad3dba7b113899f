/** The program as a Worker, which is asked over HTTP; there is no journal. */
import { createPanel, isSmmkitError } from "@smmkit/promise"
import { run } from "./program.js"

const withJournal = async (url: string): Promise<string> => {
  const panel = createPanel({ url, key: "sandbox-key", journal: "orders.db" })
  const order = { service: "1", link: "https://example.com/p/1", quantity: 100 }
  const error: unknown = await panel.orders.placeOnce("a", order).catch((error: unknown) => error)
  return isSmmkitError(error) && error.code === "InvalidOption" ? error.field : String(error)
}

export default {
  fetch: async (request: Request): Promise<Response> => {
    const url = await request.text()
    return Response.json({ report: await run(url), journal: await withJournal(url) })
  }
}
