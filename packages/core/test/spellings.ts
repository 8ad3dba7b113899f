const hex = (character: string, digits: number) => character.charCodeAt(0).toString(16).padStart(digits, "0")

const named: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  _: "&lowbar;",
  ".": "&period;",
  "/": "&sol;",
  "|": "&vert;",
  "\\": "&bsol;",
  "+": "&plus;",
  "^": "&Hat;"
}

/** The ways in which a panel, or what stands before it, may spell one character. */
export const spellings: Readonly<Record<string, (character: string) => string>> = {
  plain: (character) => character,
  form: (character) => encodeURIComponent(character),
  percent: (character) => `%${hex(character, 2)}`,
  PERCENT: (character) => `%${hex(character, 2).toUpperCase()}`,
  "percent twice": (character) => `%25${hex(character, 2)}`,
  json: (character) => JSON.stringify(character).slice(1, -1),
  "json slash": (character) => (character === "/" ? "\\/" : character),
  unicode: (character) => `\\u${hex(character, 4)}`,
  UNICODE: (character) => `\\u${hex(character, 4).toUpperCase()}`,
  "unicode twice": (character) => `\\\\u${hex(character, 4)}`,
  "hex escape": (character) => `\\x${hex(character, 2)}`,
  decimal: (character) => `&#${character.charCodeAt(0)};`,
  "padded decimal": (character) => `&#0${character.charCodeAt(0)};`,
  "hex entity": (character) => `&#x${hex(character, 2)};`,
  "HEX ENTITY": (character) => `&#X00${hex(character, 2).toUpperCase()};`,
  "entity twice": (character) => `&amp;#${character.charCodeAt(0)};`,
  named: (character) => named[character] ?? character
}

/** Undoes all of them, as often as there is something to undo. */
export const decoded = (text: string): string => {
  const once = text
    .replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\+u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\+x([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/&#x0*([0-9a-f]+);?/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/&#0*([0-9]+);?/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/&\w+;/g, (entity) => Object.entries(named).find(([, name]) => name === entity)?.[0] ?? entity)
    .replace(/\\([/"\\])/g, "$1")
  return once === text ? once : decoded(once)
}
