/**
 * The same on SQLite: a claim is one UPDATE, whose first row takes the budget's token by a trigger; a write is an
 * INSERT into a view, whose trigger does the rest, so that it is one statement, all of it or nothing.
 */
import { rowNames, seenNames, toldNames } from "./columns.js"

/** All of a row, and what a claim says beside it. */
const claimed = (beside: Readonly<Record<string, string>>): string =>
  [...rowNames, ...Object.entries(beside).map(([name, value]) => `${value} AS ${name}`)].join(", ")

/** Takes one order from whoever has it, by the number that its account's claims have come to. */
export const take = `UPDATE smmkit_follow_order
  SET claim = (SELECT claims FROM smmkit_follow_account WHERE account = ?1), leased = ?3
  WHERE account = ?1 AND order_id = ?2
  RETURNING ${claimed({ stamp: "claim", waited: "0", witness: "NULL", suspect: "NULL", whole_failures: "0" })}`

/**
 * The statement of a claim. A subquery that names nothing of the row is asked once for the whole statement, so all
 * rows get one stamp, whatever the trigger writes meanwhile.
 */
export const claimBy = (due: "due" | "refill_due"): string => {
  const ready = `o.account = ?1 AND o.${due} <= ?2 AND o.leased <= ?2`
  const inOrder = `FROM smmkit_follow_order o WHERE ${ready} ORDER BY o.${due}, o.order_id`
  const of = (column: string) => `(SELECT ${column} FROM smmkit_follow_account WHERE account = ?1)`
  return `UPDATE smmkit_follow_order
    SET claim = ${of("claims + 1")}, leased = ?2 + ?3, claimed = ?2
    WHERE account = ?1
      AND EXISTS (SELECT 1 FROM smmkit_follow_account
        WHERE account = ?1 AND paused = 0 AND next_at <= ?2 AND blocked_until <= ?2)
      AND order_id IN (SELECT o.order_id ${inOrder}
        LIMIT min(?4, coalesce((SELECT o.lot ${inOrder} LIMIT 1), ?4)))
    RETURNING ${claimed({
      stamp: "claim",
      waited: `?2 - ${due}`,
      witness: of("witness"),
      suspect: of("suspect"),
      whole_failures: of("failures")
    })}`
}

/** Takes the token of a call that is no look; gives how long to wait with it, and nothing where that is longer than it may. */
export const pace = `UPDATE smmkit_follow_account SET send_at = max(send_at, ?2) + spacing,
    next_at = max(next_at + spacing * (1 - ?3), max(send_at, ?2) + spacing)
  WHERE account = ?1 AND send_at <= ?2 + ?4
  RETURNING send_at - spacing - ?2 AS wait`

const told = "json_each(NEW.rest, '$.events') AS t"
const account = "NEW.account"
const stamp = "NEW.stamp"

const held = (id: string) =>
  `EXISTS (SELECT 1 FROM smmkit_follow_order o WHERE o.account = ${account} AND o.order_id = ${id} AND o.claim = ${stamp})`

const heldValue = held("t.value ->> '$.order_id'")

const of = (names: ReadonlyArray<string>) => names.map((name) => `t.value ->> '$.${name}'`).join(", ")

/** A row of what was seen is a list in this order: SQLite finds a value by its place in half the time. */
export const entryNames: ReadonlyArray<string> = ["order_id", ...seenNames]

const entry = (name: string) => `t.value ->> ${entryNames.indexOf(name)}`

const lineNames = ["account", "order_id", "line", "at", "amount", "total", "currency", "reason"]

/**
 * Rows that are there are changed by an INSERT that meets them: in an UPDATE from a list, SQLite goes through all rows
 * of the account for it, as a CROSS JOIN alone makes it go through the list.
 */
