import type { Outline } from "./outline.js"

/** What some words of a name claim of its refills. */
export interface Claim {
  readonly term: number | "lifetime" | "none"
  /** Where the words stand in the outline. */
  readonly from: number
  readonly to: number
}

/** Terms that panels sell. A number that is none of them is more likely something else. */
const sold: ReadonlySet<number> = new Set([
  7, 10, 14, 15, 20, 21, 25, 28, 30, 40, 45, 50, 60, 70, 75, 80, 90, 99, 100, 120, 150, 180, 200, 240, 250,
  270, 300, 330, 360, 364, 365, 366, 500, 730, 999, 1000
])
/** Those of them that stand for days even without a unit. */
const bare: ReadonlySet<number> = new Set([15, 30, 45, 60, 90, 99, 120, 150, 180, 365])

type Read = (match: RegExpExecArray, outline: Outline) => Claim["term"] | null

const days: Read = (match, { numbers }) => {
  const at = match[0].search(/n~?[DMY]/)
  const number = numbers[match.index + at] ?? Number.NaN
  const unit = /[DMY]/.exec(match[0].slice(at))?.[0]
  if (unit === "D") return sold.has(number) ? number : null
  return number >= 1 && number <= 3 ? number * (unit === "M" ? 7 : 365) : null
}

const bareDays: Read = (match, { numbers }) => {
  const number = numbers[match.index + match[0].search(/[nK]/)] ?? Number.NaN
  const hasUnit = /[nK]D/.test(match[0])
  return (hasUnit ? sold : bare).has(number) ? number : null
}

/** A number that is one end of a range or a list, or a share of something. */
const partOf = "(?<![%/~+&C])(?<!n[DMYH]?-)"
/** Not the second half of a compound, nor the value of something else. */
const apart = "(?<![~/+&%C])(?<![^Re]:)"
const goesOn = "(?![~/+%&C]|-n(?!(?:~n)?H))"
const patterns: ReadonlyArray<readonly [pattern: RegExp, read: Read]> = [
  // 30 days refill, 30-day auto refill, 1 year (guarantee)
  [new RegExp(`${partOf}n~?[DMY][F~]*\\(?[Re](?![~/])`, "g"), days],
  // refill: 30 days, guarantee of 30 days, refill (30 days)
  [new RegExp(`[Re][F~:]*[-(]?[F:]*n~?[DMY]${goesOn}`, "g"), days],
  // refill 30
  [/[Re][F~:]*\(?n(?=[|)(-]|$)/g, bareDays],
  // R30, AR365
  [new RegExp(`${apart}(?:(?<=^|[|()ceR:-])KD?|KD?(?=[|()ceR-]|$))(?![DMYHn]|Fn)${goesOn}`, "g"), bareDays],
  [new RegExp(`${apart}J${goesOn}`, "g"), () => "lifetime"],
  // lifetime refill
  [/(?<![~/+&%C])(?<!n~?[DMYH]?-?)L+[F~]*\(?[Re](?![~/])/g, () => "lifetime"],
  // refill: lifetime
  [new RegExp(`[Re][F~:]*[-(]?[F:]*L+(?![Lc])${goesOn}`, "g"), () => "lifetime"],
  // lifetime, alone in a part of a name that says what is counted
  [/(?<=^|[|()-])F*L+(?=[|()-]|$)/g, (_, { signs }) => (/^(?=.*c)[^p]*$/.test(signs) ? "lifetime" : null)],
  // no refill, without guarantee
  [/(?<![Re][F~:]*)[NZ][~F]*R/g, () => "none"],
  // refill: no
  [/[Re][RF~:]*[-(]?:?N(?=[|()-]|$)/g, () => "none"],
  [/O/g, () => "none"]
]

/** Every claim in a name; one that cannot be read for sure is left out. */
export const claims = (outline: Outline): ReadonlyArray<Claim> =>
  patterns.flatMap(([pattern, read]) =>
    Array.from(outline.signs.matchAll(pattern)).flatMap((match) => {
      const term = read(match, outline)
      return term === null ? [] : [{ term, from: match.index, to: match.index + match[0].length }]
    })
  )

/** Whether something beside the claim, or in the same part of the name, puts it in doubt. */
const isDoubtful = ({ signs }: Outline, { from, to, term }: Claim): boolean => {
  const before = signs.slice(0, from)
  const after = signs.slice(to)
  const part = [/[^|()-]*$/.exec(before)?.[0] ?? "", /^[^|()-]*/.exec(after)?.[0] ?? ""]
  if (part.some((rest) => /[Q?]|n~?[DMY]|[LKJ]/.test(rest))) return true
  // A word that nobody knows may take it back: right before it, or after it in its part or in a bracket.
  if (/W$/.test(before) || /^[^|()-]*W/.test(after) || /^[^|()-]*\([^)|]*W/.test(after)) return true
  if (/^[F~]*[BC]/.test(after) || /[BV][F~:]*$/.test(before)) return true
  if (/^[)(e:F~-]*[ZV]|^-[^|()-]*Z|^\(C\)/.test(after)) return true
  if (term === "none") return false
  if (part.some((rest) => rest.includes("Z")) || /^\)?\([^|)]*Z/.test(after)) return true
  return /^[)(e:F~-]*(?:X|N(?!W))/.test(after) || /[XNZ][(eF~:]*$/.test(before)
}

/** Signs that a name says two things about its refills, whatever its claims. */
const isContradictory = ({ signs, numbers }: Outline, all: ReadonlyArray<Claim>): boolean => {
  const term = all[0]?.term
  if (all.some((claim) => claim.term !== term)) return true
  const left = Array.from(signs, (sign, at) =>
    all.some(({ from, to }) => at >= from && at < to) ? "." : sign
  ).join("")
  // another part that says something of refills which nobody understands
  if (left.split(/[|()-]/).some((part) => /R/.test(part) && /[Wn]/.test(part) && !/[.c]/.test(part)))
    return true
  // a refill by the hour, by the month, or within so many of them
  if (/nH[F~]*R|R[F~:]*\(?nH/.test(signs)) return true
  if (term === "none") return /e|(?<!\.[F~]*)R|[KJ]/.test(left)
  if (/[ReKJ][^|]*(?<!N~?)V|(?<=^|[|(])V(?=[|)]|$)|X[(e]*R|R[)e:]*X|R[F~:]*[-(]?:?Z/.test(signs)) return true
  // another number of days, or a lifetime, alone in a part
  return Array.from(signs.matchAll(/(?<=^|[|()-])(?:n~?D|L+)(?=[|()-]|$)/g)).some(
    ({ index }) =>
      (signs[index] === "L" ? "lifetime" : numbers[index]) !== term &&
      !all.some(({ from, to }) => index >= from && index < to)
  )
}

/** The one term that a name states for sure, or null. */
export const stated = (outline: Outline): Claim["term"] | null => {
  const all = claims(outline)
  const first = all[0]
  if (first === undefined || isContradictory(outline, all)) return null
  return all.some((claim) => isDoubtful(outline, claim)) ? null : first.term
}
