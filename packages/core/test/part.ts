/**
 * Of what has very many cases `npm test` runs a part, and another part in each place that they are tried in;
 * with `SMMKIT_CORE=long` all of them are run, which takes minutes.
 */
const isLong = process.env["SMMKIT_CORE"] === "long"

/** How many random cases are run. */
export const runs = (few: number, many: number): number => (isLong ? many : few)

/** Whether the case of some number is among those that are run: all, or one of so many. */
export const isRun = (nth: number, of: number): boolean => isLong || nth % of === 0
