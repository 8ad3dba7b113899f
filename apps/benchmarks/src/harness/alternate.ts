/** What programs cost beside each other: in turns, in one process, the median of several rounds. */

/** Milliseconds. */
export interface Cost {
  readonly cpu: number
  readonly wall: number
}

export type Program = () => unknown

export interface Rounds {
  /** Rounds that are measured. */
  readonly rounds: number
  /** Rounds before them, until V8 has compiled what is hot. */
  readonly warmUp: number
}

const costOf = async (program: Program): Promise<Cost> => {
  // Each pays for its own garbage.
  globalThis.gc?.()
  const before = process.cpuUsage()
  const start = performance.now()
  await program()
  const wall = performance.now() - start
  const { user, system } = process.cpuUsage(before)
  return { cpu: (user + system) / 1000, wall }
}

export const median = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}

/** The costs of two programs, round by round. */
export interface Pair {
  readonly smmkit: ReadonlyArray<Cost>
  readonly limit: ReadonlyArray<Cost>
}

export const alternate = async (
  { smmkit, limit }: { readonly smmkit: Program; readonly limit: Program },
  { rounds, warmUp }: Rounds
): Promise<Pair> => {
  const pair = { smmkit: [] as Cost[], limit: [] as Cost[] }
  for (let round = 0; round < warmUp + rounds; round++) {
    const costs = { limit: await costOf(limit), smmkit: await costOf(smmkit) }
    if (round < warmUp) continue
    pair.limit.push(costs.limit)
    pair.smmkit.push(costs.smmkit)
  }
  return pair
}

/** Several rounds of one program. */
export const repeat = async (program: Program, { rounds, warmUp }: Rounds): Promise<ReadonlyArray<Cost>> => {
  const costs: Array<Cost> = []
  for (let round = 0; round < warmUp + rounds; round++) {
    const cost = await costOf(program)
    if (round >= warmUp) costs.push(cost)
  }
  return costs
}

export const medianOf = (costs: ReadonlyArray<Cost>, kind: keyof Cost): number =>
  median(costs.map((cost) => cost[kind]))

/** The median of the rounds' ratios: what a round lost to a busy machine, both of its programs lost. */
export const ratio = ({ smmkit, limit }: Pair, kind: keyof Cost): number =>
  median(smmkit.map((cost, round) => cost[kind] / (limit[round]?.[kind] ?? Number.NaN)))
