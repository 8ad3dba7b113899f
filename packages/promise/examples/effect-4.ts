/** Inside of a program on Effect 4: a call is an effect whose failures are the errors of this package. */
import { type AnyError, createPanel, isSmmkitError, type Order } from "@smmkit/promise"
import { Effect } from "effect"

// The address and the key come from SMMKIT_URL and SMMKIT_KEY.
const panel = createPanel()

const failure = (error: unknown): AnyError => {
  if (isSmmkitError(error)) return error
  throw error
}

/** It is given up by its own `timeout`, as only that tells whether the order may be there. */
const place = (order: Order) =>
  Effect.tryPromise({ try: () => panel.orders.place(order, { timeout: 10_000 }), catch: failure })

const status = (order: string) =>
  Effect.tryPromise({ try: (signal) => panel.orders.status(order, { signal }), catch: failure })

const program = Effect.gen(function* () {
  const { order } = yield* place({ service: "1", link: "https://example.com/p/1", quantity: 100 })
  const { charge, currency } = yield* status(order)
  return `order ${order} costs ${charge} ${currency}`
})

const refused = Effect.match(place({ service: "1", link: "https://example.com/p/1", quantity: 0 }), {
  onSuccess: ({ order }) => `placed order ${order}`,
  onFailure: ({ code, message, processed }) => `${code} (processed: ${processed}): ${message}`
})

console.log(await Effect.runPromise(program))
console.log(await Effect.runPromise(refused))
