/** One decision per error: what to do when an order does not go through. */
import { AddOrder, Identifiers, type PanelError } from "@smmkit/core"
import { SandboxPanel } from "@smmkit/sandbox"
import { Console, Effect } from "effect"

const advice = (error: PanelError.SpendError): string => {
  switch (error._tag) {
    case "OutcomeUnknown":
      return "look into the panel before you send it again"
    case "RateLimited":
    case "NotSent":
    case "PanelUnavailable":
      return "nothing happened: try again later"
    case "AccountRefusal":
      return error.meaning === "insufficient-funds" ? "add funds" : "see to the account"
    case "NotFound":
    case "RequestRefusal":
    case "UnclassifiedRefusal":
      return `the panel said no: ${error.message}`
  }
}

const program = Effect.gen(function* () {
  const { place } = yield* AddOrder.AddOrder
  const service = Identifiers.ServiceId.make("1")
  const { order } = yield* place({
    type: "Default",
    service,
    link: "https://example.com/someone",
    quantity: 100
  })
  yield* Console.log(`order ${order}`)
}).pipe(
  Effect.catchTags({
    InvalidOrder: ({ field, remedy }) => Console.log(`${field}: ${remedy}`),
    OrderWithheld: ({ detail }) => Console.log(detail)
  }),
  Effect.catchAll((error) => Console.log(advice(error)))
)

await Effect.runPromise(Effect.provide(program, SandboxPanel.layer({ balance: "0" })))
