/** How panels differ in writing down what they have to say. */
import { asHtml, define, refusedAs } from "./trait.js"
import { deep, isFields, isNumeric, Numeral, write } from "./values.js"

const red = "\u001b[31m\u001b[2J\u0007"
const warning =
  '<br />\n<b>Warning</b>:  Undefined array key "order" in <b>/home/panel/public_html/api.php</b> on line <b>9</b><br />\n'

const capital = (name: string): string => name.replace(/(^|_)[a-z]/g, (letter) => letter.toUpperCase())

const ids: ReadonlyArray<string | undefined> = [
  "service",
  "order",
  "orders",
  "order_id",
  "id",
  "refill",
  "cancel"
]

/** Spelling: applied to values. */
export const spelling = define({
  "text-as-numbers": {
    says: "Amounts and counts are JSON numbers where they should be text",
    value: (value) => deep(value, (one) => (isNumeric(one) ? new Numeral(one) : one))
  },
  "numbers-as-text": {
    says: "IDs are text where they should be JSON numbers",
    value: (value) =>
      deep(value, (one, name) => (one instanceof Numeral && ids.includes(name) ? one.digits : one))
  },
  "control-sequences": {
    says: "Texts hold control sequences for terminals, which would colour and clear the screen",
    value: (value) =>
      deep(value, (one) => (typeof one === "string" && /[a-z]/i.test(one) ? `${red}${one}` : one))
  },
  capitalised: {
    says: "Field names are capitalised: `Charge`, `Start_Count`",
    value: (value) =>
      deep(value, (one) =>
        isFields(one)
          ? Object.fromEntries(Object.entries(one).map(([name, field]) => [capital(name), field]))
          : one
      )
  },
  "pretty-printed": {
    says: "The JSON is indented",
    reply: (reply, value) => ({ ...reply, body: write(value, 4) })
  }
})

/** Refusals that are no JSON, and what comes before and beside the text. */
export const printing = define({
  "form-error": {
    says: "Refusals are form-encoded: `error=Invalid+API+key`",
    claims: ["refusal-shape", "content-type"],
    reply: refusedAs((words) => `error=${encodeURIComponent(words).replaceAll("%20", "+")}`)
  },
  "plain-error": {
    says: "Refusals are plain text",
    claims: ["refusal-shape", "content-type"],
    reply: refusedAs((words) => words)
  },
  "html-content-type": {
    says: "The JSON is served as text/html",
    claims: ["content-type"],
    reply: asHtml
  },
  "php-warning": {
    says: "A warning of PHP stands before the JSON, and the content type is HTML",
    claims: ["content-type"],
    reply: (reply) => asHtml({ ...reply, body: warning + reply.body })
  },
  bom: {
    says: "A byte order mark stands before the JSON",
    reply: (reply) => ({ ...reply, body: `\uFEFF${reply.body}` })
  }
})
