/** The rows of a CSV file: cells by the names of their columns, which the first row gives. */
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { UnusableInput } from "../../BulkError.js"
import type { Row } from "../../BulkModel.js"
import * as Csv from "./csv.js"

const nameless = (at: number): string => `column ${at + 1}`

const header = (
  path: string,
  cells: ReadonlyArray<string>
): Either.Either<ReadonlyArray<string>, UnusableInput> => {
  // A column without a name gets one that no order has, so a cell of it that is not empty makes its row bad.
  const names = cells.map((cell, at) => cell.trim().toLowerCase() || nameless(at))
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) {
    return Either.left(
      new UnusableInput({ name: path, remedy: `two columns are called ${JSON.stringify(twice)}; remove one` })
    )
  }
  if (!names.includes("service")) {
    const seen = names.length === 0 ? "" : `; it reads ${JSON.stringify(cells.join(", ").slice(0, 80))}`
    const remedy = `its first row has to name the fields, \`service\` among them, such as service,link,quantity${seen}`
    return Either.left(new UnusableInput({ name: path, remedy }))
  }
  return Either.right(names)
}

/** Cells by the names of their columns. Cells too many get names that no order has, so the row is bad. */
const named = (names: ReadonlyArray<string>, cells: ReadonlyArray<string>) =>
  Object.fromEntries(cells.map((cell, at) => [names[at] ?? nameless(at), cell]))

export const read = (path: string): Stream.Stream<Row, UnusableInput> =>
  Stream.suspend(() => {
    let names: ReadonlyArray<string> | undefined
    const empty = Stream.suspend(() =>
      names === undefined ? Stream.fromEffect(header(path, [])) : Stream.empty
    )
    const rows = Stream.mapChunksEffect(Csv.read(path), (records) =>
      Effect.gen(function* () {
        const first = names === undefined ? Option.getOrUndefined(Chunk.head(records)) : undefined
        if (first !== undefined) names = yield* header(path, first.cells)
        const data = first === undefined ? records : Chunk.drop(records, 1)
        return Chunk.map(data, ({ row, cells }) => ({ row, fields: named(names ?? [], cells) }))
      })
    )
    return Stream.concat(rows, Stream.drain(empty))
  })
