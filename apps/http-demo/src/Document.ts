/**
 * The OpenAPI document: what is derived from the contract, with examples, the way in, problem documents where
 * the library has a shape of its own, and each shape described once.
 */
import { examples } from "./Examples.js"
import { contentType } from "./Problem.js"

type Json = Record<string, unknown>

const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const within = (value: unknown, ...[name, ...rest]: ReadonlyArray<string>): Json =>
  name === undefined ? (isJson(value) ? value : {}) : within(isJson(value) ? value[name] : undefined, ...rest)

const mapped = (object: Json, change: (value: unknown, name: string) => unknown): Json =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value, name)]))

/** What the contract's own library answers to a malformed request is a problem document here. */
const unused = ["HttpApiDecodeError", "Issue", "PropertyKey"]

const malformed = {
  description: "The request is malformed.",
  content: { [contentType]: { schema: { $ref: "#/components/schemas/Problem" } } }
}

const withExample = (holder: Json, example: unknown): Json =>
  example === undefined
    ? holder
    : {
        ...holder,
        content: { "application/json": { ...within(holder, "content", "application/json"), example } }
      }

const operationOf = ({ security: _, ...operation }: Json): Json => {
  const {
    parameters = {},
    request,
    status,
    response
  } = examples[String(operation["operationId"])] ?? { status: 0 }
  const declared = Array.isArray(operation["parameters"]) ? operation["parameters"] : []
  const responses = mapped(within(operation, "responses"), (answer, code) =>
    code === "400" ? malformed : code === String(status) ? withExample(within(answer), response) : answer
  )
  return {
    ...operation,
    parameters: declared.map((parameter: unknown) => {
      const name = String(within(parameter)["name"])
      return name in parameters ? { ...within(parameter), example: parameters[name] } : parameter
    }),
    ...(request === undefined ? {} : { requestBody: withExample(within(operation, "requestBody"), request) }),
    responses
  }
}

export const complete = (spec: Json): Json => {
  const all = within(spec, "components", "schemas")
  const schemas = Object.fromEntries(Object.entries(all).filter(([name]) => !unused.includes(name)))
  const names = new Map(Object.entries(schemas).map(([name, schema]) => [JSON.stringify(schema), name]))
  /** Whatever is described already is only named. */
  const referred = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(referred)
    if (!isJson(value)) return value
    const object = mapped(value, referred)
    const name = names.get(JSON.stringify(object))
    return name === undefined ? object : { $ref: `#/components/schemas/${name}` }
  }
  return {
    ...spec,
    paths: mapped(within(spec, "paths"), (methods) =>
      mapped(within(methods), (operation) => operationOf(within(referred(operation))))
    ),
    components: {
      schemas,
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "Where the server has a token." }
      }
    },
    security: [{}, { token: [] }]
  }
}
