/**
 * From key to screen while somebody types into the search box among ten thousand services: the time from
 * a key's input event to the frame that shows its effect, as the browser's own trace has it. Prints JSON.
 */
import { existsSync } from "node:fs"
import { type Browser, chromium } from "playwright-core"
import { quantile, run } from "./program.js"

const words = [
  "tiktok views usa",
  "instagram followers real",
  "youtube subscribers",
  "website visitors germany",
  "5014"
]

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly ts: number
  readonly id2?: { readonly local?: string }
  readonly args: { readonly data?: { readonly type?: string } }
}

const isTrace = (value: unknown): value is { readonly traceEvents: ReadonlyArray<TraceEvent> } =>
  typeof value === "object" && value !== null && "traceEvents" in value && Array.isArray(value.traceEvents)

/** The spans of input events in a trace, in milliseconds: each begins with the event and ends with its frame. */
const spansOf = (trace: string): ReadonlyArray<number> => {
  const parsed: unknown = JSON.parse(trace)
  const events = isTrace(parsed) ? parsed.traceEvents.filter(({ name }) => name === "EventTiming") : []
  const begun = new Map<string, number>()
  const spans: Array<number> = []
  for (const { ph, ts, id2, args } of events) {
    const id = id2?.local ?? ""
    if (ph === "b" && args.data?.type === "input") begun.set(id, ts)
    const start = begun.get(id)
    if (ph === "e" && start !== undefined) {
      spans.push((ts - start) / 1000)
      // The same ID tells of another event later on.
      begun.delete(id)
    }
  }
  return spans
}

const measure = async (browser: Browser, url: string): Promise<ReadonlyArray<number>> => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 950 } })
  await page.goto(url)
  await page.waitForSelector(".row")
  const box = page.getByRole("searchbox", { name: "Search services" })
  await box.pressSequentially("warm up", { delay: 60 })
  await browser.startTracing(page, { categories: ["devtools.timeline", "-*"] })
  for (const word of words) {
    await box.fill("")
    await box.pressSequentially(word, { delay: 80 })
  }
  const trace = await browser.stopTracing()
  await page.close()
  return spansOf(trace.toString())
}

const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-headless-shell"]
const server = await run("../server/server.js")
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? browsers.find((path) => existsSync(path)) ?? "chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking"
  ]
})
const spans = await measure(browser, server.url)
await browser.close()
server.stop()
console.log(
  JSON.stringify({
    figure: "key to screen, typing among 10,000 services",
    unit: "ms",
    keys: spans.length,
    median: Number(quantile(spans, 0.5).toFixed(1)),
    p95: Number(quantile(spans, 0.95).toFixed(1)),
    worst: Number(Math.max(...spans).toFixed(1)),
    aim: 50
  })
)
