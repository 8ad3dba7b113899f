/** What the network and the machinery in front of a panel do to a call. */
import { afterwards, asHtml, define, instead, page, reply, text } from "./fault.js"

const second = 1000

const badGateway = "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"
const botCheck =
  '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body>Enable JavaScript and cookies to continue</body></html>'
const warning =
  '<br />\n<b>Warning</b>:  Undefined array key "order" in <b>/home/panel/public_html/api.php</b> on line <b>9</b><br />\n'

export const network = define({
  refused: {
    says: "No connection is made. Over HTTP, where one is made already, it is cut at once",
    act: instead({ _tag: "Refused" })
  },
  "dropped-before": {
    says: "The connection is cut before the panel gets the call",
    act: instead({ _tag: "Cut" })
  },
  "dropped-after": {
    says: "The panel does what it was asked; the connection is cut before it answers",
    act: afterwards({ _tag: "Cut" })
  },
  "booked-late": {
    says: "No answer ever comes; the panel gets the call a minute later",
    act: ({ later, after = 60 * second }) => {
      later(after)
      return { _tag: "Silent" }
    }
  },
  slow: {
    says: "The panel does what it was asked at once, and answers five seconds later",
    act: ({ after = 5 * second }, next) => {
      const exchange = next()
      return exchange._tag === "Answered" ? { ...exchange, after: exchange.after + after } : exchange
    }
  },
  "half-body": {
    says: "The connection is cut in the middle of the answer",
    act: (_, next) => {
      const exchange = next()
      return exchange._tag === "Answered" ? { _tag: "Halved", reply: exchange.reply } : exchange
    }
  },
  "rate-limited": {
    says: "429 with Retry-After (two seconds); the panel does not get the call",
    act: instead(({ after = 2 * second }) =>
      text(429, '{"error":"Too many requests"}', { "retry-after": String(Math.ceil(after / second)) })
    )
  },
  "rate-limited-200": {
    says: "A rate limit refused with HTTP 200; nothing is done",
    act: instead(text(200, '{"error":"Rate limit exceeded (200/min)"}'))
  },
  maintenance: {
    says: "The panel refuses, as it is under maintenance; nothing is done",
    act: instead(text(200, '{"error":"Maintenance"}'))
  },
  "server-error-before": {
    says: "500, and nothing is done",
    act: instead(text(500, '{"error":"Internal server error"}'))
  },
  "server-error-after": {
    says: "The panel does what it was asked, and answers 500",
    act: afterwards(text(500, '{"error":"Internal server error"}'))
  },
  "gateway-error": {
    says: "The panel does what it was asked; a gateway answers 503 with an error in JSON",
    act: afterwards(text(503, '{"error":"gateway error"}'))
  },
  "html-before": {
    says: "502 as HTML; the panel does not get the call",
    act: instead(page(502, badGateway))
  },
  html: {
    says: "The panel does what it was asked; a gateway answers 502 as HTML",
    act: afterwards(page(502, badGateway))
  },
  "html-200": {
    says: "The panel does what it was asked, and answers with an HTML page and HTTP 200",
    act: afterwards(page(200, "<!DOCTYPE html><html><head><title>Panel</title></head><body></body></html>"))
  },
  "bot-check": {
    says: "A bot check stands in front of the panel (403, HTML); nothing is done",
    act: instead(page(403, botCheck))
  },
  redirect: {
    says: "302 to another address; the panel does not get the call",
    act: instead(text(302, "", { location: "https://moved.invalid/api/v2" }))
  },
  "empty-body": {
    says: "The panel does what it was asked, and answers nothing",
    act: afterwards(text(200, ""))
  },
  "not-json": {
    says: "The panel does what it was asked, and answers in something like JSON",
    act: afterwards(text(200, '{"order": Success, }'))
  },
  null: {
    says: "The panel does what it was asked, and answers null",
    act: afterwards(text(200, "null"))
  },
  "empty-list": {
    says: "The panel does what it was asked, and answers with an empty list",
    act: afterwards(text(200, "[]"))
  },
  "php-warning": {
    says: "A warning of PHP stands before the JSON, and the content type is HTML",
    act: reply((reply) => asHtml({ ...reply, body: warning + reply.body }))
  },
  bom: {
    says: "A byte order mark stands before the JSON",
    act: reply((reply) => ({ ...reply, body: `\uFEFF${reply.body}` }))
  },
  "html-content-type": {
    says: "The JSON is served as text/html",
    act: reply(asHtml)
  }
})
