/** The page's side of the API. Failures come as problem documents, also where no answer came at all. */
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import * as Shapes from "../src/Shapes.js"

export type Service = typeof Shapes.Service.Encoded
export type Answer<A> = Either.Either<A, Shapes.Problem>

const problemIn = Schema.decodeUnknownEither(Shapes.Problem)

export const noAnswer = (processed: Shapes.Problem["processed"], detail: string): Shapes.Problem => ({
  type: "about:blank",
  title: "No answer",
  status: 0,
  detail,
  _tag: "NoAnswer",
  meaning: null,
  processed,
  retryable: true,
  fault: "network"
})

const silent = "The server did not answer. It may be restarting; try again in a moment."
const garbled = noAnswer("maybe", "The server's answer cannot be understood.")

/** Called when the server asks for its token. */
let onLocked = (): void => {}
export const whenLocked = (f: () => void): void => {
  onLocked = f
}

/** The account that the page shows; what is clicked is done on no other. */
let account: Readonly<Record<string, string>> = {}
export const belongTo = (id: string): void => {
  account = { [Shapes.accountHeader]: id }
}

/** A call that spends may wait for the panel's answer, and for one before it. */
const patience = { GET: 40_000, POST: 80_000 }

const ask = async (
  path: string,
  method: keyof typeof patience = "GET",
  more: Readonly<Record<string, string>> = {},
  body: string | null = null
): Promise<Answer<unknown>> => {
  try {
    const [headers, signal] = [{ ...account, ...more }, AbortSignal.timeout(patience[method])]
    const response = await fetch(path, { method, headers, body, signal })
    const text = await response.text()
    const json: unknown = text === "" ? null : JSON.parse(text)
    if (response.ok) return Either.right(json)
    if (response.status === 401) onLocked()
    const problem = Either.getOrElse(problemIn(json), () => garbled)
    // The server that was here before is gone, and with it all that the page shows.
    if (problem._tag === "OtherAccount") location.reload()
    return Either.left(problem)
  } catch {
    return Either.left(noAnswer(method === "POST" ? "maybe" : "no", silent))
  }
}

const decoded =
  <A, I>(schema: Schema.Schema<A, I>) =>
  (answer: Answer<unknown>): Answer<A> =>
    Either.flatMap(answer, (json) => Either.mapLeft(Schema.decodeUnknownEither(schema)(json), () => garbled))

const get = <A, I>(schema: Schema.Schema<A, I>, path: string): Promise<Answer<A>> =>
  ask(path).then(decoded(schema))

const post = <A, I>(
  schema: Schema.Schema<A, I>,
  path: string,
  body: unknown = null,
  more: Readonly<Record<string, string>> = {}
): Promise<Answer<A>> => {
  const headers = { "content-type": "application/json", ...more }
  return ask(path, "POST", headers, body === null ? null : JSON.stringify(body)).then(decoded(schema))
}

const path = encodeURIComponent

export const about = () => get(Shapes.About, "/api/about")
export const balance = () => get(Shapes.Money, "/api/balance")
export const orders = (limit: number) => get(Shapes.OrderPage, `/api/orders?limit=${limit}`)
export const doubts = () => get(Shapes.OrderPage, "/api/doubts")
export const order = (id: string) => get(Shapes.OrderDetail, `/api/orders/${path(id)}`)
export const spending = (days: number) => get(Shapes.Spending, `/api/spending?days=${days}`)
export const refill = (id: string) => post(Shapes.RefillAccepted, `/api/orders/${path(id)}/refills`)
export const cancel = (id: string) => post(Shapes.CancelAccepted, `/api/orders/${path(id)}/cancellations`)
export const signIn = (token: string) => post(Schema.Null, "/api/session", { token })

/** All of the catalogue. */
export const services = async (): Promise<Answer<ReadonlyArray<Service>>> =>
  Either.map(
    await get(Schema.encodedSchema(Shapes.ServicePage), `/api/services?limit=${Shapes.mostServices}`),
    ({ services }) => services
  )

export const place = (key: string, body: Readonly<Record<string, unknown>>) =>
  post(Shapes.Order, "/api/orders", body, { "idempotency-key": key })

export const verdict = (key: string, body: typeof Shapes.Verdict.Encoded) =>
  post(Shapes.Order, `/api/doubts/${path(key)}/verdict`, body)
