/** What `--watch` shows: a table redrawn in place, or a line for each change. */

import type { Answered } from "@smmkit/core/Call"
import type { OrderId } from "@smmkit/core/Identifiers"
import type { Answer } from "@smmkit/core/OrderStatus"
import type { ReadError } from "@smmkit/core/PanelError"
import type { Output } from "./Output.js"
import { cellsOf, columnsOf, type View } from "./Rows.js"
import * as Table from "./Table.js"

/** An order as it was last seen. */
export type Frame = Answered<OrderId, Answer, ReadError>

/** From what is known of the orders now, what is to be written. */
type Next = (lookUp: (id: OrderId) => Frame | undefined) => string

const framesOf = (ids: Iterable<OrderId>, lookUp: (id: OrderId) => Frame | undefined): ReadonlyArray<Frame> =>
  Array.from(ids, lookUp).filter((frame) => frame !== undefined)

/** The whole table, over the one before it. */
export const redrawn = (ids: Iterable<OrderId>, output: Output.Service, view: View<Answer>): Next => {
  const cells = cellsOf(view, output)
  let height = 0
  return (lookUp) => {
    const text = Table.make(columnsOf(view), output, { isCut: true }).write(framesOf(ids, lookUp).map(cells))
    const back = height === 0 ? "" : `\u001b[${height}A\u001b[J`
    height = text.split("\n").length - 1
    return back + text
  }
}

/** A line for each order that changed. */
export const lines = (ids: Iterable<OrderId>, output: Output.Service, view: View<Answer>): Next => {
  const cells = cellsOf(view, output)
  const table = Table.make(columnsOf(view), output)
  const seen = new Map<OrderId, string>()
  return (lookUp) => {
    const changed = framesOf(ids, lookUp).flatMap((frame) => {
      const row = cells(frame)
      const text = JSON.stringify(row)
      if (seen.get(frame.id) === text) return []
      seen.set(frame.id, text)
      return [row]
    })
    return table.write(changed)
  }
}
