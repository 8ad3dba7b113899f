/** What a person may have meant by a word that does not exist. */

/** How many letters have to be changed, added or left out to make one word of the other. */
const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [line, letter] of Array.from(one).entries()) {
    const next = [line + 1]
    for (const [at, second] of Array.from(other).entries()) {
      const changed = (row[at] ?? 0) + (letter === second ? 0 : 1)
      next.push(Math.min(changed, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1))
    }
    row = next
  }
  return row[other.length] ?? 0
}

const mostLetters = 40
const folded = (word: string): string => word.toLowerCase().replace(/[-_]/g, "").slice(0, mostLetters)

/** Asks for the nearest of the words that do exist, if one is near enough. */
export const closest = (word: string, words: ReadonlyArray<string>): string | undefined => {
  const ranked = words
    .map((one) => ({ one, far: distance(folded(word), folded(one)) }))
    .sort((a, b) => a.far - b.far)
  const best = ranked[0]
  return best !== undefined && best.far <= Math.min(2, folded(word).length / 3)
    ? `did you mean ${best.one}?`
    : undefined
}
