/** The table of the README, made of the results. */
import { isMet, type Row } from "./harness/figure.js"
import type { Results } from "./results.js"

const bounds = { start: "<!-- figures:start -->", end: "<!-- figures:end -->" }

const number = (value: number, unit: Row["unit"]): string => {
  if (unit === "count") return value.toFixed(0)
  const digits = value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)
  return unit === "times" ? digits : `${value.toFixed(1)} ${unit}`
}

const aim = ({ aim, unit }: Row): string => {
  if (aim === null) return ""
  const suffix = unit === "kB" || unit === "ms" ? ` ${unit}` : ""
  return "most" in aim ? `<= ${aim.most}${suffix}` : `>= ${aim.least}${suffix}`
}

const line = (row: Row): string =>
  `| ${[
    row.figure,
    aim(row),
    isMet(row) ? number(row.value, row.unit) : `**${number(row.value, row.unit)}**, missed`,
    row.smmkit,
    row.limit ?? "",
    row.common ?? ""
  ].join(" | ")} |`

/** What was measured on another day than the rest, if anything was. */
const later = (figures: Results["figures"]): string => {
  const days = [...new Set(figures.flatMap(({ measured }) => measured ?? []))].sort()
  return days
    .map((day) => {
      const names = figures.filter(({ measured }) => measured === day).map(({ figure }) => figure)
      return ` Measured by themselves on ${day}: ${names.join("; ")}.`
    })
    .join("")
}

export const table = ({ date, figures, machine, versions }: Results): string => {
  const software = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const hardware = `${machine.cpu}, ${machine.cores} cores, ${machine.memory}`
  return [
    "| figure | aim | ratio | smmkit | the limit | the common way |",
    "|---|---|---|---|---|---|",
    ...figures.map(line),
    "",
    `Medians of one run of \`npm run bench\` on ${date}: ${hardware}; ${software.join(", ")}.${later(figures)}`
  ].join("\n")
}

/** What stands between the markers, or undefined where they are missing. */
export const tableIn = (readme: string): string | undefined => {
  const [start, end] = [readme.indexOf(bounds.start), readme.indexOf(bounds.end)]
  return start < 0 || end < start ? undefined : readme.slice(start + bounds.start.length, end).trim()
}

export const withTable = (readme: string, results: Results): string => {
  const [start, end] = [readme.indexOf(bounds.start), readme.indexOf(bounds.end)]
  if (start < 0 || end < start) throw new Error("The README has no markers for the figures")
  return `${readme.slice(0, start + bounds.start.length)}\n${table(results)}\n${readme.slice(end)}`
}
