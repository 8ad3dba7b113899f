import { promised, quoted } from "./examples.js"

promised(import.meta.url, {
  "01-place-once.ts": ["order 23501, and asked again: order 23501"],
  "02-one-changed-line.ts": ["placed order 23501", "placed order 23501"],
  "03-bulk.ts": ["2 rows, 2 of them new", "row 2: placed", "row 3: placed", "run again: 0 new"],
  "04-doubt.ts": ["It is not known whether the add was done", "placed: "]
})
quoted(import.meta.url)
