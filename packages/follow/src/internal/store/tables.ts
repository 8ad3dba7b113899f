/**
 * The tables, which stand in the journal's database. Texts are compared byte by byte, amounts are exact, times are
 * milliseconds since the epoch by the store's clock.
 */
import { type Dialect, definition, types } from "./columns.js"

/**
 * A table whose rows change all the time: dead ones are swept away early, and there is room beside the rows of a page
 * for as many new versions. A claim takes neighbours, and touches no index where each finds its place on its own page.
 */
const busy = (dialect: Dialect) =>
  dialect === "pg"
    ? `WITH (fillfactor = 45, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000,
        autovacuum_analyze_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0)`
    : ""

export const tables = (dialect: Dialect): ReadonlyArray<string> => {
  const { text, amount, whole } = types[dialect]
  const real = dialect === "pg" ? "DOUBLE PRECISION" : "REAL"
  return [
    `CREATE TABLE IF NOT EXISTS smmkit_follow_account (
      account ${text} NOT NULL PRIMARY KEY,
      -- The last number of its events, and the last that was dropped; the last stamp of a claim.
      events ${whole} NOT NULL DEFAULT 0,
      dropped ${whole} NOT NULL DEFAULT 0,
      claims ${whole} NOT NULL DEFAULT 0,
      -- Its budget: when the next call may be made, how far two are apart, and how many orders one asks about.
      next_at ${real} NOT NULL DEFAULT 0,
      -- When the next call may be sent whose token is taken already: what is to be placed takes one before it is sent.
      send_at ${real} NOT NULL DEFAULT 0,
      spacing ${real} NOT NULL DEFAULT 0,
      per_call ${whole} NOT NULL DEFAULT 100,
      blocked_until ${whole} NOT NULL DEFAULT 0,
      paused ${whole} NOT NULL DEFAULT 0,
      suspect ${text},
      failures ${whole} NOT NULL DEFAULT 0,
      problem ${text},
      -- An order that the panel has shown lately, by which it is known whether the panel knows the account.
      witness ${text},
      -- Until when somebody has said that it is looked after.
      attended ${whole} NOT NULL DEFAULT 0) ${busy(dialect)}`,
    `CREATE TABLE IF NOT EXISTS smmkit_follow_order (
      ${definition(dialect)},
      PRIMARY KEY (account, order_id)) ${busy(dialect)}`,
    `CREATE INDEX IF NOT EXISTS smmkit_follow_order_due
      ON smmkit_follow_order (account, due, order_id) WHERE due IS NOT NULL`,
    `CREATE INDEX IF NOT EXISTS smmkit_follow_order_refill
      ON smmkit_follow_order (account, refill_due, order_id) WHERE refill_due IS NOT NULL`,
    // Few orders at any time, which are counted among all others.
    `CREATE INDEX IF NOT EXISTS smmkit_follow_order_failing
      ON smmkit_follow_order (account) WHERE failures > 0 AND due IS NOT NULL`,
    `CREATE INDEX IF NOT EXISTS smmkit_follow_order_key
      ON smmkit_follow_order (account, key) WHERE key IS NOT NULL`,
    `CREATE TABLE IF NOT EXISTS smmkit_follow_event (
      account ${text} NOT NULL,
      number ${whole} NOT NULL,
      -- Null where the order was erased.
      order_id ${text},
      n ${whole} NOT NULL,
      at ${whole} NOT NULL,
      what ${text} NOT NULL,
      PRIMARY KEY (account, number))`,
    `CREATE UNIQUE INDEX IF NOT EXISTS smmkit_follow_event_transition
      ON smmkit_follow_event (account, order_id, n)`,
    `CREATE TABLE IF NOT EXISTS smmkit_follow_line (
      account ${text} NOT NULL,
      order_id ${text} NOT NULL,
      line ${whole} NOT NULL,
      at ${whole} NOT NULL,
      amount ${amount} NOT NULL,
      total ${amount} NOT NULL,
      currency ${text},
      reason ${text} NOT NULL,
      settled_at ${whole},
      settled_how ${text},
      PRIMARY KEY (account, order_id, line))`,
    `CREATE INDEX IF NOT EXISTS smmkit_follow_line_open
      ON smmkit_follow_line (account, order_id, line) WHERE settled_at IS NULL`,
    // How many orders of a service have taken about so long: its buckets are powers, so that it stays small.
    `CREATE TABLE IF NOT EXISTS smmkit_follow_pace (
      account ${text} NOT NULL,
      service ${text} NOT NULL,
      bucket ${whole} NOT NULL,
      orders ${whole} NOT NULL,
      PRIMARY KEY (account, service, bucket))`,
    // Consumers, and how far each has come with an account.
    `CREATE TABLE IF NOT EXISTS smmkit_follow_consumer (name ${text} NOT NULL PRIMARY KEY)`,
    `CREATE TABLE IF NOT EXISTS smmkit_follow_cursor (
      name ${text} NOT NULL,
      account ${text} NOT NULL,
      number ${whole} NOT NULL,
      PRIMARY KEY (name, account))`,
    // Events that webhooks could not deliver; one without a due time is dead.
    `CREATE TABLE IF NOT EXISTS smmkit_follow_letter (
      name ${text} NOT NULL,
      account ${text} NOT NULL,
      number ${whole} NOT NULL,
      order_id ${text} NOT NULL,
      key ${text},
      parent ${text},
      n ${whole} NOT NULL,
      at ${whole} NOT NULL,
      what ${text} NOT NULL,
      since ${whole} NOT NULL,
      tries ${whole} NOT NULL,
      due ${whole},
      problem ${text} NOT NULL,
      PRIMARY KEY (name, account, number))`,
    `CREATE INDEX IF NOT EXISTS smmkit_follow_letter_due
      ON smmkit_follow_letter (name, due) WHERE due IS NOT NULL`,
    `CREATE INDEX IF NOT EXISTS smmkit_follow_letter_order ON smmkit_follow_letter (account, order_id)`,
    // One row: how far the orders that were placed before follow came have been taken in.
    `CREATE TABLE IF NOT EXISTS smmkit_follow_intake (
      id ${whole} NOT NULL PRIMARY KEY,
      stage ${text} NOT NULL,
      month ${text} NOT NULL,
      account ${text} NOT NULL,
      action ${text} NOT NULL,
      key ${text} NOT NULL,
      taken ${whole} NOT NULL)`,
    "INSERT INTO smmkit_follow_intake VALUES (1, 'hot', '', '', '', '', 0) ON CONFLICT (id) DO NOTHING"
  ]
}
