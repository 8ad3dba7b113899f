/** What the network and the machinery in front of a panel do to a call. */
import { afterwards, define, instead, page, said, text } from "./mishap.js"

const second = 1000

const badGateway = "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"
const botCheck =
  '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body>Enable JavaScript and cookies to continue</body></html>'
const panelPage = "<!DOCTYPE html><html><head><title>Panel</title></head><body></body></html>"

export const network = define({
  refused: {
    says: "No connection is made. Over HTTP, where one is made already, it is cut at once",
    ...instead({ _tag: "Refused", after: 0 })
  },
  "dropped-before": {
    says: "The connection is cut before the panel gets the call",
    ...instead({ _tag: "Cut", after: 0 })
  },
  "dropped-after": {
    says: "The panel does what it was asked; the connection is cut before it answers",
    ...afterwards({ _tag: "Cut", after: 0 })
  },
  "booked-late": {
    says: "No answer ever comes; the panel gets the call a minute later",
    claims: ["connection", ...said, "arrival"],
    happens: {
      at: "before",
      end: ({ later, after = 60 * second }) => {
        later(after)
        return { _tag: "Silent" }
      }
    }
  },
  slow: {
    says: "What the caller gets comes five seconds later; the panel does what it does at once",
    claims: ["arrival"],
    happens: { at: "arrival", wait: 5 * second }
  },
  "half-body": {
    says: "The connection is cut in the middle of the answer",
    claims: ["connection"],
    happens: {
      at: "connection",
      end: (exchange) =>
        exchange._tag === "Answered"
          ? { _tag: "Halved", reply: exchange.reply, after: exchange.after }
          : exchange
    }
  },
  "rate-limited": {
    says: "429 with Retry-After (two seconds); the panel does not get the call",
    ...instead(({ after = 2 * second }) =>
      text(429, '{"error":"Too many requests"}', { "retry-after": String(Math.ceil(after / second)) })
    )
  },
  "gateway-error": {
    says: "The panel does what it was asked; a gateway answers 503 with an error in JSON",
    ...afterwards(text(503, '{"error":"gateway error"}'))
  },
  "html-before": {
    says: "502 as HTML; the panel does not get the call",
    ...instead(page(502, badGateway))
  },
  html: {
    says: "The panel does what it was asked; a gateway answers 502 as HTML",
    ...afterwards(page(502, badGateway))
  },
  "html-200": {
    says: "The panel does what it was asked, and answers with an HTML page and HTTP 200",
    ...afterwards(page(200, panelPage))
  },
  "bot-check": {
    says: "A bot check stands in front of the panel (403, HTML); nothing is done",
    ...instead(page(403, botCheck))
  },
  redirect: {
    says: "302 to another address; the panel does not get the call",
    ...instead(text(302, "", { location: "https://moved.invalid/api/v2" }))
  }
})
