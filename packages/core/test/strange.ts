/** What programs without types may give for anything, by what it is. */
const throwing = (target: object): object => {
  const refuse = () => {
    throw new Error("looked at")
  }
  return new Proxy(target, {
    get: refuse,
    has: refuse,
    ownKeys: refuse,
    getPrototypeOf: refuse,
    getOwnPropertyDescriptor: refuse
  })
}

export const strange: ReadonlyArray<readonly [what: string, value: unknown]> = [
  ["null", null],
  ["a number", 5],
  ["NaN", Number.NaN],
  ["a bigint", 12n],
  ["true", true],
  ["an empty text", ""],
  ["two IDs in a text", "1,2"],
  ["a word", "soon"],
  ["a huge text", "x".repeat(50_000)],
  ["a symbol", Symbol("what")],
  ["a function that throws", () => throwing([])],
  ["an empty object", {}],
  ["an object without a prototype", Object.create(null)],
  [
    "an object that refers to itself",
    Object.assign(Object.create(null), {
      get self() {
        return this
      }
    })
  ],
  ["a date", new Date(Number.NaN)],
  ["a list of nothing", [null]],
  ["a list of lists", [["1"], [2]]],
  ["a list with holes", new Array(2 ** 32 - 1)],
  ["a map", new Map([["deadline", "soon"]])],
  ["an object that throws at each look", throwing({})],
  ["a list that throws at each look", throwing([])],
  ["a function that throws at each look", throwing(() => undefined)]
]
