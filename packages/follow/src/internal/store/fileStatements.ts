/**
 * The same on SQLite: a claim is one UPDATE, whose first row for each call takes its token by a trigger; a write is an
 * INSERT into a view, whose trigger does the rest, so that it is one statement, all of it or nothing.
 */
import { packed, seenNames, toldNames } from "./columns.js"

const of = (what: string) => `(SELECT ${what} FROM smmkit_follow_account WHERE account = ?1)`

/** What a claim gives back: an ID, all of its row, and what it says of the account, with those rows that `tells` is true of. */
const claimed = (tells: string) => {
  const account = `json_object('witness', witness, 'suspect', suspect, 'failures', failures)`
  return `order_id, ${packed("sqlite")} AS packed,
    CASE WHEN ${tells} THEN json_set(${of(account)}, '$.stamp', claim) END AS of_account`
}

/** Takes one order from whoever has it, by the number that its account's claims have come to. */
export const take = `UPDATE smmkit_follow_order
  SET claim = ${of("claims")}, leased = ?3
  WHERE account = ?1 AND order_id = ?2
  RETURNING ${claimed("true")}`

/**
 * The statement of a claim. A subquery that names nothing of the row is asked once for the whole statement, so all
 * rows get one stamp, whatever the trigger writes meanwhile. One call asks about so many of them: the first of each
 * call takes its token and is marked, and the trigger does nothing for the others.
 */
export const claimBy = (due: "due" | "refill_due"): string =>
  `UPDATE smmkit_follow_order
    SET claim = ${of("claims + 1")}, leased = ?2 + ?3,
      claimed = CASE WHEN (picked.place - 1) % ${of("per_call")} = 0 THEN ?2 END
    FROM (SELECT o.rowid AS id, row_number() OVER w AS place, first_value(o.lot) OVER w AS lot
        FROM smmkit_follow_order o WHERE o.account = ?1 AND o.${due} <= ?2 AND o.leased <= ?2
        WINDOW w AS (ORDER BY o.${due}, o.order_id) ORDER BY o.${due}, o.order_id LIMIT ?4) AS picked
    WHERE picked.place <= coalesce(picked.lot, ?4) AND EXISTS (SELECT 1 FROM smmkit_follow_account
        WHERE account = ?1 AND paused = 0 AND next_at <= ?2 AND blocked_until <= ?2)
      AND smmkit_follow_order.rowid = picked.id
    RETURNING ${claimed("claimed IS NOT NULL")}`

/** Takes the token of a call that is no look; gives how long to wait with it, and nothing where that is longer than it may. */
export const pace = `UPDATE smmkit_follow_account SET send_at = max(send_at, ?2) + spacing,
    next_at = max(next_at + spacing * (1 - ?3), max(send_at, ?2) + spacing)
  WHERE account = ?1 AND send_at <= ?2 + ?4
  RETURNING send_at - spacing - ?2 AS wait`

const told = "json_each(NEW.rest, '$.events') AS t"

const held = (id: string) =>
  `EXISTS (SELECT 1 FROM smmkit_follow_order o
    WHERE o.account = NEW.account AND o.order_id = ${id} AND o.claim = NEW.stamp)`

const heldValue = held("t.value ->> '$.order_id'")

const valuesOf = (names: ReadonlyArray<string>) => names.map((name) => `t.value ->> '$.${name}'`).join(", ")

/**
 * Writes what was seen, of each row a list, as SQLite finds a value by its place sooner than by its name. The list is taken
 * apart before: its LIMIT, which is none, keeps SQLite from joining it with all rows of the account.
 */
const seen = (entries: string, names: ReadonlyArray<string>, others: ReadonlyArray<string>) =>
  `UPDATE smmkit_follow_order
      SET ${[...names.map((name) => `${name} = s.${name}`), ...others].join(", ")}, claim = 0, leased = 0
      FROM (SELECT NEW.account AS account, NEW.stamp AS stamp,
          ${["order_id", ...names].map((name, at) => `t.value ->> ${at} AS ${name}`).join(", ")}
        FROM json_each(${entries}) AS t LIMIT -1) AS s
      WHERE smmkit_follow_order.account = s.account AND smmkit_follow_order.order_id = s.order_id
        AND smmkit_follow_order.claim = s.stamp`

/** What looks change of nearly all: the rest stays as it is where nothing fails and nothing is refilled. */
export const plainNames = seenNames.slice(0, seenNames.indexOf("refill"))

