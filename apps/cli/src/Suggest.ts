/** What a person may have meant by a word that does not exist. */
import { distance, closest as nearest } from "fastest-levenshtein"

const mostLetters = 40
const folded = (word: string): string => word.toLowerCase().replace(/[-_]/g, "").slice(0, mostLetters)

/** Asks for the nearest of the words that do exist, if one is near enough. */
export const closest = (word: string, words: ReadonlyArray<string>): string | undefined => {
  const known = new Map(words.map((one) => [folded(one), one]))
  const [given, best] = [folded(word), nearest(folded(word), [...known.keys()])]
  const isNear = distance(given, best) <= Math.min(2, given.length / 3)
  return isNear ? `did you mean ${known.get(best)}?` : undefined
}
