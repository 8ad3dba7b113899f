/** What follows from looks: transitions, what waits for a second look, and what never happens whatever a panel shows. */
import { assert, describe, it } from "@effect/vitest"
import { Identifiers, Money, type RefillState } from "@smmkit/core"
import { BigDecimal, FastCheck } from "effect"
import { born, type Observation, type Row } from "../src/FollowModel.js"
import { judge } from "../src/internal/judging/judge.js"
import { refillUnreadable } from "../src/internal/judging/refills.js"
import { amount, birth, context, day, hour, looks, minute, notKnown, seen } from "./judgingHarness.js"

const pending = seen({ status: "Pending", remains: "400", charge: "0.4" })
const running = (remains: number) => seen({ status: "In progress", remains, charge: "0.4" })
const completed = seen({ status: "Completed", remains: "0", charge: "0.4" })
const partial = (remains: number) => seen({ status: "Partial", remains, charge: "0.4" })
const canceled = seen({ status: "Canceled", remains: "400", charge: "0.4" })

describe("an order's course", () => {
  it("is told from its start to its end", () => {
    const { told, row } = looks([
      [minute, pending],
      [2 * minute, running(300)],
      [3 * minute, running(100)],
      [4 * minute, completed]
    ])
    assert.deepStrictEqual(told, ["Started", "Completed"])
    assert.deepStrictEqual([row.n, row.ended, row.due], [2, 4 * minute, 4 * minute + hour])
  })

  it("may be over when it is first seen", () => {
    assert.deepStrictEqual(looks([[hour, completed]]).told, ["Completed"])
  })

  it("tells the words of a subscription", () => {
    const posts = (status: string) => seen({ status, posts: 3, orders: [7, 8] })
    const { told, row, judged } = looks([
      [minute, posts("Active")],
      [hour, posts("Paused")],
      [2 * hour, posts("Active")],
      [3 * hour, posts("Expired")]
    ])
    assert.deepStrictEqual(told, ["Started", "Paused", "Resumed", "Expired"])
    const births = judged[0]?.births.map(({ order, parent }) => `${order} of ${parent}`)
    assert.deepStrictEqual(births, [`7 of ${row.order}`, `8 of ${row.order}`])
  })

  it("has each child once, and none that is itself, whatever the panel lists", () => {
    const { judged, row } = looks([
      [minute, seen({ status: "Active", posts: 3, orders: [7, "7", birth.order, 8] })]
    ])
    assert.deepStrictEqual(
      judged.flatMap(({ births }) => births.map(({ order }) => order)),
      [Identifiers.OrderId.make("7"), Identifiers.OrderId.make("8")]
    )
    assert.strictEqual(row.children, 2)
  })

  it("tells once that nothing moves for several times as long as is usual", () => {
    const usual = { seen: 50, median: hour, late: 2 * hour, starts: [], ends: [], trust: 1 }
    const { told } = looks(
      [
        [minute, running(100)],
        [6 * hour, running(100)],
        [7 * hour, running(100)],
        [8 * hour, running(100)],
        [9 * hour, running(90)],
        [16 * hour, running(90)]
      ],
      {},
      { ...context, usual }
    )
    assert.deepStrictEqual(told, ["Started", "Stalled", "Stalled"])
  })

  it("keeps a word that nobody knows, and tells nothing of it", () => {
    const { told, row } = looks([[minute, seen({ status: "Reviewing" })]])
    assert.deepStrictEqual([told, row.state], [[], "Reviewing"])
  })
})

