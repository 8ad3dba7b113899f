/** A million orders in the sandbox: what one more takes, and what looking at a hundred of them takes. */
import { run } from "../harness/child.js"
import { type Figure, ms, type Row } from "../harness/figure.js"

interface Filled {
  /** Of each order, in ms of the processor and in bytes. */
  readonly time: number
  readonly memory: number
  /** Of a status of 100, in ms of the processor. */
  readonly status: number
}

const fill = async (few: number, many: number): Promise<{ readonly few: Filled; readonly many: Filled }> =>
  JSON.parse(await run("orders", [String(few), String(many)], ["--expose-gc", "--max-old-space-size=6000"]))

export const orders: Figure = {
  id: "orders",
  measure: async (whole) => {
    const [count, first] = whole ? [1_000_000, 10_000] : [2000, 200]
    const { few, many } = await fill(first, count)
    const times = (
      figure: string,
      most: number,
      value: (filled: Filled) => number,
      show: (value: number) => string
    ): Row => ({
      figure,
      aim: { most },
      value: value(many) / value(few),
      unit: "times",
      smmkit: show(value(many)),
      limit: show(value(few)),
      common: null
    })
    return [
      times(
        "Sandbox, to fill a million orders, each: beside the first ten thousand",
        3,
        ({ time }) => time,
        (time) => `${(time * 1000).toFixed(0)} µs`
      ),
      times(
        "Sandbox, a status of 100 among a million orders: among ten thousand",
        5,
        ({ status }) => status,
        ms
      ),
      {
        figure: "Sandbox, memory of an order among a million",
        aim: { most: 2 },
        value: many.memory / 1000,
        unit: "kB",
        smmkit: `${many.memory.toFixed(0)} bytes`,
        limit: null,
        common: null
      }
    ]
  }
}
