import { assert, describe, it } from "@effect/vitest"
import { BigDecimal, Either, FastCheck as fc } from "effect"
import * as IdWindow from "../src/internal/evidence/idWindow.js"

const minute = 60_000
const settling = 15 * minute

/** What a panel does with numbers, at its worst. */
interface Habits {
  readonly ranges: ReadonlyArray<bigint>
  readonly gap: number
  /** How many orders other customers place between two of ours. */
  readonly others: number
  readonly opaque: boolean
  readonly showsForeign: boolean
  readonly leavesOut: boolean
  readonly oneError: boolean
  readonly hides: number
  /** How long an order is kept. */
  readonly keeps: number
}

interface Booked {
  readonly id: string
  readonly whose: "ours" | "stranger" | "foreign"
  readonly at: number
  readonly charge: BigDecimal.BigDecimal
}

/** A panel that books what it is told and answers as its habits are. */
const panel = (habits: Habits) => {
  const last = habits.ranges.map((start) => start)
  const books: Array<Booked> = []
  const number = (service: number): string => {
    const range = service % last.length
    const next = (last[range] ?? 0n) + 1n + BigInt(habits.gap)
    last[range] = next
    return habits.opaque ? `ord_${((next * 7919n) % 1_000_003n).toString(36)}` : String(next)
  }
  const book = (whose: Booked["whose"], service: number, at: number, charge: string) => {
    const id = number(service)
    books.push({ id, whose, at, charge: BigDecimal.unsafeFromString(charge) })
    return id
  }
  const answer = (ids: ReadonlyArray<string>, now: number): ReadonlyMap<string, IdWindow.Said> => {
    const rows = ids.map((id): readonly [string, IdWindow.Said] => {
      const found = books.find((one) => one.id === id)
      const isShown =
        found !== undefined &&
        (found.whose !== "foreign" || habits.showsForeign) &&
        found.at + habits.hides <= now &&
        found.at + habits.keeps > now
      return [
        id,
        isShown
          ? { _tag: "Shown", status: "Pending", charge: found.charge, currency: "USD" }
          : { _tag: habits.leavesOut ? "Untold" : "Refused" }
      ]
    })
    const isAllUnknown = rows.every(([, said]) => said._tag !== "Shown")
    return new Map(habits.oneError && isAllUnknown ? rows.map(([id]) => [id, { _tag: "Untold" }]) : rows)
  }
  return { book, answer, books }
}

const habits: fc.Arbitrary<Habits> = fc.record({
  ranges: fc.constantFrom([100n], [100n, 100_000n], [9_007_199_254_740_992n]),
  gap: fc.nat(3),
  others: fc.nat(3),
  opaque: fc.constantFrom(false, false, false, true),
  showsForeign: fc.boolean(),
  leavesOut: fc.boolean(),
  oneError: fc.boolean(),
  hides: fc.constantFrom(0, minute),
  keeps: fc.oneof(
    { weight: 7, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
    { weight: 1, arbitrary: fc.constantFrom(30 * minute, 70 * minute) }
  )
})

const price = "0.09"

interface Step {
  readonly what: "known" | "doubt-booked" | "doubt-absent" | "stranger" | "child"
  readonly service: number
  readonly charge: string
  /** How late the order is booked, within what a panel may take. */
  readonly late: number
}

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom("known", "known", "known", "doubt-booked", "doubt-absent", "stranger", "child"),
  service: fc.nat(2),
  charge: fc.constantFrom(price, "0.10"),
  late: fc.constantFrom(0, 0, 5 * minute, 14 * minute)
})

