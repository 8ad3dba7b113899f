/** Headings and their anchors, by GitHub's rule, so that a link works there and on the site. */

/** The anchor of a heading's text. */
export const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-")

/** A text split into prose (even places) and blocks of code (odd ones). */
export const split = (text: string): ReadonlyArray<string> => text.split(/^(```[\s\S]*?^```[ \t]*$)/m)

/** Changes prose alone, where no code stands, neither in a block nor in a line. */
export const inProse = (text: string, change: (prose: string) => string): string =>
  split(text)
    .map((part, at) =>
      at % 2 === 1
        ? part
        : part
            .split(/(`+[^`\n]+`+)/)
            .map((piece, place) => (place % 2 === 1 ? piece : change(piece)))
            .join("")
    )
    .join("")

/** The anchors of a page, one for each heading; of equal ones, the later have a number. */
export const anchorsOf = (text: string): ReadonlySet<string> => {
  const anchors = new Set<string>()
  for (const prose of split(text).filter((_, at) => at % 2 === 0)) {
    for (const [, heading] of prose.matchAll(/^#{1,6} (.+)$/gm)) {
      const anchor = anchorOf(heading ?? "")
      let unique = anchor
      for (let count = 1; anchors.has(unique); count += 1) unique = `${anchor}-${count}`
      anchors.add(unique)
    }
  }
  return anchors
}
