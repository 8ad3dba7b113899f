/** How panels differ in refusing. Each befalls a refusal that comes anyway, and leaves other answers alone. */
import { deep, define, isRefusal, json, refusal, refusingReply } from "./fault.js"
import * as Wording from "./wording.js"

/** All words of refusal in an answer, those about single IDs too. */
const worded = (reword: (words: string) => unknown) =>
  json((value) => deep(value, (one) => (isRefusal(one) ? reword(one.error) : one)))

const asText = { "content-type": "text/plain" }
const lists = ["refill", "refill_status", "cancel"]

export const refusals = define({
  "http-errors": {
    says: "Refusals come with HTTP 400, 401 or 403 instead of 200",
    act: refusingReply((reply, words) => ({
      ...reply,
      status: Wording.reword(words, Wording.statuses).code ?? 400
    }))
  },
  "error-in-message": {
    says: "Refusals come with HTTP 422, their text under `message`",
    act: refusingReply((reply, message) => ({
      ...reply,
      status: 422,
      body: JSON.stringify({ status: "error", message })
    }))
  },
  turkish: {
    says: "Refusals are in Turkish, with a number under `status`",
    act: worded((words) => {
      const { words: error, code } = Wording.reword(words, Wording.turkish)
      return code === undefined ? { error } : { error, status: code }
    })
  },
  indonesian: {
    says: "Refusals are in Indonesian, as `{status: false, data: {msg}}`",
    act: refusal((words) => ({
      status: false,
      data: { msg: Wording.reword(words, Wording.indonesian).words }
    }))
  },
  "error-keys": {
    says: "Refusals are names of texts that were never translated, such as `neworder.error.not_enough_funds`",
    act: worded((words) => ({ error: Wording.reword(words, Wording.keys).words }))
  },
  "misworded-maximum": {
    says: "A quantity above the maximum is refused as `Quantity less than maximum`",
    on: ["add"],
    act: worded((words) => ({ error: Wording.reword(words, Wording.misworded).words }))
  },
  "error-beside-balance": {
    says: "A balance of 0.00 stands beside each refusal",
    act: refusal((error) => ({ error, balance: "0.00", currency: "USD" }))
  },
  "form-error": {
    says: "Refusals are form-encoded: `error=Invalid+API+key`",
    act: refusingReply((reply, words) => ({
      ...reply,
      headers: asText,
      body: `error=${encodeURIComponent(words).replaceAll("%20", "+")}`
    }))
  },
  "plain-error": {
    says: "Refusals are plain text",
    act: refusingReply((reply, body) => ({ ...reply, headers: asText, body }))
  },
  "key-in-error": {
    says: "Refusals repeat the key that the call came with",
    act: json((value, { form }) =>
      isRefusal(value) ? { ...value, error: `${value.error} (key ${form["key"] ?? ""})` } : undefined
    )
  },
  "bare-error": {
    says: "In a map of orders, a refusal is a bare text",
    on: ["status"],
    act: json((value) =>
      isRefusal(value) ? undefined : deep(value, (one) => (isRefusal(one) ? one.error : one))
    )
  },
  "error-beside-order": {
    says: "In lists, the refusal stands beside the ID instead of in place of the value",
    on: lists,
    act: json((value) =>
      Array.isArray(value)
        ? value.map((row: Readonly<Record<string, unknown>>) => {
            const [name, refused] = Object.entries(row).find(([, field]) => isRefusal(field)) ?? []
            if (name === undefined || !isRefusal(refused)) return row
            return { ...Object.fromEntries(Object.entries(row).filter(([key]) => key !== name)), ...refused }
          })
        : undefined
    )
  },
  "nested-refusal": {
    says: "The refusal of a single refill is nested under the field where the answer would be",
    on: ["refill", "refill_status"],
    act: json((value, { action }) =>
      isRefusal(value) ? { [action === "refill" ? "refill" : "status"]: value } : undefined
    )
  }
})