export const statements: ReadonlyArray<string> = [
  // One call asks about all that a claim took, or about each of them.
  `CREATE TRIGGER IF NOT EXISTS smmkit_follow_claimed_1 AFTER UPDATE OF claim ON smmkit_follow_order
    WHEN NEW.claim > (SELECT claims FROM smmkit_follow_account WHERE account = NEW.account)
      OR (NEW.claim > 0 AND (SELECT per_call FROM smmkit_follow_account WHERE account = NEW.account) = 1)
    BEGIN
      UPDATE smmkit_follow_account SET claims = NEW.claim, next_at = max(next_at, NEW.claimed) + spacing,
          send_at = max(send_at, NEW.claimed) + spacing
        WHERE account = NEW.account;
    END`,
  "CREATE VIEW IF NOT EXISTS smmkit_follow_write_1 AS SELECT '' AS account, 0 AS stamp, '' AS entries, '' AS rest, 0 AS moment",
  `CREATE TRIGGER IF NOT EXISTS smmkit_follow_written_1 INSTEAD OF INSERT ON smmkit_follow_write_1 BEGIN
    INSERT INTO smmkit_follow_event (account, number, order_id, n, at, what)
      SELECT a.account, a.events + row_number() OVER (ORDER BY t.key), ${of(["order_id", "n", "at", "what"])}
      FROM smmkit_follow_account a, ${told} WHERE a.account = ${account} AND ${heldValue};
    UPDATE smmkit_follow_account SET
      events = events + (SELECT count(*) FROM ${told} WHERE ${heldValue}),
      next_at = max(next_at, NEW.moment + coalesce(NEW.rest ->> '$.head.limited', 0))
        + spacing * (NEW.rest ->> '$.head.extra'),
      send_at = max(send_at, NEW.moment + coalesce(NEW.rest ->> '$.head.limited', 0)),
      failures = coalesce(NEW.rest ->> '$.head.failures', failures),
      blocked_until = max(blocked_until, NEW.moment + coalesce(NEW.rest ->> '$.head.blocked', 0)),
      suspect = CASE WHEN NEW.rest ->> '$.head.judged' = 'yes' THEN NEW.rest ->> '$.head.suspect' ELSE suspect END,
      problem = CASE WHEN NEW.rest ->> '$.head.judged' = 'yes' THEN NEW.rest ->> '$.head.problem' ELSE problem END,
      witness = coalesce(NEW.rest ->> '$.head.witness', witness)
      WHERE account = ${account};
    INSERT INTO smmkit_follow_line (${lineNames.join(", ")})
      SELECT ${account}, ${of(lineNames.slice(1))}
      FROM json_each(NEW.rest, '$.lines') AS t WHERE ${heldValue};
    INSERT INTO smmkit_follow_line (${lineNames.join(", ")}, settled_at, settled_how)
      SELECT ${lineNames.map((name) => `l.${name}`).join(", ")}, NEW.moment, t.value ->> '$.how'
      FROM json_each(NEW.rest, '$.settled') AS t CROSS JOIN smmkit_follow_line l
      WHERE l.account = ${account} AND l.order_id = t.value ->> '$.order_id' AND l.line = t.value ->> '$.line'
        AND l.settled_at IS NULL AND ${heldValue}
      ON CONFLICT (account, order_id, line) DO UPDATE SET
        settled_at = excluded.settled_at, settled_how = excluded.settled_how;
    INSERT INTO smmkit_follow_pace (account, service, bucket, orders)
      SELECT ${account}, ${of(["service", "bucket"])}, 1 FROM json_each(NEW.rest, '$.paces') AS t WHERE ${heldValue}
      ON CONFLICT (account, service, bucket) DO UPDATE SET orders = orders + 1;
    INSERT INTO smmkit_follow_order (${toldNames.join(", ")}, due)
      SELECT ${of([...toldNames, "due"])} FROM json_each(NEW.rest, '$.births') AS t
      WHERE ${held("t.value ->> '$.parent'")}
      ON CONFLICT (account, order_id) DO UPDATE SET parent = coalesce(parent, excluded.parent),
        due = CASE WHEN leased > NEW.moment OR due IS NULL THEN due ELSE min(due, excluded.due) END;
    INSERT INTO smmkit_follow_order (${[...toldNames, ...seenNames].join(", ")})
      SELECT ${toldNames.map((name) => `o.${name}`).join(", ")}, ${seenNames.map(entry).join(", ")}
      FROM json_each(NEW.entries) AS t CROSS JOIN smmkit_follow_order o
      WHERE o.account = ${account} AND o.order_id = ${entry("order_id")} AND o.claim = ${stamp}
      ON CONFLICT (account, order_id) DO UPDATE SET
        ${seenNames.map((name) => `${name} = excluded.${name}`).join(", ")}, claim = 0, leased = 0;
  END`
]
