/** The status of many orders: with `many`, and with a fiber for each; against calls of 100 by hand. */
import * as Common from "../clients/common.js"
import * as Limit from "../clients/limit.js"
import * as Smmkit from "../clients/smmkit.js"
import { alternate, medianOf, repeat } from "../harness/alternate.js"
import { startPanel } from "../harness/child.js"
import { type Figure, row } from "../harness/figure.js"

const orders = 10_000
// One order per call takes minutes for all of them; a loop takes as much longer as it has more to do.
const commonOrders = 500

export const many: Figure = {
  id: "many",
  measure: async (whole) => {
    const panel = await startPanel()
    const [smmkit, limit, common] = [
      await Smmkit.make(panel.url),
      Limit.make(panel.url),
      Common.make(panel.url)
    ]
    const ids = Smmkit.orderIds(whole ? orders : 250)
    const few = ids.slice(0, whole ? commonOrders : 5)
    const byHand = () => limit.statuses(ids)
    const rounds = whole ? { rounds: 21, warmUp: 6 } : { rounds: 1, warmUp: 0 }

    const ofMany = await alternate({ smmkit: () => smmkit.many(ids), limit: byHand }, rounds)
    const ofFibers = await alternate({ smmkit: () => smmkit.fibers(ids), limit: byHand }, rounds)
    const ofCommon = await repeat(() => common.statuses(few), whole ? { rounds: 3, warmUp: 1 } : rounds)
    await Promise.all([smmkit.close(), limit.close()])
    await panel.stop()

    const times = ids.length / few.length
    const [cpu, wall] = [medianOf(ofCommon, "cpu") * times, medianOf(ofCommon, "wall") * times]
    return [
      row("status of 10,000 orders with `many`: CPU", 1.5, ofMany, "cpu", cpu),
      row("status of 10,000 orders with `many`: wall", 1.5, ofMany, "wall", wall),
      row("10,000 fibers, each asking for one status: CPU", 3, ofFibers, "cpu", cpu),
      row("10,000 fibers, each asking for one status: wall", 3, ofFibers, "wall", wall)
    ]
  }
}