describe("a second look, at least a minute later,", () => {
  it("is waited for before an order went back", () => {
    const start = [
      [minute, running(100)],
      [2 * minute, running(300)]
    ] as const
    assert.deepStrictEqual(looks([...start, [2.5 * minute, running(300)]]).told, ["Started"])
    assert.deepStrictEqual(looks([...start, [3 * minute, running(290)]]).told, ["Started", "WentBack"])
    assert.deepStrictEqual(looks([...start, [3 * minute, running(90)]]).told, ["Started"])
    assert.deepStrictEqual(looks([...start, [3 * minute, pending]]).told, ["Started"])
    const waits = looks(start).row
    assert.deepStrictEqual([waits.remains, waits.due], [100, 3 * minute])
  })

  it("is waited for before an order was reopened", () => {
    const start = [
      [minute, completed],
      [hour, running(20)]
    ] as const
    assert.deepStrictEqual(looks(start).told, ["Completed"])
    const { told, row } = looks([...start, [hour + minute, running(20)]])
    assert.deepStrictEqual([told, row.ended, row.state], [["Completed", "Reopened"], null, "In progress"])
    // A replica that lagged.
    assert.deepStrictEqual(looks([...start, [hour + minute, completed]]).told, ["Completed"])
  })

  it("is waited for before an order is gone, and before it is back", () => {
    const start = [
      [minute, running(20)],
      [hour, notKnown]
    ] as const
    assert.deepStrictEqual(looks([...start, [hour + minute, running(10)]]).told, ["Started"])
    const gone = [...start, [hour + minute, notKnown]] as const
    const { told, row } = looks(gone)
    assert.deepStrictEqual([told, row.gone, row.due], [["Started", "Gone"], hour + minute, 2 * hour + minute])
    const back = [...gone, [2 * hour, running(10)]] as const
    assert.deepStrictEqual(looks(back).told, ["Started", "Gone"])
    assert.deepStrictEqual(looks([...back, [3 * hour, running(5)]]).told, ["Started", "Gone", "Reopened"])
    assert.deepStrictEqual(looks([...gone, [2 * hour, canceled]]).told, ["Started", "Gone", "Canceled"])
  })

  it("says nothing of an account that is suspect, nor of an order that is not shown yet", () => {
    const suspect: Observation = { _tag: "NotKnown", suspect: true }
    assert.deepStrictEqual(
      looks([
        [minute, running(20)],
        [hour, suspect],
        [2 * hour, suspect]
      ]).told,
      ["Started"]
    )
    assert.deepStrictEqual(
      looks([
        [minute, notKnown],
        [3 * minute, notKnown],
        [14 * minute, notKnown]
      ]).told,
      []
    )
  })

  it("is not what could not be read", () => {
    const unreadable: Observation = { _tag: "Unreadable", problem: "no answer" }
    const { told, row } = looks([
      [minute, partial(100)],
      [2 * minute, unreadable],
      [3 * minute, unreadable]
    ])
    assert.deepStrictEqual(told, ["Partial"])
    assert.deepStrictEqual([row.failures, row.problem, row.due], [2, "no answer", 5 * minute])
    assert.deepStrictEqual(looks([[4 * minute, partial(100)]], row).told, ["RefundDue"])
  })
})

describe("a refund", () => {
  it("is shown at once, and due when a second look says the same", () => {
    const { judged, row } = looks([
      [minute, partial(100)],
      [2 * minute, partial(100)]
    ])
    const [first, second] = judged.map(({ events }) => events[0]?.what)
    assert.ok(first?._tag === "Partial" && first.refund !== null)
    assert.ok(BigDecimal.equals(first.refund.amount, amount("0.1")))
    assert.ok(second?._tag === "RefundDue" && !second.isAlarm)
    assert.deepStrictEqual([row.lines, BigDecimal.format(row.booked)], [1, "0.1"])
  })

  it("is booked by differences, and what is taken back is an alarm", () => {
    const { judged } = looks([
      [minute, partial(100)],
      [2 * minute, partial(100)],
      [hour, partial(80)],
      [2 * hour, partial(80)],
      [3 * hour, canceled],
      [4 * hour, canceled]
    ])
    const lines = judged.flatMap(({ lines }) => lines)
    assert.deepStrictEqual(
      lines.map(({ line, amount, total }) => [
        line,
        BigDecimal.format(amount.amount),
        BigDecimal.format(total.amount)
      ]),
      [
        [1, "0.1", "0.1"],
        [2, "-0.02", "0.08"],
        [3, "0.32", "0.4"]
      ]
    )
  })

  it("starts anew when a look says something else in between", () => {
    const { told } = looks([
      [minute, partial(100)],
      [90_000, running(100)],
      [2 * minute, partial(100)],
      [2.5 * minute, partial(100)]
    ])
    assert.deepStrictEqual(told, ["Partial"])
  })

  it("of an order whose price was read from its charge is in the currency of that charge, or not known", () => {
    const unpriced = { price: null, currency: null }
    const inRupees = (charge: string) => seen({ status: "Canceled", charge, currency: "INR" })
    for (const [end, due] of [
      [canceled, "0.4 USD"],
      [inRupees("0"), null],
      [inRupees("0.4"), null],
      [seen({ status: "Canceled", currency: "INR" }), "0.4 USD"]
    ] as const) {
      const { judged } = looks(
        [
          [minute, running(300)],
          [hour, end],
          [2 * hour, end]
        ],
        unpriced
      )
      const [line] = judged.flatMap(({ lines }) => lines)
      assert.strictEqual(line === undefined ? null : Money.format(line.total), due)
    }
  })

  it("is not known where the charge is neither the price nor what would be left of it", () => {
    const charged = (charge: string) => seen({ status: "Partial", remains: "100", charge })
    for (const [charge, isKnown] of [
      ["0.4", true],
      ["0.3", true],
      ["0.35", false],
      ["0", false],
      ["0.30000", true]
    ] as const) {
      const { told } = looks([
        [minute, charged(charge)],
        [hour, charged(charge)]
      ])
      assert.deepStrictEqual(told, isKnown ? ["Partial", "RefundDue"] : ["Partial"], charge)
    }
  })
})

