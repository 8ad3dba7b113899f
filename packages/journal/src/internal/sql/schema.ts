/**
 * The store's tables, the same on both databases but for the names of their types.
 *
 * What is open or recent stands in `smmkit_journal_entry`, what ended long ago in `smmkit_journal_history`,
 * and of each of those a slim tombstone stays for ever, so that an archived key is still never paid twice.
 * Texts are compared byte by byte. Amounts are exact. Times are milliseconds since the epoch.
 */

import type { JournalEntry } from "../../JournalEntry.js"

type Dialect = "pg" | "sqlite"

const types = {
  pg: { text: 'TEXT COLLATE "C"', amount: "NUMERIC", whole: "BIGINT" },
  sqlite: { text: "TEXT", amount: "TEXT", whole: "INTEGER" }
}

/** The columns of an entry, hot or archived. */
const entryColumns = ({ text, amount, whole }: (typeof types)[Dialect]) => `
  account ${text} NOT NULL,
  action ${text} NOT NULL,
  key ${text} NOT NULL,
  state ${text} NOT NULL,
  event ${text} NOT NULL,
  order_id ${text},
  subject ${text},
  fingerprint ${text} NOT NULL,
  request ${text} NOT NULL,
  error ${text},
  note ${text} NOT NULL,
  host ${text} NOT NULL,
  price ${amount},
  at_most ${amount},
  charge ${amount},
  currency ${text},
  units ${whole},
  request_id ${text},
  created ${whole} NOT NULL,
  updated ${whole} NOT NULL,
  attempt ${text} NOT NULL,
  attempts ${whole} NOT NULL,
  owner ${text},
  deadline ${whole} NOT NULL,
  day ${text} NOT NULL,
  run ${text} NOT NULL,
  line ${whole} NOT NULL,
  watched ${whole} NOT NULL,
  version ${whole} NOT NULL`

/** Each month of the history, found by its index: what was refused stands in months that no tombstone tells. */
export const months = `WITH RECURSIVE months AS (SELECT min(month) AS month FROM smmkit_journal_history
  UNION ALL SELECT (SELECT min(h.month) FROM smmkit_journal_history h WHERE h.month > months.month)
  FROM months WHERE months.month IS NOT NULL)`

/** What other tools may read, whatever becomes of the tables: a later shape is a view with a later number. */
const view = `account, action, key, state, order_id, subject, request, note, host, price, at_most, charge,
  currency, units, created, updated, attempts, day, run`

/** Orders that make further orders: drip-feeds and subscriptions, by the fields that only they have. */
export const parentFields = ["runs", "username", "posts"]
export const isParent = `(${parentFields.map((name) => `request LIKE '%"${name}":%'`).join(" OR ")})`

/** The same of an entry. */
export const makesOrders = ({ request }: Pick<JournalEntry, "request">): boolean =>
  parentFields.some((name) => name in request)

