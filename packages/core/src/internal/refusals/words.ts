/**
 * What the words of a refusal stand for, over all languages at once, as a text may mix them. Each file of
 * `languages` holds one, in lines of `concepts: spellings`.
 *
 * A signed concept is one that a "not" turns round: "found" is `+found`, "not found" and "bulunamadı" are
 * `-found`. A spelling of five letters or more is a stem, as is one that ends in `*`, and `_` holds together
 * words that mean it jointly. Spellings may stand as they are written or as `fold` leaves them: without
 * accents, Russian in Latin letters ("zakaz"). They are without fillers too, which texts may have.
 *
 * What says that something was done (`did`) is no refusal, whatever else it says, and `claim` is what may
 * say so. `off` are words of another subject, and a sentence with a word of `skip` tells nothing. A `plain`
 * word has no part in any meaning, but says nothing beside it either.
 *
 * A language that has a word for "more" here has its word for "must" too: "must be more than 10" is said of
 * too little, "is more than 10" of too much.
 */
import { arabic } from "./languages/arabic.js"
import { chinese } from "./languages/chinese.js"
import { english } from "./languages/english.js"
import { french } from "./languages/french.js"
import { german } from "./languages/german.js"
import { indonesian } from "./languages/indonesian.js"
import { italian } from "./languages/italian.js"
import { japanese } from "./languages/japanese.js"
import { korean } from "./languages/korean.js"
import { persian } from "./languages/persian.js"
import { polish } from "./languages/polish.js"
import { portuguese } from "./languages/portuguese.js"
import { russian } from "./languages/russian.js"
import { spanish } from "./languages/spanish.js"
import { thai } from "./languages/thai.js"
import { turkish } from "./languages/turkish.js"
import { ukrainian } from "./languages/ukrainian.js"
import { vietnamese } from "./languages/vietnamese.js"

export const words: ReadonlyArray<string> = [
  english,
  arabic,
  chinese,
  french,
  german,
  indonesian,
  italian,
  japanese,
  korean,
  persian,
  polish,
  portuguese,
  russian,
  spanish,
  thai,
  turkish,
  ukrainian,
  vietnamese
]
