/** What the OpenAPI document says beyond the contract: the way in, and problem documents for malformed requests. */
import * as Record from "effect/Record"
import { accountHeader, problemType } from "./Shapes.js"

type Json = Readonly<Record<string, unknown>>

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null

const within = (value: unknown, ...path: ReadonlyArray<string>): Json =>
  path.reduce<Json>((inner, name) => (isJson(inner[name]) ? inner[name] : {}), isJson(value) ? value : {})

/** What the contract's own library answers to a malformed request is a problem document here. */
const unused = ["HttpApiDecodeError", "Issue", "PropertyKey"]

const answerOf = (answer: Json, status: string): Json =>
  Number(status) < 400
    ? answer
    : { ...answer, content: { [problemType]: { schema: { $ref: "#/components/schemas/Problem" } } } }

const account: Json = {
  name: accountHeader,
  in: "header",
  description: "The account that is meant. Where the server has another one nothing is done (409).",
  schema: { type: "string" }
}

const operationOf = ({ security: _, parameters, ...operation }: Json): Json => ({
  ...operation,
  parameters: [...(Array.isArray(parameters) ? parameters : []), account],
  responses: Record.map(within(operation, "responses"), (answer, status) => answerOf(within(answer), status))
})

export const complete = (spec: Json): Json => ({
  ...spec,
  paths: Record.map(within(spec, "paths"), (methods) =>
    Record.map(within(methods), (operation) => operationOf(within(operation)))
  ),
  components: {
    schemas: Record.filter(within(spec, "components", "schemas"), (_, name) => !unused.includes(name)),
    securitySchemes: {
      token: { type: "http", scheme: "bearer", description: "Where the server has a token." }
    }
  },
  security: [{}, { token: [] }]
})
