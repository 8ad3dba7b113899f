/** Which orders or refills a call is about. */
import type { Dialect, ManyForm } from "@smmkit/core/Dialect"
import type { Form } from "../Exchange.js"

/** One thing, or a list of them. */
export type Asked = { readonly one: string } | { readonly many: ReadonlyArray<string> }

/** The IDs of a list, each once, in the order in which they come first. */
const split = (list: string): ReadonlyArray<string> => [
  ...new Set(
    list
      .split(",")
      .map((id) => id.trim())
      .filter((id) => id !== "")
  )
]

const named = (manyForm: ManyForm, form: Form, one: string, many: string): Asked => {
  const [single = "", list = ""] = [form[one], form[many]]
  switch (manyForm) {
    // The list counts, unless it is empty and an ID stands beside it.
    case "orders":
      return form[many] === undefined || (list.trim() === "" && single.trim() !== "")
        ? { one: single.trim() }
        : { many: split(list) }
    case "order":
      return single.includes(",") ? { many: split(single) } : { one: single.trim() }
    case "one-by-one":
      return { one: single.trim() }
  }
}

/** Of `cancel`, which has no singular form in the documented protocol, always a list. */
const toCancel = (manyForm: ManyForm, form: Form): Asked => ({
  many: split(form[manyForm === "order" ? "order" : "orders"] ?? "")
})

/** What the call asks about; a call that is about no orders or refills asks about the empty ID. */
export const read = ({ manyForm }: Dialect, form: Form): Asked => {
  const { action } = form
  switch (action) {
    case "cancel":
      return toCancel(manyForm.cancel, form)
    case "refill_status":
      return named(manyForm.refill_status, form, "refill", "refills")
    case "status":
    case "refill":
      return named(manyForm[action], form, "order", "orders")
    default:
      return { one: "" }
  }
}

export const idsOf = (asked: Asked): ReadonlyArray<string> =>
  "many" in asked ? asked.many : asked.one === "" ? [] : [asked.one]
