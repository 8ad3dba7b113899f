/**
 * What the store keeps of an order, column by column: the one description from which the table, the statements
 * and the rows of both databases are made.
 */

export type Dialect = "pg" | "sqlite"

type Kind = "text" | "amount" | "whole" | "json"

interface Column {
  readonly kind: Kind
  /** What stands behind the type; a column of a birth has none, as it is told. */
  readonly rule?: string
}

/** What is told when an order comes to be followed, and never changes. */
export const told = {
  account: { kind: "text", rule: "NOT NULL" },
  order_id: { kind: "text", rule: "NOT NULL" },
  key: { kind: "text" },
  parent: { kind: "text" },
  service: { kind: "text" },
  price: { kind: "amount" },
  currency: { kind: "text" },
  units: { kind: "whole" },
  runs: { kind: "whole" },
  placed: { kind: "whole", rule: "NOT NULL" },
  term: { kind: "whole" }
} as const satisfies Record<string, Column>

/**
 * What looks change: what statements go by, and in one object of JSON, `facts`, all that only programs read. Each column
 * costs both databases more than what it holds, in a claim and in a write. A later version that keeps more of an
 * order has a column of its own for it, as this one writes the whole object.
 */
export const seen = {
  state: { kind: "text" },
  facts: { kind: "json" },
  due: { kind: "whole" },
  refill: { kind: "text" },
  refill_due: { kind: "whole" },
  failures: { kind: "whole", rule: "NOT NULL DEFAULT 0" },
  /** In how large a batch it may be asked about, where a larger one failed. */
  lot: { kind: "whole" }
} as const satisfies Record<string, Column>

/**
 * The stamp of the claim that it is under, and until when. No index has them, and a claim changes nothing that one has:
 * what is due stays where it is, and is passed over until the lease is over.
 */
const claimed = {
  claim: { kind: "whole", rule: "NOT NULL DEFAULT 0" },
  leased: { kind: "whole", rule: "NOT NULL DEFAULT 0" },
  /** On SQLite, when it took the token of a call by being claimed; null of those that were claimed beside it. */
  claimed: { kind: "whole" }
} as const satisfies Record<string, Column>

export const types: Readonly<Record<Dialect, Readonly<Record<Kind, string>>>> = {
  pg: { text: 'TEXT COLLATE "C"', amount: "NUMERIC", whole: "BIGINT", json: "JSON" },
  sqlite: { text: "TEXT", amount: "TEXT", whole: "INTEGER", json: "TEXT" }
}

const all: Readonly<Record<string, Column>> = { ...told, ...seen, ...claimed }

export const definition = (dialect: Dialect): string =>
  Object.entries(all)
    .map(([name, { kind, rule = "" }]) => `${name} ${types[dialect][kind]} ${rule}`)
    .join(",\n  ")

/** The types of a list of columns, as PostgreSQL takes JSON apart. */
export const recordset = (names: ReadonlyArray<string>): string =>
  names.map((name) => `${name} ${plain[all[name]?.kind ?? "text"]}`).join(", ")

const plain = { text: "text", amount: "numeric", whole: "bigint", json: "json" }

export const toldNames: ReadonlyArray<string> = Object.keys(told)
export const seenNames: ReadonlyArray<string> = Object.keys(seen)

/** A row as programs read it: a list of its columns in this order, which is read faster than an object. */
export const listed: ReadonlyArray<string> = [
  "facts",
  ...[...toldNames, ...seenNames].filter((name) => name !== "facts")
]

/**
 * The list of a row. On SQLite it is a text, with the facts as they lie there, as each value costs the driver more
 * than what it holds; there an amount is a text anyway.
 */
export const packed = (dialect: Dialect, prefix = ""): string => {
  const values = listed.map((name) =>
    dialect === "pg" && all[name]?.kind === "amount" ? `${prefix}${name}::text` : `${prefix}${name}`
  )
  const [facts, ...others] = values
  return dialect === "pg"
    ? `json_build_array(${values.join(", ")})`
    : `'[' || coalesce(${facts}, 'null') || ',' || substr(json_array(${others.join(", ")}), 2)`
}
