/** Compares the sandbox's ledger with what the program showed, to the last decimal. */
import type { Entry } from "@smmkit/sandbox/Ledger"
import { BigDecimal, Effect } from "effect"
import { DemoFailed } from "./Shell.js"

/** An order as the program told of it: what it cost, and what is to be given back of that. */
export interface Told {
  readonly order: string
  readonly price: BigDecimal.BigDecimal
  readonly givenBack: BigDecimal.BigDecimal
}

const zero = BigDecimal.fromBigInt(0n)

const total = (amounts: ReadonlyArray<BigDecimal.BigDecimal>): BigDecimal.BigDecimal =>
  amounts.reduce((sum, amount) => BigDecimal.sum(sum, amount), zero)

/** The sum of an order's entries. */
const booked = (entries: ReadonlyArray<Entry>, reason: Entry["reason"], orders: ReadonlyArray<string>) =>
  total(
    entries
      .filter(
        (entry) =>
          entry.reason === reason && entry.order._tag === "Some" && orders.includes(entry.order.value)
      )
      .map(({ amount }) => amount)
  )

const agree = (what: string, told: BigDecimal.BigDecimal, ledger: BigDecimal.BigDecimal) =>
  BigDecimal.equals(told, ledger)
    ? Effect.void
    : new DemoFailed({
        message: `${what}: smmkit told ${BigDecimal.format(told)}, the ledger says ${BigDecimal.format(ledger)}`
      })

export interface Books {
  readonly before: BigDecimal.BigDecimal
  readonly after: BigDecimal.BigDecimal
  readonly told: ReadonlyArray<Told>
  readonly entries: ReadonlyArray<Entry>
  readonly balance: BigDecimal.BigDecimal
  /** The children of an order, which give back what is not delivered of them. */
  readonly childrenOf: (order: string) => ReadonlyArray<string>
}

/** Fails with the first amount in which the two differ; gives what was charged and given back in all. */
export const compare = ({ before, after, told, entries, balance, childrenOf }: Books) =>
  Effect.gen(function* () {
    for (const { order, price, givenBack } of told) {
      yield* agree(
        `the charge of order ${order}`,
        price,
        BigDecimal.negate(booked(entries, "charge", [order]))
      )
      yield* agree(
        `the refund of order ${order}`,
        givenBack,
        booked(entries, "refund", [order, ...childrenOf(order)])
      )
    }
    const charged = total(told.map(({ price }) => price))
    const givenBack = total(told.map(({ givenBack }) => givenBack))
    yield* agree("the balance", after, balance)
    yield* agree("the sum", after, BigDecimal.sum(BigDecimal.subtract(before, charged), givenBack))
    const moved = total(entries.filter(({ reason }) => reason !== "deposit").map(({ amount }) => amount))
    yield* agree("all that moved", BigDecimal.subtract(givenBack, charged), moved)
    return { charged, givenBack }
  })
