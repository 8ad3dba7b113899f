/** How panels differ in the shape of answers, whatever the action. */
import { deep, define, fields, indented, isRefusal, json, reply } from "./fault.js"

const lists = ["refill", "refill_status", "cancel"]
const red = "\u001b[31m\u001b[2J\u0007"
const capital = (name: string): string => name.replace(/(^|_)[a-z]/g, (letter) => letter.toUpperCase())

export const shapes = define({
  "text-as-numbers": {
    says: "Amounts and counts are JSON numbers where they should be text",
    // Done on the text, as a double does not hold every digit of an amount.
    act: reply((reply) => ({ ...reply, body: reply.body.replace(/:"(-?\d+(?:\.\d+)?)"/g, ":$1") }))
  },
  "numbers-as-text": {
    says: "IDs are text where they should be JSON numbers",
    act: json((value) => deep(value, (one) => (typeof one === "number" ? String(one) : one)))
  },
  capitalised: {
    says: "Field names are capitalised: `Charge`, `Start_Count`",
    act: json((value) =>
      deep(value, (one) =>
        typeof one === "object" && one !== null && !Array.isArray(one)
          ? Object.fromEntries(Object.entries(one).map(([name, field]) => [capital(name), field]))
          : one
      )
    )
  },
  "control-sequences": {
    says: "Texts hold control sequences for terminals, which would colour and clear the screen",
    act: json((value) =>
      deep(value, (one) => (typeof one === "string" && /[a-z]/i.test(one) ? `${red}${one}` : one))
    )
  },
  "pretty-printed": {
    says: "The JSON is indented",
    act: indented
  },
  "status-beside": {
    says: "A `status` of `success` stands beside the answer",
    on: ["add", "balance"],
    act: fields((answer) => ({ status: "success", ...answer }))
  },
  "code-beside": {
    says: "A `status` of 100 stands beside the answer",
    on: ["add"],
    act: fields((answer) => ({ status: 100, ...answer }))
  },
  "wrapped-data": {
    says: "The answer is wrapped in `data`",
    on: ["services", "balance"],
    act: json((data) => (isRefusal(data) ? undefined : { data }))
  },
  "map-for-list": {
    says: "A map by ID comes instead of a list",
    on: lists,
    act: json((value) =>
      Array.isArray(value)
        ? Object.fromEntries(
            value.map((row: Readonly<Record<string, unknown>>) => {
              const [[, id] = [], ...rest] = Object.entries(row)
              const [, field] = rest[0] ?? []
              return [String(id), isRefusal(field) ? field : Object.fromEntries(rest)]
            })
          )
        : undefined
    )
  },
  "list-for-one": {
    says: "A list of one comes instead of a single answer",
    on: ["refill_status"],
    act: fields((answer, { form }) => [{ refill: form["refill"] ?? "", ...answer }])
  },
  "single-object": {
    says: "Of a list of one, the row alone comes",
    on: lists,
    act: json((value) => (Array.isArray(value) && value.length === 1 ? value[0] : undefined))
  },
  "flat-single": {
    says: "Asked with a list of one, the panel answers as if asked about a single order",
    on: ["status"],
    act: fields((answer) => {
      const [only, ...others] = Object.values(answer)
      return others.length === 0 && typeof only === "object" ? only : undefined
    })
  },
  "list-without-ids": {
    says: "A list comes instead of a map of orders, and does not say which is which",
    on: ["status"],
    act: fields((answer, { form }) => (form["orders"] === undefined ? undefined : Object.values(answer)))
  },
  "missing-unknown": {
    says: "Unknown IDs are left out of the answer about many",
    on: ["status", "refill_status"],
    act: json((value) => {
      if (isRefusal(value)) return undefined
      if (Array.isArray(value)) return value.filter((row) => !Object.values(row).some(isRefusal))
      const known = Object.entries(value ?? {}).filter(([, field]) => !isRefusal(field))
      return Object.fromEntries(known)
    })
  }
})
