/** Orders over HTTP with Express: an invoice is paid once, however often it is sent, and errors are JSON. */
import { createPanel, isSmmkitError } from "@smmkit/promise"
import express, { type NextFunction, type Request, type Response } from "express"

// The address and the key come from SMMKIT_URL and SMMKIT_KEY.
const panel = createPanel({ journal: "orders.db" })
const app = express().use(express.json())

app.put("/orders/:invoice", async (request, response) => {
  response.json(await panel.orders.placeOnce(request.params.invoice, request.body))
})

app.get("/states/:order", async (request, response) => {
  response.json(await panel.orders.status(request.params.order))
})

app.use((error: unknown, _: Request, response: Response, next: NextFunction) => {
  if (!isSmmkitError(error)) return next(error)
  const { code, message, processed } = error
  response.status(error.fault === "caller" ? 422 : 502).json({ code, message, processed })
})

app.listen(Number(process.env["PORT"] ?? 3000))
