/** The contract of the HTTP API: what may be asked, and what is answered. */
import * as HttpApi from "@effect/platform/HttpApi"
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as OpenApi from "@effect/platform/OpenApi"
import { OrderId } from "@smmkit/core/Identifiers"
import { FollowOrder } from "@smmkit/follow/FollowOrder"
import * as Schema from "effect/Schema"
import { complete } from "./Document.js"
import * as Shapes from "./Shapes.js"

const request = Shapes.problemAt(400, "The request is malformed.")
const unauthorized = Shapes.problemAt(401, "The token is missing or wrong.")
const funds = Shapes.problemAt(402, "The account has not enough money.")
const missing = Shapes.problemAt(404, "There is no such thing.")
const conflict = Shapes.problemAt(409, "Not now, or not twice; nothing was done.")
const invalid = Shapes.problemAt(422, "A field is wrong, or the panel refused; nothing was done.")
const limited = Shapes.problemAt(429, "Too many calls; nothing was done.")
const panel = Shapes.problemAt(
  502,
  "The panel refused for a reason of its own, or its answer cannot be understood."
)
const unavailable = Shapes.problemAt(
  503,
  "The panel, the way to it or the journal is out of order; nothing was done."
)
const late = Shapes.problemAt(
  504,
  "The answer did not come. What an order, refill or cancellation came to is not known."
)

const problems = Schema.Union(request, funds, missing, conflict, invalid, limited, panel, unavailable, late)

/** What is told of a text that is decoded to something else. */
const shownAs = (description: string, example: string) => ({
  jsonSchema: { type: "string", description, examples: [example] }
})

const byOrder = Schema.Struct({
  order: HttpApiSchema.param("order", OrderId.annotations(shownAs("The panel's ID of the order.", "23501")))
})
const text = (contentType: string) => HttpApiSchema.Text({ contentType })

const catalogue = HttpApiGroup.make("catalogue", { topLevel: true })
  .addError(problems)
  .add(
    HttpApiEndpoint.get("services", "/api/services")
      .setUrlParams(Shapes.ServiceQuery)
      .addSuccess(Shapes.ServicePage)
      .annotate(OpenApi.Summary, "Find services")
  )
  .add(
    HttpApiEndpoint.post("quote", "/api/quotes")
      .setPayload(Shapes.OrderBody)
      .addSuccess(Shapes.Quote)
      .annotate(OpenApi.Summary, "What an order would cost, exactly")
      .annotate(OpenApi.Description, "Checks the order too. Nothing is ordered.")
  )

const orders = HttpApiGroup.make("orders", { topLevel: true })
  .addError(problems)
  .add(
    HttpApiEndpoint.get("orders", "/api/orders")
      .setUrlParams(Shapes.OrderQuery)
      .addSuccess(Shapes.OrderPage)
      .annotate(OpenApi.Summary, "The orders of this server, newest first")
  )
  .add(
    HttpApiEndpoint.post("placeOrder", "/api/orders")
      .setHeaders(
        Schema.Struct({
          "idempotency-key": Schema.String.pipe(
            Schema.pattern(/^[\x21-\x7e]{1,255}$/, {
              message: () => "give 1 to 255 visible ASCII characters"
            }),
            Schema.annotations({
              description:
                "A name of your choice for this order. However often it is sent, one order is placed.",
              examples: ["summer-7"]
            })
          )
        })
      )
      .setPayload(Shapes.OrderBody)
      .addSuccess(Shapes.Order, { status: 201 })
      .annotate(OpenApi.Summary, "Place an order, exactly once")
      .annotate(
        OpenApi.Description,
        "Spends money. Send the same Idempotency-Key again after any failure: it never orders twice. " +
          "504 with `_tag` OutcomeUnknown: the order is in doubt, see /api/doubts."
      )
  )
  .add(
    HttpApiEndpoint.get("order", "/api/orders/:order")
      .setPath(byOrder)
      .addSuccess(Shapes.OrderDetail)
      .annotate(OpenApi.Summary, "How an order is doing")
  )
  .add(
    HttpApiEndpoint.get("events", "/api/events")
      .setUrlParams(
        Schema.Struct({
          orders: Schema.split(",").pipe(
            Schema.compose(Schema.Array(OrderId)),
            Schema.minItems(1),
            Schema.maxItems(100),
            Schema.annotations(shownAs("1 to 100 order IDs, separated by commas.", "23501"))
          )
        })
      )
      .addSuccess(text("text/event-stream"))
      .annotate(OpenApi.Summary, "What happens to orders, as it does (server-sent events)")
      .annotate(
        OpenApi.Description,
        "`happened` events carry a `Happened`, each once, and its number as their ID: with Last-Event-ID only what " +
          "came after it is sent, after a restart of the server too. `status` events carry a `FollowOrder`: at first, " +
          "and when it has changed. `trouble` events carry a `Problem`; `end` is the last."
      )
  )
  .add(
    HttpApiEndpoint.post("refill", "/api/orders/:order/refills")
      .setPath(byOrder)
      .addSuccess(Shapes.RefillAccepted, { status: 201 })
      .annotate(OpenApi.Summary, "Ask for what an order has lost since")
  )
  .add(
    HttpApiEndpoint.post("cancel", "/api/orders/:order/cancellations")
      .setPath(byOrder)
      .addSuccess(Shapes.CancelAccepted, { status: 202 })
      .annotate(OpenApi.Summary, "Ask that an order be stopped")
  )

