/** The fields of an order: what each may hold, how it is written, and what to say of one that is wrong. */
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"

const says = (remedy: string) => ({ message: () => remedy })

const lineBreak = /[\r\n]/

/** One line of text. */
export const line = (remedy: string) =>
  Schema.String.pipe(Schema.filter((text) => text.trim() !== "" && !lineBreak.test(text), says(remedy)))

const control = /[\p{Cc}\p{Zl}\p{Zp}]/u
const dangerous = /^\s*(?:javascript|vbscript|data|blob|file)\s*:/i

/** What is wrong with a link under any circumstances: a panel's page could not show it, or would run it. */
export const wrongLink = (link: string, remedy = "give the address of what is to be promoted") =>
  link.trim() === ""
    ? remedy
    : control.test(link)
      ? "give it on one line, without control characters"
      : dangerous.test(link)
        ? "give an address of the web, as a page that shows this one would run or open it"
        : undefined

/** What is to be promoted, or where; sent as given. */
export const address = (remedy?: string) =>
  Schema.String.pipe(
    Schema.filter((text) => wrongLink(text, remedy), {
      arbitrary: () => (fc) => fc.stringMatching(/^https:\/\/[a-z]{1,9}\.example\/[!-~]{0,40}$/)
    })
  )

/** A whole number, written in digits. */
export const whole = (least: number, most = Number.MAX_SAFE_INTEGER) => {
  // What no number of a program can hold is named only to whom it concerns.
  const isTold = (given: unknown) => most < Number.MAX_SAFE_INTEGER || Number(given) > most
  const words = (given: unknown) => `give a whole number from ${least}${isTold(given) ? ` to ${most}` : ""}`
  const remedy = { message: ({ actual }: ParseResult.ParseIssue) => words(actual) }
  return Schema.transformOrFail(
    Schema.String,
    Schema.Number.annotations(remedy).pipe(
      Schema.filter((value) => Number.isSafeInteger(value) && value >= least && value <= most, {
        ...remedy,
        arbitrary: () => (fc) => fc.integer({ min: least, max: Math.min(most, 1_000_000) })
      })
    ),
    {
      decode: (text, _, ast) =>
        /^\d{1,16}$/.test(text)
          ? ParseResult.succeed(Number(text))
          : ParseResult.fail(new ParseResult.Type(ast, text, words(text))),
      encode: (value) => ParseResult.succeed(String(value))
    }
  ).annotations(remedy)
}

/** One entry a line; blank lines are none. Panels count the lines, so an entry holds no line break. */
export const entries = (what: string) => {
  const remedy = says(`give at least one ${what}, one a line`)
  const entry = line(`give one ${what}, without a line break`)
  return Schema.transform(
    Schema.String,
    Schema.Array(entry)
      .annotations(remedy)
      .pipe(Schema.filter((list) => list.length > 0, remedy)),
    {
      decode: (text) => text.split(/\r\n|\r|\n/).filter((entry) => entry.trim() !== ""),
      encode: (list) => list.join("\n")
    }
  ).annotations(remedy)
}

const isDate = (text: string): boolean => {
  const [, day, month, year] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text) ?? []
  const time = new Date(`${year}-${month}-${day}T00:00:00Z`).getTime()
  // A day that the month lacks rolls over into the next one.
  return new Date(time).getUTCDate() === Number(day)
}

/** A day as panels document it. */
export const date = Schema.String.pipe(
  Schema.filter(isDate, {
    ...says("give a day as DD/MM/YYYY, such as 31/12/2027"),
    arbitrary: () => (fc) =>
      fc
        .tuple(
          fc.integer({ min: 10, max: 28 }),
          fc.integer({ min: 10, max: 12 }),
          fc.integer({ min: 2026, max: 2099 })
        )
        .map((parts) => parts.join("/"))
  })
)

// Panels take names apart as PHP does, and some in any letters, so marks and capitals make no other name.
const reserved = /^(?:(?:x|api|xapi|access|secret|auth|panel)*key|(?:api)?action)$/

const isFree = (name: string): boolean => !reserved.test(name.toLowerCase().replace(/[_.-]/g, ""))

/** Fields beyond the protocol's, such as `request_id`. */
export const extra = Schema.Record({
  key: Schema.String.pipe(
    Schema.filter((name) => /^[A-Za-z][\w.-]{0,63}$/.test(name) && isFree(name), {
      ...says("give names of letters, digits, `_`, `.` and `-`, and none that names the key or the action"),
      arbitrary: () => (fc) => fc.stringMatching(/^x_[a-z]{1,8}$/)
    })
  ),
  value: Schema.String
})
