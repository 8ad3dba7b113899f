/**
 * What happens in the journal's own transactions, whoever writes there: another version, or a process that knows
 * nothing of this package. An order is born when its entry moves to `placed`, goes when it is erased, knows of its
 * refill when the panel took that, and a call that is about to spend goes before all looks.
 *
 * None of it may fail, as an outcome could not be written down then: nothing is read of an entry but single
 * words, by patterns that fit or do not.
 */
import type { Dialect } from "./columns.js"

/** When an order that was just placed is looked at first, in milliseconds after. */
const firstLook = 30_000

const serviceOf: Readonly<Record<Dialect, (row: string) => string>> = {
  pg: (row) => `substring(${row}.request from '"service":"([^"\\\\]*)"')`,
  sqlite: (row) => `CASE WHEN json_valid(${row}.request) THEN json_extract(${row}.request, '$.service') END`
}

const runsOf: Readonly<Record<Dialect, (row: string) => string>> = {
  pg: (row) => `substring(${row}.request from '"runs":"([0-9]{1,9})"')::bigint`,
  sqlite: (row) =>
    `CASE WHEN json_valid(${row}.request) THEN CAST(json_extract(${row}.request, '$.runs') AS INTEGER) END`
}

/** The columns of an order that are known of a journal's entry. */
export const bornNames = "account, order_id, key, service, price, currency, units, runs, placed, due"

export const bornOf = (dialect: Dialect, row: string, placed: string, due: string): string =>
  `${row}.account, ${row}.order_id, ${row}.key, ${serviceOf[dialect](row)}, coalesce(${row}.price, ${row}.charge),
    ${row}.currency, ${row}.units, ${runsOf[dialect](row)}, ${placed}, ${due}`

const birth = (dialect: Dialect) => `
  INSERT INTO smmkit_follow_account (account) VALUES (NEW.account) ON CONFLICT (account) DO NOTHING;
  INSERT INTO smmkit_follow_order (${bornNames})
    VALUES (${bornOf(dialect, "NEW", "NEW.updated", `NEW.updated + ${firstLook}`)})
    ON CONFLICT (account, order_id) DO UPDATE SET
      key = coalesce(smmkit_follow_order.key, excluded.key),
      service = coalesce(smmkit_follow_order.service, excluded.service),
      price = coalesce(smmkit_follow_order.price, excluded.price),
      currency = coalesce(smmkit_follow_order.currency, excluded.currency),
      units = coalesce(smmkit_follow_order.units, excluded.units),
      runs = coalesce(smmkit_follow_order.runs, excluded.runs);`

/** What is left of an order that was erased while it may be refunded: every other one says its service. */
const isBare = (row: string): string =>
  `(${row}.request LIKE '{%' AND ${row}.request NOT LIKE '%"service":%')`

/** Whether an entry is of an order that is followed. */
export const isOrder = (row: string): string =>
  `${row}.state = 'placed' AND ${row}.action = 'add' AND ${row}.order_id IS NOT NULL AND NOT ${isBare(row)}`

const isPlaced = isOrder("NEW")

/** What is new about an entry that was there. A charge may come later than its order. */
const isNews = (differs: string) =>
  `${isPlaced} AND (OLD.state ${differs} 'placed' OR OLD.order_id ${differs} NEW.order_id OR OLD.charge ${differs} NEW.charge)`

/** When a refill that was just taken is looked at first, in milliseconds after. */
const firstRefillLook = 60_000

/** A look that is under way knows nothing of the refill: it does not count any more, and is due again. */
const refilled = (dialect: Dialect) => {
  const object = dialect === "pg" ? "json_build_object" : "json_object"
  const text = dialect === "pg" ? "::text" : ""
  return `
  UPDATE smmkit_follow_order SET
      refill = ${object}('id', NEW.order_id, 'state', NULL, 'since', NULL, 'looked', NULL)${text},
      refill_due = NEW.updated + ${firstRefillLook},
      claim = 0, leased = 0
    WHERE account = NEW.account AND order_id = NEW.subject;`
}

const isRefilled =
  "NEW.state = 'placed' AND NEW.action = 'refill' AND NEW.order_id IS NOT NULL AND NEW.subject IS NOT NULL"

const isRefillNews = (differs: string) =>
  `${isRefilled} AND (OLD.state ${differs} 'placed' OR OLD.order_id ${differs} NEW.order_id)`

