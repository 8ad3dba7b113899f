/** `app/orders/[invoice]/route.ts` of a Next application: an invoice is paid once, however often it is sent. */
import { createPanel, isSmmkitError } from "@smmkit/promise"

export const runtime = "nodejs"

// The address and the key come from SMMKIT_URL and SMMKIT_KEY.
const panel = createPanel({ journal: "orders.db" })

interface Context {
  readonly params: Promise<{ readonly invoice: string }>
}

export async function PUT(request: Request, { params }: Context): Promise<Response> {
  try {
    const { invoice } = await params
    return Response.json(await panel.orders.placeOnce(invoice, await request.json()))
  } catch (error) {
    if (!isSmmkitError(error)) throw error
    const { code, message, processed } = error
    return Response.json({ code, message, processed }, { status: error.fault === "caller" ? 422 : 502 })
  }
}
