/** What a person may have meant by a word that does not exist. */

import { distance } from "fastest-levenshtein"

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
