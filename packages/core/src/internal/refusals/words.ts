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
 *
 * Each language is in two parts: `access` holds what any call may be refused with, the key, the limit, the state
 * of the panel; `orders` is what only those can be refused with that speak of orders. A program that asks for the
 * balance alone carries the first.
 */
import * as Arabic from "./languages/arabic.js"
import * as Chinese from "./languages/chinese.js"
import * as English from "./languages/english.js"
import * as French from "./languages/french.js"
import * as German from "./languages/german.js"
import * as Indonesian from "./languages/indonesian.js"
import * as Italian from "./languages/italian.js"
import * as Japanese from "./languages/japanese.js"
import * as Korean from "./languages/korean.js"
import * as Persian from "./languages/persian.js"
import * as Polish from "./languages/polish.js"
import * as Portuguese from "./languages/portuguese.js"
import * as Russian from "./languages/russian.js"
import * as Spanish from "./languages/spanish.js"
import * as Thai from "./languages/thai.js"
import * as Turkish from "./languages/turkish.js"
import * as Ukrainian from "./languages/ukrainian.js"
import * as Vietnamese from "./languages/vietnamese.js"

export const access: ReadonlyArray<string> = [
  English.access,
  Arabic.access,
  Chinese.access,
  French.access,
  German.access,
  Indonesian.access,
  Italian.access,
  Japanese.access,
  Korean.access,
  Persian.access,
  Polish.access,
  Portuguese.access,
  Russian.access,
  Spanish.access,
  Thai.access,
  Turkish.access,
  Ukrainian.access,
  Vietnamese.access
]

export const orders: ReadonlyArray<string> = [
  English.orders,
  Arabic.orders,
  Chinese.orders,
  French.orders,
  German.orders,
  Indonesian.orders,
  Italian.orders,
  Japanese.orders,
  Korean.orders,
  Persian.orders,
  Polish.orders,
  Portuguese.orders,
  Russian.orders,
  Spanish.orders,
  Thai.orders,
  Turkish.orders,
  Ukrainian.orders,
  Vietnamese.orders
]
