/** The options that say what kind of panel it is: how it counts, numbers, delivers and limits. */
import type * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as Delivery from "../Delivery.js"
import { Action } from "../Exchange.js"
import type { CallLimit, Limit, Numbered, Numbering, Options, Settings } from "../SandboxSettings.js"
import * as Spans from "./spans.js"

/** Why an option cannot be followed. */
export interface Problem {
  readonly problem: string
  readonly remedy: string
}

type Habits = Pick<
  Settings,
  | "rounding"
  | "mayOwe"
  | "ids"
  | "refillIds"
  | "others"
  | "foreign"
  | "requestIds"
  | "pace"
  | "drop"
  | "catalogue"
  | "limits"
  | "logSize"
>

const problem = (name: string, remedy: string): Problem => ({ problem: name, remedy })
const isProblem = (value: object | number): value is Problem =>
  typeof value === "object" && "problem" in value

const wholeText = /^\d{1,40}$/

const span = (name: string, input: Duration.DurationInput | undefined): number | Problem => {
  const time = input === undefined ? Option.some(0) : Spans.read(input)
  return Option.exists(time, Number.isFinite)
    ? Math.round(Option.getOrElse(time, () => 0))
    : problem(name, "give a span of time that ends, such as 10 minutes")
}

const numbering = (
  name: string,
  { start, gap = 0, opaque = false }: Numbering,
  least: string
): Numbered | Problem => {
  const given = start === undefined ? [least] : typeof start === "object" ? start : [start]
  const starts = given.map(String)
  if (starts.length === 0 || !starts.every((one) => wholeText.test(one) && BigInt(one) > 0n)) {
    return problem(`${name}.start`, "give whole numbers above 0, those past 2^53 as text or bigint")
  }
  if (!Number.isSafeInteger(gap) || gap < 0) return problem(`${name}.gap`, "give a whole number from 0 on")
  const [first = 1n, ...others] = starts.map(BigInt)
  return { starts: [first, ...others], gap, opaque }
}

const isRange = (range: readonly [number, number] | undefined): boolean =>
  range === undefined || (range[0] >= 0 && range[0] <= range[1] && Number.isFinite(range[1]))

const isPace = ({ queue, unit, order, most, bursts, stalls = 0, stall }: Delivery.Pace): boolean =>
  [queue, unit, order, stall].every(isRange) &&
  (most === undefined || most >= 0) &&
  (bursts === undefined || (Number.isInteger(bursts) && bursts >= 0)) &&
  stalls >= 0 &&
  stalls <= 1

const isNamed = (pace: string): boolean => Object.hasOwn(Delivery.paces, pace)

const isUsable = (pace: string | Delivery.Pace): boolean =>
  typeof pace === "string" ? isNamed(pace) : Predicate.isRecord(pace) && isPace(pace)

const isPacing = (pacing: Settings["pace"]): boolean => {
  if (!Predicate.isString(pacing) && !Predicate.isRecord(pacing)) return false
  if (typeof pacing === "string") return pacing === "by-service" || isNamed(pacing)
  return "byService" in pacing
    ? Predicate.isRecord(pacing.byService) && Object.values(pacing.byService).every(isUsable)
    : isPace(pacing)
}

const limit = ({ calls, window, action, per = "key", answer = "429" }: CallLimit): Limit | Problem => {
  const time = span("limits", window)
  if (isProblem(time)) return time
  if (action !== undefined && !Schema.is(Action)(action)) {
    return problem("limits", `there is no action ${String(action)}; give one such as status`)
  }
  if (!["key", "panel"].includes(per) || !["429", "200"].includes(answer)) {
    return problem("limits", "give key or panel as per, and 429 or 200 as answer")
  }
  return Number.isInteger(calls) && calls >= 0 && time > 0
    ? { calls, window: time, action, per, answer }
    : problem("limits", "give a whole number of calls, and a window longer than nothing")
}

/** The habits with their defaults, or the first that cannot be. */
export const read = (options: Options): Habits | Problem => {
  const { rounding = "half-up", mayOwe = false, foreign = "refused", pace = "steady", drop = 0 } = options
  const { catalogue, limits: given = [], logSize = 100_000 } = options
  const ids = numbering("ids", options.ids ?? {}, "23501")
  const refillIds = numbering("refillIds", options.refillIds ?? {}, "1")
  const [others, requestIds] = [span("others", options.others), span("requestIds", options.requestIds)]
  if (isProblem(ids)) return ids
  if (isProblem(refillIds)) return refillIds
  if (isProblem(others)) return others
  if (isProblem(requestIds)) return requestIds
  if (!isPacing(pace)) {
    return problem(
      "pace",
      `give ${Object.keys(Delivery.paces).join(", ")}, by-service, or ranges from least to most`
    )
  }
  if (!(drop >= 0 && drop <= 1)) return problem("drop", "give a part from 0 to 1")
  if (!Number.isSafeInteger(logSize) || logSize < 1)
    return problem("logSize", "give a whole number from 1 on")
  if (!Predicate.isBoolean(mayOwe)) return problem("mayOwe", "give true or false")
  if (rounding !== "down" && rounding !== "half-up") return problem("rounding", "give down or half-up")
  if (foreign !== "refused" && foreign !== "answered") return problem("foreign", "give refused or answered")
  const limits: Array<Limit> = []
  for (const one of given) {
    const read = limit(one)
    if (isProblem(read)) return read
    limits.push(read)
  }
  return {
    rounding,
    mayOwe,
    ids,
    refillIds,
    others,
    foreign,
    requestIds,
    pace,
    drop,
    catalogue,
    limits,
    logSize
  }
}