describe("a refill", () => {
  const refill = { id: Identifiers.RefillId.make("7"), state: null, since: null, looked: null }
  const shown = (state: RefillState.RefillState): Observation => ({ _tag: "RefillSeen", state })

  it("that a panel shows for days and leaves out once is looked at on", () => {
    const { told, row } = looks(
      [
        [minute, shown("In progress")],
        [8 * day, shown("In progress")],
        [9 * day, { _tag: "RefillNotKnown" }]
      ],
      { refill, refillDue: 0 }
    )
    assert.deepStrictEqual(told, ["RefillStarted"])
    assert.isNotNull(row.refillDue)
    const later = looks([[17 * day, { _tag: "RefillNotKnown" }]], row)
    assert.isNull(later.row.refillDue)
    assert.deepStrictEqual(later.told, ["RefillLost"])
  })

  it("that does not end in 180 days is told to be lost", () => {
    const start = { refill, refillDue: 0 }
    const { told, row } = looks(
      [
        [minute, shown("In progress")],
        [181 * day, shown("In progress")]
      ],
      start
    )
    assert.deepStrictEqual(told, ["RefillStarted", "RefillLost"])
    assert.deepStrictEqual([row.refill?.state, row.refillDue], ["In progress", null])
  })

  it("that is shown as an error is refused when that is said again, at least a minute later", () => {
    const error = shown("Error")
    const start = { refill, refillDue: 0 }
    assert.deepStrictEqual(looks([[hour, error]], start).told, [])
    assert.deepStrictEqual(
      looks(
        [
          [hour, error],
          [hour + 1, error]
        ],
        start
      ).told,
      []
    )
    assert.deepStrictEqual(
      looks(
        [
          [hour, { _tag: "RefillNotKnown" }],
          [hour + minute, error]
        ],
        start
      ).told,
      []
    )
    const { told, row } = looks(
      [
        [hour, error],
        [hour + minute, error]
      ],
      start
    )
    assert.deepStrictEqual(told, ["RefillStarted", "RefillRefused"])
    assert.deepStrictEqual([row.refill?.state, row.refillDue], ["Error", null])
  })

  it("of which nothing can be read is asked about ever more seldom, and not for ever", () => {
    let row: Row = { ...born(birth, 0), refill, refillDue: 0 }
    const days: Array<number> = []
    const told: Array<string> = []
    for (let now: number | null = 0; now !== null; now = row.refillDue) {
      days.push(Math.floor(now / day))
      const judged = refillUnreadable(row, now)
      row = judged.row
      told.push(...judged.events.map(({ what }) => what._tag))
    }
    assert.deepStrictEqual(told, ["RefillLost"])
    assert.isAtMost(days.filter((one) => one < 30).length, 100)
    assert.isBelow(Math.max(...days), 182)
  })
})

describe("an order that is over", () => {
  it("is looked at after an hour, a day, a week and a month, within its term, and then no more", () => {
    const times = (term: number | null) => {
      const all: Array<number> = []
      let { row } = looks([[0, completed]], { term })
      while (row.due !== null) {
        all.push(row.due)
        row = judge(row, completed, row.due, context).row
      }
      return all
    }
    const always = [hour, day, 7 * day, 30 * day]
    assert.deepStrictEqual(times(null), always)
    assert.deepStrictEqual(times(30), always)
    assert.deepStrictEqual(times(90), [...always, 60 * day, 90 * day])
    assert.strictEqual(times(100_000).at(-1), 360 * day)
  })
})

