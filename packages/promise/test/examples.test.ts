import { promised } from "../../journal/test/examples.js"

promised(import.meta.url, {
  "01-place-and-follow.ts": ["placed order 23501", "Completed, 0 to go"],
  "02-events-and-refunds.ts": ["event 1, invoice-1042: Completed"]
})