/** The order of an entry, and those that it has led to, which bear its key. */
const family = `(SELECT f.order_id FROM smmkit_follow_order f WHERE f.account = OLD.account AND f.key = OLD.key
    UNION SELECT OLD.order_id)`

const gone = `
  DELETE FROM smmkit_follow_line WHERE account = OLD.account AND order_id IN ${family};
  DELETE FROM smmkit_follow_letter WHERE account = OLD.account AND order_id IN ${family};
  UPDATE smmkit_follow_event SET order_id = NULL, what = '{}'
    WHERE account = OLD.account AND order_id IN ${family};
  DELETE FROM smmkit_follow_order WHERE account = OLD.account AND order_id IN ${family};`

/** An entry that was moved into history is there; one that was erased is not. */
const isErased = (
  month: string
) => `NOT EXISTS (SELECT 1 FROM smmkit_journal_history h WHERE h.month = ${month}
  AND h.account = OLD.account AND h.action = OLD.action AND h.key = OLD.key)`

const wasPlaced = "OLD.state = 'placed' AND OLD.action = 'add' AND OLD.order_id IS NOT NULL"

/** It was erased, and may be refunded yet. */
const isEmptied = `${isOrder("OLD")} AND ${isBare("NEW")}`

const spendOnServer = (name: string, calls: string) => `CREATE OR REPLACE FUNCTION smmkit_follow_${name}_1()
RETURNS trigger LANGUAGE plpgsql AS $smmkit$
DECLARE
  spent record;
BEGIN
  FOR spent IN
    SELECT n.account, count(*) AS calls, max(n.updated) AS at FROM ${calls} GROUP BY n.account ORDER BY n.account
  LOOP
    UPDATE smmkit_follow_account SET next_at = greatest(next_at, spent.at) + spacing * spent.calls
      WHERE account = spent.account AND spacing > 0;
  END LOOP;
  RETURN NULL;
END $smmkit$`

const onServer = [
  `CREATE OR REPLACE FUNCTION smmkit_follow_birth_1() RETURNS trigger LANGUAGE plpgsql AS $smmkit$
BEGIN ${birth("pg")} RETURN NULL; END $smmkit$`,
  "DROP TRIGGER IF EXISTS smmkit_follow_placed ON smmkit_journal_entry",
  `CREATE TRIGGER smmkit_follow_placed AFTER INSERT ON smmkit_journal_entry FOR EACH ROW WHEN (${isPlaced})
    EXECUTE FUNCTION smmkit_follow_birth_1()`,
  "DROP TRIGGER IF EXISTS smmkit_follow_came_true ON smmkit_journal_entry",
  `CREATE TRIGGER smmkit_follow_came_true AFTER UPDATE OF state, order_id, charge ON smmkit_journal_entry FOR EACH ROW
    WHEN (${isNews("IS DISTINCT FROM")}) EXECUTE FUNCTION smmkit_follow_birth_1()`,
  `CREATE OR REPLACE FUNCTION smmkit_follow_refilled_1() RETURNS trigger LANGUAGE plpgsql AS $smmkit$
BEGIN ${refilled("pg")} RETURN NULL; END $smmkit$`,
  "DROP TRIGGER IF EXISTS smmkit_follow_refilled ON smmkit_journal_entry",
  `CREATE TRIGGER smmkit_follow_refilled AFTER INSERT ON smmkit_journal_entry FOR EACH ROW WHEN (${isRefilled})
    EXECUTE FUNCTION smmkit_follow_refilled_1()`,
  "DROP TRIGGER IF EXISTS smmkit_follow_refill_came_true ON smmkit_journal_entry",
  `CREATE TRIGGER smmkit_follow_refill_came_true AFTER UPDATE OF state, order_id ON smmkit_journal_entry FOR EACH ROW
    WHEN (${isRefillNews("IS DISTINCT FROM")}) EXECUTE FUNCTION smmkit_follow_refilled_1()`,
  `CREATE OR REPLACE FUNCTION smmkit_follow_erased_1() RETURNS trigger LANGUAGE plpgsql AS $smmkit$
BEGIN
  IF TG_TABLE_NAME = 'smmkit_journal_history'
    OR ${isErased("to_char(to_timestamp(OLD.updated / 1000) AT TIME ZONE 'UTC', 'YYYY-MM')")} THEN ${gone}
  END IF;
  RETURN NULL;
END $smmkit$`,
  ...["entry", "history"].flatMap((table) => [
    `DROP TRIGGER IF EXISTS smmkit_follow_erased ON smmkit_journal_${table}`,
    `CREATE TRIGGER smmkit_follow_erased AFTER DELETE ON smmkit_journal_${table} FOR EACH ROW WHEN (${wasPlaced})
      EXECUTE FUNCTION smmkit_follow_erased_1()`
  ]),
  "DROP TRIGGER IF EXISTS smmkit_follow_emptied ON smmkit_journal_entry",
  `CREATE TRIGGER smmkit_follow_emptied AFTER UPDATE OF request ON smmkit_journal_entry FOR EACH ROW WHEN (${isEmptied})
    EXECUTE FUNCTION smmkit_follow_erased_1()`,
  // Accounts are locked in one order, as the journal does.
  spendOnServer("intended", "entered n WHERE n.state = 'sending'"),
  spendOnServer(
    "intended_again",
    `entered n JOIN former o ON o.account = n.account AND o.action = n.action AND o.key = n.key
      WHERE n.state = 'sending' AND o.attempt <> n.attempt`
  ),
  "DROP TRIGGER IF EXISTS smmkit_follow_intended ON smmkit_journal_entry",
  `CREATE TRIGGER smmkit_follow_intended AFTER INSERT ON smmkit_journal_entry
    REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION smmkit_follow_intended_1()`,
  "DROP TRIGGER IF EXISTS smmkit_follow_intended_again ON smmkit_journal_entry",
  `CREATE TRIGGER smmkit_follow_intended_again AFTER UPDATE ON smmkit_journal_entry
    REFERENCING OLD TABLE AS former NEW TABLE AS entered
    FOR EACH STATEMENT EXECUTE FUNCTION smmkit_follow_intended_again_1()`
]

