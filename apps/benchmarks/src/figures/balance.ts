/** One `Balance.get` on a warm connection. */
import * as Common from "../clients/common.js"
import * as Limit from "../clients/limit.js"
import * as Smmkit from "../clients/smmkit.js"
import { alternate, medianOf, repeat } from "../harness/alternate.js"
import { startPanel } from "../harness/child.js"
import { type Figure, row } from "../harness/figure.js"

const oneByOne = async (count: number, call: () => Promise<unknown>) => {
  for (let at = 0; at < count; at++) await call()
}

export const balance: Figure = {
  id: "balance",
  measure: async (whole) => {
    const panel = await startPanel()
    const [smmkit, limit, common] = [
      await Smmkit.make(panel.url),
      Limit.make(panel.url),
      Common.make(panel.url)
    ]
    const count = whole ? 500 : 3
    const rounds = whole ? { rounds: 15, warmUp: 5 } : { rounds: 1, warmUp: 0 }
    const pair = await alternate(
      { smmkit: () => smmkit.balances(count), limit: () => oneByOne(count, limit.balance) },
      rounds
    )
    const ofCommon = await repeat(() => oneByOne(count, common.balance), rounds)
    await Promise.all([smmkit.close(), limit.close()])
    await panel.stop()
    return [
      row(
        "one `Balance.get` on a warm connection: CPU",
        2,
        pair,
        "cpu",
        medianOf(ofCommon, "cpu") / count,
        count
      )
    ]
  }
}
