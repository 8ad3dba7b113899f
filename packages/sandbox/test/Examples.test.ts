import { readdirSync, readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { AddOrder, Balance, CancelOrder, OrderStatus, Refill, RefillStatus, Services } from "@smmkit/core"
import { Either, Predicate, Schema } from "effect"
import * as Answers from "../src/internal/answers.js"
import { rowOf } from "../src/internal/shop.js"

const folder = new URL("./fixtures/examples/", import.meta.url)

const rewritten =
  <A, I>(schema: Schema.Schema<A, I>, write: (answer: A) => string) =>
  (document: string): string =>
    write(Schema.decodeUnknownSync(Schema.parseJson(schema))(document))

/** A value of a row, or the words that stand in its place. */
const said = <A>(value: A | { readonly error: string }): Either.Either<A, string> =>
  Predicate.hasProperty(value, "error") ? Either.left(value.error) : Either.right(value)

/** Per documented example: how the sandbox writes the value that it stands for. */
const writers: Readonly<Record<string, (document: string) => string>> = {
  "add.json": rewritten(AddOrder.Answer, Answers.added),
  "balance.json": rewritten(Balance.Answer, Answers.balance),
  "cancel.json": rewritten(CancelOrder.AnswerMany, (rows) =>
    Answers.cancels(rows.map(({ order, cancel }) => [order, said(cancel)]))
  ),
  "refill-many.json": rewritten(Refill.AnswerMany, (rows) =>
    Answers.refills(rows.map(({ order, refill }) => [order, said<string>(refill)]))
  ),
  "refill-status-many.json": rewritten(RefillStatus.AnswerMany, (rows) =>
    Answers.refillStates(rows.map(({ refill, status }) => [refill, said<string>(status)]))
  ),
  "refill-status.json": rewritten(RefillStatus.Answer, Answers.refillState),
  "refill.json": rewritten(Refill.Answer, Answers.refill),
  "services.json": rewritten(Services.Answer, (services) => JSON.stringify(services.map(rowOf))),
  "status-many.json": rewritten(OrderStatus.AnswerMany, (answers) =>
    Answers.statuses(
      Object.entries(answers).map(([id, answer]) => [
        id,
        "error" in answer ? Answers.refused(answer.error) : Answers.state(answer)
      ])
    )
  ),
  "status.json": rewritten(OrderStatus.Answer, Answers.state)
}

describe("the documented examples", () => {
  it("are all here", () => {
    assert.deepStrictEqual(readdirSync(folder).sort(), Object.keys(writers))
  })

  for (const [name, write] of Object.entries(writers)) {
    it(`${name} is what the sandbox writes, to the byte but for white space`, () => {
      const document = readFileSync(new URL(name, folder), "utf8").trim()
      assert.strictEqual(JSON.stringify(JSON.parse(write(document)), undefined, 4), document)
    })
  }
})
