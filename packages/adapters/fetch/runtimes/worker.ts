/** The program as a Worker, which is asked over HTTP. */
import { run } from "./program.js"

export default {
  fetch: async (request: Request): Promise<Response> => new Response(await run(await request.text()))
}