const account = HttpApiGroup.make("account", { topLevel: true })
  .addError(problems)
  .add(
    HttpApiEndpoint.get("balance", "/api/balance")
      .addSuccess(Shapes.Money)
      .annotate(OpenApi.Summary, "What is left on the account")
  )
  .add(
    HttpApiEndpoint.get("spending", "/api/spending")
      .setUrlParams(Shapes.SpendingQuery)
      .addSuccess(Shapes.Spending)
      .annotate(OpenApi.Summary, "What was spent, by service and day")
  )
  .add(
    HttpApiEndpoint.get("doubts", "/api/doubts")
      .addSuccess(Shapes.OrderPage)
      .annotate(OpenApi.Summary, "Orders of which nobody knows whether the panel took them")
  )
  .add(
    HttpApiEndpoint.post("verdict", "/api/doubts/:key/verdict")
      .setPath(
        Schema.Struct({
          key: HttpApiSchema.param(
            "key",
            Schema.NonEmptyString.pipe(Schema.maxLength(255), Schema.annotations({ examples: ["summer-8"] }))
          )
        })
      )
      .setPayload(Shapes.Verdict)
      .addSuccess(Shapes.Order)
      .annotate(OpenApi.Summary, "Say what became of an order in doubt")
      .annotate(
        OpenApi.Description,
        "`placed` with the ID that the panel's own list shows, or `not-placed` if it shows none."
      )
  )

const server = HttpApiGroup.make("server", { topLevel: true })
  .add(
    HttpApiEndpoint.post("session", "/api/session")
      .setPayload(Shapes.Session)
      .addSuccess(HttpApiSchema.NoContent)
      .addError(Schema.Union(request, unauthorized, limited))
      .annotate(OpenApi.Summary, "Exchange the token for a cookie")
  )
  .add(
    HttpApiEndpoint.get("about", "/api/about")
      .addSuccess(Shapes.About)
      .annotate(OpenApi.Summary, "Which panel this is")
  )
  .add(
    HttpApiEndpoint.get("healthz", "/healthz")
      .addSuccess(text("text/plain"))
      .annotate(OpenApi.Summary, "It runs")
  )
  .add(
    HttpApiEndpoint.get("readyz", "/readyz")
      .addSuccess(text("text/plain"))
      .addError(unavailable)
      .annotate(OpenApi.Summary, "It takes requests, and could place an order")
  )
  .add(
    HttpApiEndpoint.get("metrics", "/metrics")
      .addSuccess(text("text/plain; version=0.0.4"))
      .annotate(OpenApi.Summary, "Metrics in Prometheus' text format")
  )

export class Api extends HttpApi.make("smmkit")
  .add(catalogue)
  .add(orders)
  .add(account)
  .add(server)
  .annotate(OpenApi.Title, "smmkit")
  .annotate(OpenApi.Version, "1.0.0")
  .annotate(
    OpenApi.Description,
    "Find a service on an SMM panel, see its exact price, place the order exactly once, watch it deliver. " +
      "Amounts and IDs are text; what is not known is null; errors are problem documents (RFC 9457)."
  )
  .annotate(HttpApi.AdditionalSchemas, [Shapes.Problem, Shapes.Happened, FollowOrder])
  .annotate(OpenApi.Transform, complete) {}