export const tables = (dialect: Dialect): ReadonlyArray<string> => {
  const type = types[dialect]
  const { text, amount, whole } = type
  return [
    `CREATE TABLE IF NOT EXISTS smmkit_journal_entry (${entryColumns(type)},
      PRIMARY KEY (account, action, key))`,
    // Of refills a panel may give one ID for all, so theirs need not differ.
    `CREATE UNIQUE INDEX IF NOT EXISTS smmkit_journal_entry_order
      ON smmkit_journal_entry (account, order_id) WHERE action = 'add' AND order_id IS NOT NULL`,
    `CREATE INDEX IF NOT EXISTS smmkit_journal_entry_refill
      ON smmkit_journal_entry (account, order_id) WHERE action = 'refill' AND order_id IS NOT NULL`,
    // The account last, or this would be taken for a way to look for keys as long as nothing is known of the table.
    `CREATE INDEX IF NOT EXISTS smmkit_journal_entry_equal
      ON smmkit_journal_entry (fingerprint, account)`,
    `CREATE INDEX IF NOT EXISTS smmkit_journal_entry_doubt
      ON smmkit_journal_entry (account, action, key) WHERE state = 'in-doubt'`,
    `CREATE INDEX IF NOT EXISTS smmkit_journal_entry_sending
      ON smmkit_journal_entry (owner, account) WHERE state = 'sending'`,
    `CREATE INDEX IF NOT EXISTS smmkit_journal_entry_placed
      ON smmkit_journal_entry (account, created) WHERE state = 'placed'`,
    // What came to nothing, to be counted.
    `CREATE INDEX IF NOT EXISTS smmkit_journal_entry_refused
      ON smmkit_journal_entry (account) WHERE state = 'refused'`,
    `CREATE INDEX IF NOT EXISTS smmkit_journal_entry_unsent
      ON smmkit_journal_entry (account) WHERE state = 'not-placed'`,
    // Orders that were placed, and whose IDs nobody knows.
    `CREATE INDEX IF NOT EXISTS smmkit_journal_entry_nameless
      ON smmkit_journal_entry (account, key) WHERE state = 'placed' AND order_id IS NULL`,
    `CREATE INDEX IF NOT EXISTS smmkit_journal_entry_watched
      ON smmkit_journal_entry (account, action, key) WHERE watched = 1 AND state = 'placed'`,
    `CREATE INDEX IF NOT EXISTS smmkit_journal_entry_parent
      ON smmkit_journal_entry (account, created)
      WHERE state = 'placed' AND action = 'add' AND order_id IS NOT NULL AND ${isParent}`,
    // Orders whose cost nobody knows, which a limit waits for.
    `CREATE INDEX IF NOT EXISTS smmkit_journal_entry_unpriced
      ON smmkit_journal_entry (account, day)
      WHERE action = 'add' AND price IS NULL AND at_most IS NULL AND charge IS NULL`,
    `CREATE INDEX IF NOT EXISTS smmkit_journal_entry_unpriced_run
      ON smmkit_journal_entry (account, run)
      WHERE action = 'add' AND price IS NULL AND at_most IS NULL AND charge IS NULL`,
    `CREATE TABLE IF NOT EXISTS smmkit_journal_history (month ${text} NOT NULL, ${entryColumns(type)},
      PRIMARY KEY (month, account, action, key))`,
    `CREATE TABLE IF NOT EXISTS smmkit_journal_tombstone (
      account ${text} NOT NULL,
      action ${text} NOT NULL,
      key ${text} NOT NULL,
      fingerprint ${text} NOT NULL,
      order_id ${text},
      month ${text} NOT NULL,
      updated ${whole} NOT NULL,
      PRIMARY KEY (account, action, key))`,
    `CREATE INDEX IF NOT EXISTS smmkit_journal_tombstone_order
      ON smmkit_journal_tombstone (account, action, order_id) WHERE order_id IS NOT NULL`,
    `CREATE TABLE IF NOT EXISTS smmkit_journal_account (
      id ${text} NOT NULL PRIMARY KEY,
      name ${text} NOT NULL UNIQUE,
      host ${text} NOT NULL,
      per_order ${amount},
      per_run ${amount},
      per_day ${amount},
      trusted ${whole} NOT NULL DEFAULT 1,
      why ${text} NOT NULL DEFAULT '',
      base_at ${whole},
      base_balance ${amount},
      base_currency ${text},
      line ${whole} NOT NULL DEFAULT 1,
      serial ${whole} NOT NULL DEFAULT 0,
      spent ${amount} NOT NULL DEFAULT '0',
      orders ${whole} NOT NULL DEFAULT 0,
      decimals ${whole} NOT NULL DEFAULT 0,
      unpriced ${whole} NOT NULL DEFAULT 0,
      quiet_owner ${text},
      quiet_until ${whole})`,
    `CREATE TABLE IF NOT EXISTS smmkit_journal_credential (
      digest ${text} NOT NULL PRIMARY KEY,
      key_digest ${text} NOT NULL,
      account ${text} NOT NULL,
      added ${whole} NOT NULL)`,
    `CREATE INDEX IF NOT EXISTS smmkit_journal_credential_key ON smmkit_journal_credential (key_digest)`,
    `CREATE TABLE IF NOT EXISTS smmkit_journal_spending (
      account ${text} NOT NULL,
      scope ${text} NOT NULL,
      currency ${text} NOT NULL,
      amount ${amount} NOT NULL,
      PRIMARY KEY (account, scope, currency))`,
    // What bulks were begun with.
    `CREATE TABLE IF NOT EXISTS smmkit_journal_batch (
      account ${text} NOT NULL,
      name ${text} NOT NULL,
      content ${text} NOT NULL,
      at ${whole} NOT NULL,
      PRIMARY KEY (account, name))`,
    `CREATE TABLE IF NOT EXISTS smmkit_journal_owner (
      id ${text} NOT NULL PRIMARY KEY,
      machine ${text} NOT NULL,
      pid ${whole} NOT NULL,
      expires ${whole} NOT NULL)`,
    // One row: who this store is, at which place, how often a person has accepted it as it was and it was written to. A
    // step that writes it has to say anew where it is (`whereabouts.ts`), or it is taken for one that was loaded.
    `CREATE TABLE IF NOT EXISTS smmkit_journal_store (
      id ${whole} NOT NULL PRIMARY KEY,
      identity ${text} NOT NULL,
      generation ${whole} NOT NULL DEFAULT 1,
      commits ${whole} NOT NULL DEFAULT 0,
      system ${text} NOT NULL DEFAULT '',
      written ${text} NOT NULL DEFAULT '',
      withheld ${text} NOT NULL DEFAULT '')`,
    `INSERT INTO smmkit_journal_store (id, identity)
      SELECT 1, ${dialect === "pg" ? "gen_random_uuid()::text" : "lower(hex(randomblob(16)))"}
      WHERE NOT EXISTS (SELECT 1 FROM smmkit_journal_store)`,
    `CREATE ${dialect === "pg" ? "OR REPLACE VIEW" : "VIEW IF NOT EXISTS"} smmkit_journal_entries_1 AS
      SELECT ${view} FROM smmkit_journal_entry UNION ALL SELECT ${view} FROM smmkit_journal_history`
  ]
}
