import { promised, quoted } from "../../journal/test/examples.js"

promised(import.meta.url, {
  "01-follow.ts": ["invoice-1042, order 23501: Completed"],
  "02-consumer.ts": [""],
  "03-order-life.ts": [""]
})
quoted(import.meta.url)
