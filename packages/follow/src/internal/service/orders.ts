/** Orders as they are shown to whoever asks. */
import { make as money } from "@smmkit/core/Money"
import type { Books } from "@smmkit/journal/Refund"
import * as Option from "effect/Option"
import type { Row } from "../../FollowModel.js"
import type { FollowOrder } from "../../FollowOrder.js"
import { currencyOf, refundOf } from "../judging/refunds.js"

export const shown = (row: Row, books: Books): FollowOrder => {
  const currency = currencyOf(row) ?? undefined
  const { due, why } = refundOf(row, books)
  const { refill } = row
  return {
    account: row.account,
    order: row.order,
    key: row.key,
    parent: row.parent,
    service: row.service,
    price: row.price === null ? null : money(row.price, currency),
    units: row.units,
    placed: row.placed,
    state: row.state,
    remains: row.remains,
    startCount: row.startCount,
    charge: row.charge === null ? null : money(row.charge, row.chargeCurrency ?? undefined),
    ended: row.ended,
    gone: row.gone !== null,
    stalled: row.stalled,
    due: Option.getOrNull(due),
    why,
    booked: money(row.booked, currency),
    lines: row.lines,
    refill: refill === null ? null : { id: refill.id, state: refill.state },
    next: row.due,
    looks: row.looks,
    looked: row.looked,
    failures: row.failures,
    problem: row.problem
  }
}
