/** How panels differ in refusing. Other answers are left alone. */
import * as Refusals from "../refusals.js"
import { define, refusals as each, refusal, refusedWith } from "./trait.js"
import { isFields, isRefusal, Numeral } from "./values.js"
import * as Wording from "./wording.js"

/** All words of refusal in an answer, those about single IDs too. */
const worded = (wording: Wording.Wording) =>
  each((refused) => ({ ...refused, error: Wording.reword(refused.error, wording).words }))

/** In which words panels refuse. */
export const words = define({
  "multiples-only": {
    says: "Only quantities in multiples of 100 are taken",
    on: ["add"],
    refuses: ({ form }) => {
      const quantity = Number(form["quantity"] ?? 0)
      return Number.isSafeInteger(quantity) && quantity > 100 && quantity % 100 > 0
        ? Refusals.notMultiple(Math.ceil(quantity / 100) * 100)
        : undefined
    }
  },
  turkish: {
    says: "Refusals are in Turkish, with a number under `status`",
    claims: ["wording"],
    value: each((refused) => {
      const { words: error, code } = Wording.reword(refused.error, Wording.turkish)
      return code === undefined ? refused : { ...refused, error, status: new Numeral(String(code)) }
    })
  },
  indonesian: {
    says: "Refusals are in Indonesian, as `{status: false, data: {msg}}`",
    claims: ["wording", "refusal-shape"],
    value: refusal(({ error }) => ({
      status: false,
      data: { msg: Wording.reword(error, Wording.indonesian).words }
    }))
  },
  vietnamese: {
    says: "Refusals are in Vietnamese",
    claims: ["wording"],
    value: worded(Wording.vietnamese)
  },
  sentences: {
    says: "Refusals are whole sentences, one text for a quantity that is too small and too large",
    claims: ["wording"],
    value: worded(Wording.sentences)
  },
  terse: {
    says: "Refusals are as short as can be, such as `Missing data`",
    claims: ["wording"],
    value: worded(Wording.terse)
  },
  formulas: {
    says: "A quantity above the maximum is refused as `Total quantity (20000) must be <= 10000`",
    on: ["add"],
    claims: ["wording"],
    value: worded(Wording.formulas)
  },
  "error-keys": {
    says: "Refusals are names of texts that were never translated, such as `neworder.error.not_enough_funds`",
    claims: ["wording"],
    value: worded(Wording.keys)
  },
  "misworded-maximum": {
    says: "A quantity above the maximum is refused as `Quantity less than maximum`",
    on: ["add"],
    claims: ["wording"],
    value: worded(Wording.misworded)
  },
  "key-in-error": {
    says: "Refusals repeat the key that the call came with",
    value: (value, { form, refused }) => {
      const repeated = (words: unknown) => `${words} (key ${form["key"] ?? ""})`
      if (isRefusal(value)) return { ...value, error: repeated(value.error) }
      // The Indonesian ones have their words elsewhere.
      const said = refused !== undefined && isFields(value) ? value["data"] : undefined
      return isFields(value) && isFields(said)
        ? { ...value, data: { msg: repeated(said["msg"]) } }
        : undefined
    }
  }
})

/** In which shape panels refuse. */
export const refusals = define({
  "error-beside-balance": {
    says: "A balance of 0.00 stands beside each refusal",
    claims: ["refusal-shape"],
    value: refusal((refused) => ({ ...refused, balance: "0.00", currency: "USD" }))
  },
  "nested-refusal": {
    says: "The refusal of a single refill is nested under the field where the answer would be",
    on: ["refill", "refill_status"],
    claims: ["refusal-shape"],
    value: (value, { action, asked }) =>
      isRefusal(value) && "one" in asked ? { [action === "refill" ? "refill" : "status"]: value } : undefined
  },
  "error-in-message": {
    says: "Refusals come with HTTP 422, their text under `message`",
    claims: ["refusal-shape", "refusal-status"],
    value: refusal(({ error: message }) => ({ status: "error", message })),
    reply: refusedWith(() => 422)
  },
  "http-errors": {
    says: "Refusals come with HTTP 400, 401 or 403 instead of 200",
    claims: ["refusal-status"],
    reply: refusedWith((words) => Wording.reword(words, Wording.statuses).code ?? 400)
  }
})