const observation: FastCheck.Arbitrary<Observation> = FastCheck.oneof(
  {
    weight: 12,
    arbitrary: FastCheck.record({
      status: FastCheck.constantFrom(
        "Pending",
        "Processing",
        "In progress",
        "Completed",
        "Partial",
        "Canceled",
        "Refunded",
        "Failed",
        "Reviewing",
        "Paused"
      ),
      remains: FastCheck.constantFrom("400", "100", "40", "0", "", "-3", "500"),
      charge: FastCheck.constantFrom("0.4", "0.3", "0", "", "0.123")
    }).map(seen)
  },
  FastCheck.constant(notKnown),
  FastCheck.constant({ _tag: "NotKnown", suspect: true } as const),
  FastCheck.constant({ _tag: "Unreadable", problem: "no answer" } as const)
)

const history = FastCheck.array(
  FastCheck.tuple(FastCheck.constantFrom(1_000, minute, hour, day), observation),
  {
    maxLength: 30
  }
)

/** A row without what changes at each look. */
const standing = ({ looks: _, looked, due, failures, problem, waiting, ...rest }: Row) => rest

const waitingFor = ({ waiting }: Row) => waiting.map(({ _tag }) => _tag)

describe("whatever a panel shows", () => {
  const run = (
    all: ReadonlyArray<readonly [number, Observation]>,
    check: (before: Row, after: ReturnType<typeof judge>, now: number, observation: Observation) => void
  ) => {
    let row = born(birth, 0)
    let now = 0
    for (const [pause, one] of all) {
      now += pause
      const after = judge(row, one, now, context)
      check(row, after, now, one)
      row = after.row
    }
    return row
  }
  const property = (name: string, check: Parameters<typeof run>[1]) =>
    it(name, () =>
      FastCheck.assert(
        FastCheck.property(history, (all) => void run(all, check)),
        { numRuns: 500 }
      )
    )

  property("transitions and lines are numbered without gaps", (before, { row, events, lines }) => {
    assert.deepStrictEqual(
      events.map(({ n }) => n),
      events.map((_, at) => before.n + at + 1)
    )
    assert.strictEqual(row.n, before.n + events.length)
    assert.deepStrictEqual(
      lines.map(({ line }) => line),
      lines.map((_, at) => before.lines + at + 1)
    )
    assert.strictEqual(row.lines, before.lines + lines.length)
  })

  property("nothing is told without a change", (before, { row, events }) => {
    if (events.length > 0) assert.notDeepEqual(standing({ ...row, n: before.n }), standing(before))
  })

  property(
    "the same look again, at the same time or later, tells only what waited for it",
    (_, after, now, one) => {
      const atOnce = judge(after.row, one, now, context)
      assert.deepStrictEqual([atOnce.events, atOnce.lines], [[], []])
      const second = judge(after.row, one, now + minute, context)
      const third = judge(second.row, one, now + minute, context)
      assert.deepStrictEqual([third.events, third.lines], [[], []])
      if (second.events.length > 0 && !second.events.some(({ what }) => what._tag === "Stalled")) {
        assert.notDeepEqual(waitingFor(after.row), [])
      }
    }
  )

  property(
    "what waits for a second look is told a minute after the first at the earliest",
    (before, after, now) => {
      for (const { what } of after.events) {
        const kind = { WentBack: "Back", Reopened: "Back", Gone: "Gone", RefundDue: "Due" }[String(what._tag)]
        if (kind !== undefined) {
          const first = before.waiting.find(({ _tag }) => _tag === kind)
          assert.ok(first !== undefined && now - first.since >= minute, what._tag)
        }
      }
    }
  )

  property(
    "the lines add up to what is booked, each the difference to the one before",
    (before, { row, lines }) => {
      const sum = lines.reduce((all, { amount }) => BigDecimal.sum(all, amount.amount), before.booked)
      assert.ok(BigDecimal.equals(sum, row.booked))
      assert.ok(lines.length <= 1 && lines.every(({ amount }) => !BigDecimal.isZero(amount.amount)))
      assert.ok(BigDecimal.lessThanOrEqualTo(row.booked, amount("0.4")) && !BigDecimal.isNegative(row.booked))
    }
  )

  property("an order is looked at again, unless it is over", (_, { row }, now) => {
    assert.ok(row.due === null ? row.ended !== null || row.gone !== null : row.due > now)
  })
})