/** Plays a story on a panel, and judges its first doubt as the journal would. */
const play = (habits: Habits, steps: ReadonlyArray<Step>, isEager: boolean) => {
  const { book, answer } = panel(habits)
  const known: Array<IdWindow.Known> = []
  const children = new Set<string>()
  const doubts: Array<IdWindow.Doubt & { booked: string | undefined; late: (() => void) | undefined }> = []
  const pending: Array<{ at: number; act: () => void }> = []
  let now = 1_000_000
  const pass = (time: number) => {
    for (const one of pending.filter(({ at }) => at > now && at <= now + time)) one.act()
    now += time
  }
  let hasStranger = false
  for (const { what, service, charge, late } of steps) {
    // Nobody waits for less than what makes a window, or sometimes everybody does.
    pass(isEager ? 1000 : 20 * minute)
    for (let at = 0; at < habits.others; at++) book("foreign", service, now, charge)
    switch (what) {
      case "known": {
        const order = book("ours", service, now, charge)
        known.push({ order, service: String(service), created: now - 500, answered: now + 100 })
        break
      }
      case "stranger":
        hasStranger = true
        book("stranger", service, now, charge)
        break
      case "child":
        children.add(book("ours", service, now, charge))
        break
      default: {
        const doubt: (typeof doubts)[number] = {
          service: String(service),
          created: now,
          deadline: now + 30_000,
          price: BigDecimal.unsafeFromString(price),
          currency: "USD",
          named: "order",
          costs: true,
          booked: undefined,
          late: undefined
        }
        doubts.push(doubt)
        const act = () => {
          doubt.booked = book("ours", service, now + late, price)
        }
        if (what === "doubt-booked" && late === 0) act()
        else if (what === "doubt-booked") pending.push({ at: now + late, act })
      }
    }
    pass(500)
  }
  pass(100)
  const judged = doubts.map((doubt) => {
    const window = IdWindow.windowOf(doubt, known, settling)
    if (Either.isLeft(window)) return { doubt, finding: undefined }
    const ids = IdWindow.idsOf(window.right, 500)
    if (Either.isLeft(ids)) return { doubt, finding: undefined }
    const held = new Set(known.map(({ order }) => order))
    const question = IdWindow.question(window.right, ids.right, (id) => held.has(id))
    const { witnesses } = window.right
    for (const call of question.calls) {
      assert.isAtMost(call.length, 100)
      assert.includeMembers([...call], [...witnesses])
    }
    const answers = new Map<string, IdWindow.Said>()
    for (const call of question.calls) {
      const said = answer(call, now)
      const isSeen = witnesses.every((id) => said.get(id)?._tag === "Shown")
      for (const id of call)
        answers.set(id, isSeen ? (said.get(id) ?? { _tag: "Untold" }) : { _tag: "Untold" })
    }
    const finding = IdWindow.judge(doubt, window.right, question, answers, {
      exclusive: !hasStranger,
      rival: doubts.length > 1 ? "another order is in doubt" : undefined,
      isChild: (id) => children.has(id)
    })
    return { doubt, finding }
  })
  return judged
}

/** How many stories are played; more on demand. */
const stories = Number(process.env["SMMKIT_STORIES"] ?? 4000)

describe("the window of IDs", () => {
  it("never says of an order that was booked that it was not, nor of another that it is the one", () => {
    let told = 0
    fc.assert(
      fc.property(
        habits,
        fc.array(step, { minLength: 3, maxLength: 12 }),
        fc.boolean(),
        (habits, steps, isEager) => {
          for (const { doubt, finding } of play(habits, steps, isEager)) {
            if (finding?._tag === "Absent") assert.isUndefined(doubt.booked)
            if (finding?._tag === "Placed") assert.strictEqual(finding.order, doubt.booked)
            if (finding !== undefined && finding._tag !== "Open") told += 1
          }
        }
      ),
      { numRuns: stories, seed: 20_260_101 }
    )
    assert.isAbove(told, stories / 100)
  })

  const plain: Habits = {
    ranges: [100n],
    gap: 0,
    others: 0,
    opaque: false,
    showsForeign: false,
    leavesOut: false,
    oneError: false,
    hides: 0,
    keeps: Number.POSITIVE_INFINITY
  }
  const known: Step = { what: "known", service: 0, charge: price, late: 0 }
  const absent: Step = { ...known, what: "doubt-absent" }
  const there: Step = { ...known, what: "doubt-booked" }
  const first = (habits: Partial<Habits>, steps: ReadonlyArray<Step>, isEager = false) =>
    play({ ...plain, ...habits }, steps, isEager)[0]?.finding

  it("tells of an order that was not booked, and of one that was", () => {
    assert.strictEqual(first({}, [known, absent, known])?._tag, "Absent")
    assert.strictEqual(first({ others: 3, gap: 2 }, [known, absent, known])?._tag, "Absent")
    assert.strictEqual(first({}, [known, there, known])?._tag, "Placed")
    assert.strictEqual(first({ others: 3, gap: 2 }, [known, known, there, known])?._tag, "Placed")
  })

  for (const [what, habits, steps] of [
    ["a stranger orders on our key", {}, [known, absent, { ...known, what: "stranger" }, known]],
    ["IDs are left out", { leavesOut: true, others: 1 }, [known, absent, known]],
    ["an order is not shown for a minute", { hides: minute }, [known, there, known]],
    ["orders of some time ago are not kept", { keeps: 15 * minute }, [known, there, known]],
    [
      "each server has a range of its own",
      { ranges: [100n, 9000n] },
      [known, { ...absent, service: 1 }, known]
    ],
    ["IDs are opaque", { opaque: true }, [known, absent, known]],
    ["others' orders are shown", { showsForeign: true, others: 2 }, [known, absent, known]],
    ["another order is in doubt beside it", {}, [known, there, absent, known]],
    ["no order is known after it", {}, [known, absent]],
    ["no order is known before it", {}, [absent, known]]
  ] as const) {
    it(`tells nothing where ${what}`, () => {
      const finding = first(habits, steps)
      assert.isTrue(finding === undefined || finding._tag === "Open", finding?._tag)
    })
  }

  it("takes the child of a larger order neither for a stranger's nor for the order itself", () => {
    const child: Step = { ...known, what: "child" }
    assert.strictEqual(first({}, [known, absent, child, known])?._tag, "Absent")
    const placed = first({}, [known, there, child, known])
    assert.strictEqual(placed?._tag, "Placed")
  })

  it("waits for an order after its deadline and the settling time", () => {
    assert.isUndefined(first({}, [known, absent, known, known], true))
  })
})
