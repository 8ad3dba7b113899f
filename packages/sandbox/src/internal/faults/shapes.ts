/** How panels differ in the shape of answers, whatever the action. */
import * as Refusals from "../refusals.js"
import { type Call, define, fields, rows } from "./trait.js"
import { isFields, isRefusal, Numeral } from "./values.js"

const lists = ["refill", "refill_status", "cancel"] as const
const aboutMany = ["status", ...lists] as const

/** Whether a row, or what stands under an ID, says no. */
const isRefused = (row: unknown): boolean =>
  isRefusal(row) || (isFields(row) && Object.values(row).some(isRefusal))

/** What is said about each ID of an answer about many; undefined where it is none. */
const each = (value: unknown, { asked }: Call): ReadonlyArray<unknown> | undefined => {
  if (!("many" in asked) || isRefusal(value)) return undefined
  return Array.isArray(value) ? value : isFields(value) ? Object.values(value) : undefined
}

/** The words in which one ID of a list was refused. */
const wordsOf = (row: unknown): string | undefined => {
  if (isRefusal(row)) return row.error
  const refused = isFields(row) ? Object.values(row).find(isRefusal) : undefined
  return isRefusal(refused) ? refused.error : undefined
}

/** What of an answer about many is said at all. */
export const batches = define({
  "whole-refusal": {
    says: "A list with an ID that is no number is refused whole, and nothing is done",
    on: aboutMany,
    refuses: ({ asked, action }) => {
      if (!("many" in asked) || asked.many.every((id) => /^\d+$/.test(id))) return undefined
      return action === "refill_status" ? Refusals.badRefill : Refusals.badOrder
    }
  },
  "all-unknown": {
    says: "Where all IDs are unknown, there is one refusal for all of them",
    on: aboutMany,
    claims: ["all-unknown"],
    value: (value, call) => {
      const words = each(value, call)?.map(wordsOf)
      const [first] = words ?? []
      const unknown: ReadonlyArray<string | undefined> = [Refusals.badOrder, Refusals.badRefill]
      return first !== undefined && words?.every((one) => unknown.includes(one))
        ? { error: first }
        : undefined
    }
  },
  "missing-unknown": {
    says: "Unknown IDs are left out of the answer about many",
    on: ["status", "refill_status"],
    claims: ["row-refusals", "all-unknown"],
    value: (value, call) => {
      if (each(value, call) === undefined) return undefined
      if (Array.isArray(value)) return value.filter((row) => !isRefused(row))
      return Object.fromEntries(
        Object.entries(isFields(value) ? value : {}).filter(([, row]) => !isRefused(row))
      )
    }
  }
})

/** In which shape it is said. */
export const shapes = define({
  "error-beside-order": {
    says: "In lists, the refusal stands beside the ID instead of in place of the value",
    on: lists,
    claims: ["row-refusals"],
    value: rows((list) =>
      list.map((row) => {
        const [name, refused] = Object.entries(row).find(([, field]) => isRefusal(field)) ?? []
        if (name === undefined || !isRefusal(refused)) return row
        const rest = Object.entries(row).filter(([key]) => key !== name)
        return { ...Object.fromEntries(rest), ...refused }
      })
    )
  },
  "bare-error": {
    says: "In a map of orders, a refusal is a bare text",
    on: ["status"],
    claims: ["row-refusals"],
    value: (value, { asked }) =>
      isFields(value) && !isRefusal(value) && "many" in asked
        ? Object.fromEntries(Object.entries(value).map(([id, row]) => [id, isRefusal(row) ? row.error : row]))
        : undefined
  },
  "map-for-list": {
    says: "A map by ID comes instead of a list",
    on: lists,
    claims: ["list-shape", "row-refusals"],
    value: rows((list) =>
      Object.fromEntries(
        list.map((row) => {
          const [[, id] = [], ...rest] = Object.entries(row)
          const [, field] = rest[0] ?? []
          return [
            id instanceof Numeral ? id.digits : String(id),
            isRefusal(field) ? field : Object.fromEntries(rest)
          ]
        })
      )
    )
  },
  "single-object": {
    says: "Of a list of one, the row alone comes",
    on: lists,
    claims: ["list-shape"],
    value: rows((list) => (list.length === 1 ? list[0] : undefined))
  },
  "list-for-one": {
    says: "A list of one comes instead of a single answer",
    on: ["refill_status"],
    value: fields((answer, { asked }) => ("one" in asked ? [{ refill: asked.one, ...answer }] : undefined))
  },
  "flat-single": {
    says: "Asked with a list of one, the panel answers as if asked about a single order",
    on: ["status"],
    claims: ["map-shape"],
    value: fields((answer, { asked }) => {
      const [only] = "many" in asked && asked.many.length === 1 ? Object.values(answer) : []
      return isFields(only) ? only : undefined
    })
  },
  "list-without-ids": {
    says: "A list comes instead of a map of orders, and does not say which is which",
    on: ["status"],
    claims: ["map-shape"],
    value: fields((answer, { asked }) => ("many" in asked ? Object.values(answer) : undefined))
  },
  "wrapped-data": {
    says: "The answer is wrapped in `data`",
    on: ["services", "balance"],
    claims: ["catalogue-shape", "balance-shape"],
    value: (data) => (isRefusal(data) ? undefined : { data })
  },
  "wrapped-result": {
    says: "The answer is wrapped in `result`, beside a `success` of true",
    on: ["add", "status"],
    claims: ["add-shape", "map-shape"],
    value: (result) => (isRefusal(result) ? undefined : { success: true, result })
  }
})
