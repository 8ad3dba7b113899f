/**
 * The OpenAPI document: what is derived from the contract, with examples that are true answers, the way
 * in, and each shape described once.
 */
import { type Example, examples } from "./Examples.js"
import { contentType } from "./Problem.js"

type Json = Record<string, unknown>

const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Changes every object within a value, innermost first. */
const everywhere = (value: unknown, change: (object: Json) => Json): unknown => {
  if (Array.isArray(value)) return value.map((inner) => everywhere(inner, change))
  if (!isJson(value)) return value
  return change(
    Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, everywhere(inner, change)]))
  )
}

const within = (value: unknown, name: string): Json => {
  const inner = isJson(value) ? value[name] : undefined
  return isJson(inner) ? inner : {}
}

/** What the contract's own library answers to a malformed request is a problem document here. */
const unused = ["HttpApiDecodeError", "Issue", "PropertyKey"]

const problem = { $ref: "#/components/schemas/Problem" }
const malformed = {
  description: "The request is malformed.",
  content: { [contentType]: { schema: problem } }
}

const withExample = (operation: Json, { parameters = {}, request, status, response }: Example): Json => {
  const { parameters: declared, requestBody, responses } = operation
  const withValue = (parameter: unknown): unknown =>
    isJson(parameter) && typeof parameter["name"] === "string" && parameter["name"] in parameters
      ? { ...parameter, example: parameters[parameter["name"]] }
      : parameter
  const inContent = (holder: Json, example: unknown): Json => ({
    ...holder,
    content: { "application/json": { ...within(within(holder, "content"), "application/json"), example } }
  })
  const answered = within(responses, String(status))
  return {
    ...operation,
    ...(Array.isArray(declared) ? { parameters: declared.map(withValue) } : {}),
    ...(request === undefined || !isJson(requestBody)
      ? {}
      : { requestBody: inContent(requestBody, request) }),
    responses: {
      ...(isJson(responses) ? responses : {}),
      ...(response === undefined ? {} : { [status]: inContent(answered, response) })
    }
  }
}

const operationOf = (operation: unknown): unknown => {
  if (!isJson(operation)) return operation
  const { operationId, responses } = operation
  const answers = isJson(responses) && "400" in responses ? { ...responses, 400: malformed } : responses
  const example = typeof operationId === "string" ? examples[operationId] : undefined
  const { security: _, ...described } = operation
  const rest = { ...described, responses: answers }
  return example === undefined ? rest : withExample(rest, example)
}

export const complete = (spec: Json): Json => {
  const components = within(spec, "components")
  const schemas = Object.fromEntries(
    Object.entries(within(components, "schemas")).filter(([name]) => !unused.includes(name))
  )
  const names = new Map(Object.entries(schemas).map(([name, schema]) => [JSON.stringify(schema), name]))
  const referred = (object: Json): Json => {
    const name = names.get(JSON.stringify(object))
    return name === undefined ? object : { $ref: `#/components/schemas/${name}` }
  }
  const paths = Object.entries(within(spec, "paths")).map(([path, methods]) => [
    path,
    Object.fromEntries(
      Object.entries(isJson(methods) ? methods : {}).map(([method, operation]) => [
        method,
        operationOf(everywhere(operation, referred))
      ])
    )
  ])
  return {
    ...spec,
    paths: Object.fromEntries(paths),
    components: {
      schemas,
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "Where the server has a token." }
      }
    },
    // On loopback nothing is needed.
    security: [{}, { token: [] }]
  }
}
