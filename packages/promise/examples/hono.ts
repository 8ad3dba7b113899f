/** Orders over HTTP with Hono: an invoice is paid once, however often it is sent, and errors are JSON. */
import { serve } from "@hono/node-server"
import { createPanel, isSmmkitError } from "@smmkit/promise"
import { Hono } from "hono"

// The address and the key come from SMMKIT_URL and SMMKIT_KEY.
const panel = createPanel({ journal: "orders.db" })
const app = new Hono()

app.put("/orders/:invoice", async (c) =>
  c.json(await panel.orders.placeOnce(c.req.param("invoice"), await c.req.json()))
)

app.get("/states/:order", async (c) => c.json(await panel.orders.status(c.req.param("order"))))

app.onError((error, c) => {
  if (!isSmmkitError(error)) return c.text("Internal Server Error", 500)
  const { code, message, processed } = error
  return c.json({ code, message, processed }, error.fault === "caller" ? 422 : 502)
})

serve({ fetch: app.fetch, port: Number(process.env["PORT"] ?? 3000) })
