/** What evidence says of a doubt, for people. */

const mark = "evidence: "

/** The last word of evidence on a doubt stands behind what was known before, and replaces the word before it. */
export const withWhy = (note: string, why: string): string => {
  const [known = ""] = note.split(mark)
  return `${known.replace(/; $/, "")}${known === "" ? "" : "; "}${mark}${why}`
}
