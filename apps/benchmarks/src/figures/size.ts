/** What smmkit adds to a program that is bundled, and that it adds nothing which the program does not name. */
import { actions, allSeven, balanceAlone, bundle, foreign } from "../bundle.js"
import type { Figure, Row } from "../harness/figure.js"

const sizeRow = (figure: string, most: number, bytes: number): Row => ({
  figure,
  aim: { most },
  value: bytes / 1000,
  unit: "kB",
  smmkit: `${(bytes / 1000).toFixed(1)} kB`,
  limit: null,
  common: null
})

export const size: Figure = {
  id: "size",
  measure: async () => {
    const strangers = (await Promise.all(actions.map(foreign))).flat()
    return [
      sizeRow("`Balance` alone through fetch, minified and gzipped", 10, (await bundle(balanceAlone)).size),
      sizeRow("all seven actions through fetch, minified and gzipped", 25, (await bundle(allSeven)).size),
      {
        figure: "actions whose code a program carries without naming them",
        aim: { most: 0 },
        value: strangers.length,
        unit: "count",
        smmkit: strangers.length === 0 ? "none" : strangers.join(", "),
        limit: null,
        common: null
      }
    ]
  }
}
