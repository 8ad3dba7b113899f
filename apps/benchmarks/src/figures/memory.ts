/** Peak memory of streaming statuses: ten times as many need no more. */
import { median } from "../harness/alternate.js"
import { run, startPanel } from "../harness/child.js"
import type { Figure, Row } from "../harness/figure.js"

interface Streamed {
  readonly answered: number
  /** Bytes. */
  readonly peak: number
}

/** Streams in a process of its own: what a process has once had, it seldom gives back. */
export const stream = async (
  url: string,
  count: number,
  flags: ReadonlyArray<string> = []
): Promise<Streamed> => {
  const { answered, peak } = JSON.parse(await run("stream", [url, String(count)], flags))
  return { answered, peak }
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`

/** What V8 may keep before it has to look for garbage. Left alone, it grows with the haste, not with the need. */
const tight = ["--max-old-space-size=64", "--max-semi-space-size=4"]

const peaks = async (
  figure: string,
  flags: ReadonlyArray<string>,
  url: string,
  whole: boolean
): Promise<Row> => {
  const [few, many] = whole ? [100_000, 1_000_000] : [200, 2000]
  const ofFew: Array<number> = []
  const ofMany: Array<number> = []
  for (let round = 0; round < (whole ? 3 : 1); round++) {
    ofFew.push((await stream(url, few, flags)).peak)
    ofMany.push((await stream(url, many, flags)).peak)
  }
  return {
    figure,
    aim: { most: 1.1 },
    value: median(ofMany) / median(ofFew),
    unit: "times",
    smmkit: megabytes(median(ofMany)),
    limit: megabytes(median(ofFew)),
    common: null
  }
}

export const memory: Figure = {
  id: "memory",
  measure: async (whole) => {
    const panel = await startPanel()
    const figure = "1,000,000 statuses as a stream, against 100,000: peak memory"
    // Left alone it does the same, and more at leisure.
    const rows = whole ? [await peaks(figure, [], panel.url, whole)] : []
    rows.push(await peaks(`${figure} with a heap of 64 MB`, tight, panel.url, whole))
    await panel.stop()
    return rows
  }
}