const lineNames = ["account", "order_id", "line", "at", "amount", "total", "currency", "reason"]

export const statements: ReadonlyArray<string> = [
  `CREATE TRIGGER IF NOT EXISTS smmkit_follow_claimed_1 AFTER UPDATE OF claimed ON smmkit_follow_order
    WHEN NEW.claimed IS NOT NULL
    BEGIN
      UPDATE smmkit_follow_account SET claims = NEW.claim, next_at = max(next_at, NEW.claimed) + spacing,
          send_at = max(send_at, NEW.claimed) + spacing
        WHERE account = NEW.account;
    END`,
  "CREATE VIEW IF NOT EXISTS smmkit_follow_write_1 AS SELECT '' AS account, 0 AS stamp, '' AS plain, '' AS others, '' AS rest, 0 AS moment",
  `CREATE TRIGGER IF NOT EXISTS smmkit_follow_written_1 INSTEAD OF INSERT ON smmkit_follow_write_1 BEGIN
    INSERT INTO smmkit_follow_event (account, number, order_id, n, at, what)
      SELECT a.account, a.events + row_number() OVER (ORDER BY t.key), ${valuesOf(["order_id", "n", "at", "what"])}
      FROM smmkit_follow_account a, ${told} WHERE a.account = NEW.account AND ${heldValue};
    UPDATE smmkit_follow_account SET
      events = events + (SELECT count(*) FROM ${told} WHERE ${heldValue}),
      next_at = max(next_at, NEW.moment + coalesce(NEW.rest ->> '$.head.limited', 0)),
      send_at = max(send_at, NEW.moment + coalesce(NEW.rest ->> '$.head.limited', 0)),
      failures = coalesce(NEW.rest ->> '$.head.failures', failures),
      blocked_until = max(blocked_until, NEW.moment + coalesce(NEW.rest ->> '$.head.blocked', 0)),
      suspect = CASE WHEN NEW.rest ->> '$.head.judged' = 'yes' THEN NEW.rest ->> '$.head.suspect' ELSE suspect END,
      problem = CASE WHEN NEW.rest ->> '$.head.judged' = 'yes' THEN NEW.rest ->> '$.head.problem' ELSE problem END,
      witness = coalesce(NEW.rest ->> '$.head.witness', witness)
      WHERE account = NEW.account;
    INSERT INTO smmkit_follow_line (${lineNames.join(", ")})
      SELECT NEW.account, ${valuesOf(lineNames.slice(1))}
      FROM json_each(NEW.rest, '$.lines') AS t WHERE ${heldValue};
    INSERT INTO smmkit_follow_line (${lineNames.join(", ")}, settled_at, settled_how)
      SELECT ${lineNames.map((name) => `l.${name}`).join(", ")}, NEW.moment, t.value ->> '$.how'
      FROM json_each(NEW.rest, '$.settled') AS t CROSS JOIN smmkit_follow_line l
      WHERE l.account = NEW.account AND l.order_id = t.value ->> '$.order_id' AND l.line = t.value ->> '$.line'
        AND l.settled_at IS NULL AND ${heldValue}
      ON CONFLICT (account, order_id, line) DO UPDATE SET
        settled_at = excluded.settled_at, settled_how = excluded.settled_how;
    INSERT INTO smmkit_follow_pace (account, service, bucket, orders)
      SELECT NEW.account, ${valuesOf(["service", "bucket"])}, 1 FROM json_each(NEW.rest, '$.paces') AS t WHERE ${heldValue}
      ON CONFLICT (account, service, bucket) DO UPDATE SET orders = orders + 1;
    INSERT INTO smmkit_follow_order (${toldNames.join(", ")}, due)
      SELECT ${valuesOf([...toldNames, "due"])} FROM json_each(NEW.rest, '$.births') AS t
      WHERE ${held("t.value ->> '$.parent'")}
      ON CONFLICT (account, order_id) DO UPDATE SET parent = coalesce(parent, excluded.parent),
        due = CASE WHEN leased > NEW.moment OR due IS NULL THEN due ELSE min(due, excluded.due) END;
    ${seen("NEW.plain", plainNames, ["refill = NULL", "refill_due = NULL", "failures = 0", "lot = NULL"])};
    ${seen("NEW.others", seenNames, [])};
  END`
]
