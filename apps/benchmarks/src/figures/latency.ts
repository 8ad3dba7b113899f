/** The same orders where the panel takes 20 ms for each call: what the common way waits for. */
import * as Common from "../clients/common.js"
import * as Smmkit from "../clients/smmkit.js"
import { medianOf, repeat } from "../harness/alternate.js"
import { startPanel } from "../harness/child.js"
import { type Figure, ms } from "../harness/figure.js"

// Ten thousand calls of more than 20 ms each would take four minutes; a loop takes as much longer as it is longer.
const commonOrders = 200

export const latency: Figure = {
  id: "latency",
  measure: async (whole) => {
    const panel = await startPanel({ latency: whole ? 20 : 1 })
    const [smmkit, common] = [await Smmkit.make(panel.url), Common.make(panel.url)]
    const ids = Smmkit.orderIds(whole ? 10_000 : 250)
    const few = ids.slice(0, whole ? commonOrders : 5)
    const rounds = whole ? { rounds: 3, warmUp: 1 } : { rounds: 1, warmUp: 0 }

    const ofSmmkit = medianOf(await repeat(() => smmkit.many(ids), rounds), "wall")
    const ofCommon =
      (medianOf(await repeat(() => common.statuses(few), rounds), "wall") * ids.length) / few.length
    await smmkit.close()
    await panel.stop()
    return [
      {
        figure: "the same against the common way, 20 ms latency in the server: wall",
        aim: { least: 100 },
        value: ofCommon / ofSmmkit,
        unit: "times",
        smmkit: ms(ofSmmkit),
        limit: null,
        common: ms(ofCommon)
      }
    ]
  }
}
