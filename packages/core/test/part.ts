/**
 * Of what has very many cases `npm test` runs a part, and another part in each place that they are tried in;
 * with `SMMKIT_CORE=long` all of them are run, which takes minutes.
 */
const isLong = process.env["SMMKIT_CORE"] === "long"

/** How many random cases are run. */
export const runs = (few: number, many: number): number => (isLong ? many : few)

/** Whether the case of some number is among those that are run: all, or one of so many. */
export const isRun = (nth: number, of: number): boolean => isLong || nth % of === 0

const answers = Number(process.env["SMMKIT_ANSWERS"] ?? Number.NaN)

/** As `runs`, of answers of a panel, of which `SMMKIT_ANSWERS` says how many in all, of so many tests. */
export const answered = (few: number, many: number, tests: number): number =>
  Number.isNaN(answers) ? runs(few, many) : Math.ceil(answers / tests)