const spend = `UPDATE smmkit_follow_account SET next_at = max(next_at, NEW.updated) + spacing
  WHERE account = NEW.account AND spacing > 0;`

const inFile = [
  `CREATE TRIGGER IF NOT EXISTS smmkit_follow_placed AFTER INSERT ON smmkit_journal_entry WHEN ${isPlaced}
    BEGIN ${birth("sqlite")} END`,
  `CREATE TRIGGER IF NOT EXISTS smmkit_follow_came_true AFTER UPDATE OF state, order_id, charge ON smmkit_journal_entry
    WHEN ${isNews("IS NOT")} BEGIN ${birth("sqlite")} END`,
  `CREATE TRIGGER IF NOT EXISTS smmkit_follow_refilled AFTER INSERT ON smmkit_journal_entry WHEN ${isRefilled}
    BEGIN ${refilled("sqlite")} END`,
  `CREATE TRIGGER IF NOT EXISTS smmkit_follow_refill_came_true AFTER UPDATE OF state, order_id ON smmkit_journal_entry
    WHEN ${isRefillNews("IS NOT")} BEGIN ${refilled("sqlite")} END`,
  `CREATE TRIGGER IF NOT EXISTS smmkit_follow_erased AFTER DELETE ON smmkit_journal_entry
    WHEN ${wasPlaced} AND ${isErased("strftime('%Y-%m', OLD.updated / 1000, 'unixepoch')")} BEGIN ${gone} END`,
  `CREATE TRIGGER IF NOT EXISTS smmkit_follow_erased_past AFTER DELETE ON smmkit_journal_history
    WHEN ${wasPlaced} BEGIN ${gone} END`,
  `CREATE TRIGGER IF NOT EXISTS smmkit_follow_emptied AFTER UPDATE OF request ON smmkit_journal_entry
    WHEN ${isEmptied} BEGIN ${gone} END`,
  `CREATE TRIGGER IF NOT EXISTS smmkit_follow_intended AFTER INSERT ON smmkit_journal_entry
    WHEN NEW.state = 'sending' BEGIN ${spend} END`,
  `CREATE TRIGGER IF NOT EXISTS smmkit_follow_intended_again AFTER UPDATE OF state ON smmkit_journal_entry
    WHEN NEW.state = 'sending' AND OLD.attempt <> NEW.attempt BEGIN ${spend} END`
]

export const triggers = (dialect: Dialect): ReadonlyArray<string> => (dialect === "pg" ? onServer : inFile)
