/** What goes wrong in the panel itself: it fails, or says what is not so. */
import * as Refusals from "../refusals.js"
import { afterwards, changes, define, each, fields, instead, refuses, said, text } from "./mishap.js"
import { isRefusal, Numeral } from "./values.js"

const serverError = text(500, JSON.stringify({ error: Refusals.serverError }))
const zero = new Numeral("0")

export const answering = define({
  "server-error-before": {
    says: "500, and nothing is done",
    ...instead(serverError)
  },
  "server-error-after": {
    says: "The panel does what it was asked, and answers 500",
    ...afterwards(serverError)
  },
  "rate-limited-200": {
    says: "A rate limit refused with HTTP 200; nothing is done",
    ...refuses(Refusals.tooFast)
  },
  maintenance: {
    says: "The panel refuses, as it is under maintenance; nothing is done",
    ...refuses(Refusals.maintenance)
  },
  "not-created": {
    says: "The panel says that it failed to create the order, and has not",
    on: ["add"],
    ...refuses(Refusals.notCreated)
  },
  "done-though-refused": {
    says: "The panel does what it was asked, and refuses it in words",
    on: ["add", "refill", "cancel"],
    ...changes(said, (value) =>
      isRefusal(value) ? undefined : { error: "Something went wrong, please try again later" }
    )
  },
  "empty-body": {
    says: "The panel does what it was asked, and answers nothing",
    ...afterwards(text(200, ""))
  },
  "not-json": {
    says: "The panel does what it was asked, and answers in something like JSON",
    ...afterwards(text(200, '{"order": Success, }'))
  },
  null: {
    says: "The panel does what it was asked, and answers null",
    ...afterwards(text(200, "null"))
  },
  "empty-list": {
    says: "The panel does what it was asked, and answers with an empty list",
    ...afterwards(text(200, "[]"))
  },
  "missing-id": {
    says: "The panel does what it was asked, and answers `{}`",
    ...afterwards(text(200, "{}"))
  },
  "success-without-id": {
    says: "The panel does what it was asked, and answers only `{success: true}`",
    ...afterwards(text(200, '{"success":true}'))
  },
  "empty-catalogue": {
    says: "The catalogue is empty, which the panel says in words",
    on: ["services"],
    ...changes(said, (value) => (isRefusal(value) ? undefined : { status: "success", data: "Empty Data" }))
  },
  "zero-id": {
    says: "The order is booked, and its ID is given as 0",
    on: ["add"],
    ...fields("id", (answer) => ({ ...answer, order: zero }))
  },
  "null-id": {
    says: "The order is booked, and its ID is given as null",
    on: ["add"],
    ...fields("id", (answer) => ({ ...answer, order: null }))
  },
  "id-beside-error": {
    says: "The order is booked, and an error stands beside its ID",
    on: ["add"],
    ...fields("id", (answer) => ({ ...answer, error: "Something went wrong" }))
  },
  "row-error": {
    says: "Of the last ID that is asked about, the panel says `Internal server error`; what was asked is done",
    on: ["refill", "cancel"],
    ...each("rows", (row, id, { asked, order, action }) => {
      const isLast = order !== undefined || ("many" in asked && asked.many.at(-1) === id)
      const isSaid = action === "cancel" || action === "refill"
      return isLast && isSaid && "many" in asked && !isRefusal(row[action])
        ? { ...row, [action]: { error: Refusals.serverError } }
        : undefined
    })
  },
  "cancel-ignored": {
    says: "Every cancel of an order of the account is said to be taken, and none is done",
    on: ["cancel"],
    claims: ["answer", "rows"],
    happens: {
      at: "said",
      text: ({ asked, isOwn }) =>
        "many" in asked && asked.many.some(isOwn)
          ? `[${asked.many
              .map((id) => {
                const order = /^[1-9]\d*$/.test(id) ? id : JSON.stringify(id)
                const said = isOwn(id) ? "1" : JSON.stringify({ error: Refusals.badOrder })
                return `{"order":${order},"cancel":${said}}`
              })
              .join(",")}]`
          : undefined
    }
  },
  nonsense: {
    says: "What is said of an order makes no sense: its state is a list, its charge no amount",
    on: ["status"],
    ...each("states", (order) =>
      isRefusal(order) ? undefined : { ...order, status: [], charge: "n/a", remains: "soon" }
    )
  }
})
