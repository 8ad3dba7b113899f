/**
 * What a sweep does on a PostgreSQL server, each as one statement: it claims what is due, and writes what was seen.
 * Both lock the account's row first, by which time, budget, stamps and numbers of events go in one order.
 *
 * The number at the end of a name is the shape's: an earlier version of this package goes on with its own. The
 * settings keep a plan that was made for a small table from being used on a large one.
 */
import { packed, recordset, seenNames, toldNames } from "./columns.js"

const settings = "LANGUAGE plpgsql SET enable_seqscan = off SET lock_timeout = '5s'"

const moment = "coalesce(given, floor(extract(epoch from clock_timestamp()) * 1000)::bigint)"

const durably = "PERFORM set_config('synchronous_commit', 'on', true);"

/**
 * A claim that a crash of the server forgets was never made: its orders are due as before, and what is written later
 * under its number is a look all the same. A look of which nothing is told is made again. So nobody waits for the
 * disk; the next write of which something is told does, for all of them.
 */
const hastily = "PERFORM set_config('synchronous_commit', 'off', true);"

/** Claims orders that are due by one of the two times; null where there are none, or no call may be made. */
const claimBy = (name: string, due: "due" | "refill_due") => `
CREATE OR REPLACE FUNCTION smmkit_follow_${name}_1(of_account text, most bigint, lease bigint, given bigint)
RETURNS json ${settings} AS $smmkit$
DECLARE
  a smmkit_follow_account;
  moment bigint;
  room bigint;
  result json;
  taken bigint;
BEGIN
  ${hastily}
  SELECT * INTO a FROM smmkit_follow_account WHERE account = of_account FOR UPDATE;
  moment := ${moment};
  IF a.account IS NULL OR a.paused <> 0 OR a.next_at > moment OR a.blocked_until > moment THEN RETURN NULL; END IF;
  SELECT coalesce(o.lot, most) INTO room FROM smmkit_follow_order o
    WHERE o.account = of_account AND o.${due} <= moment AND o.leased <= moment
    ORDER BY o.account, o.${due}, o.order_id LIMIT 1;
  IF room IS NULL THEN RETURN NULL; END IF;
  WITH stamped AS (
    UPDATE smmkit_follow_order o
      SET claim = a.claims + 1, leased = moment + lease
      WHERE o.ctid = ANY (ARRAY(
        SELECT p.ctid FROM smmkit_follow_order p
        WHERE p.account = of_account AND p.${due} <= moment AND p.leased <= moment
        ORDER BY p.account, p.${due}, p.order_id LIMIT least(room, most) FOR UPDATE SKIP LOCKED))
      RETURNING o.*
  )
  SELECT json_agg(${packed("pg")}), count(*) INTO result, taken FROM stamped;
  IF taken = 0 THEN RETURN NULL; END IF;
  UPDATE smmkit_follow_account SET claims = claims + 1,
    next_at = greatest(next_at, moment) + spacing * ceil(taken::float8 / per_call),
    send_at = greatest(send_at, moment) + spacing * ceil(taken::float8 / per_call) WHERE account = of_account;
  RETURN json_build_object('now', moment, 'stamp', a.claims + 1, 'witness', a.witness, 'suspect', a.suspect, 'failures', a.failures, 'rows', result);
END $smmkit$`

/** Claims one order, whoever has it. */
const take = `
CREATE OR REPLACE FUNCTION smmkit_follow_take_1(of_account text, of_order text, lease bigint, given bigint)
RETURNS json ${settings} AS $smmkit$
DECLARE
  a smmkit_follow_account;
  moment bigint;
  result json;
BEGIN
  UPDATE smmkit_follow_account SET claims = claims + 1 WHERE account = of_account RETURNING * INTO a;
  moment := ${moment};
  WITH stamped AS (
    UPDATE smmkit_follow_order o SET claim = a.claims, leased = moment + lease
      WHERE o.account = of_account AND o.order_id = of_order RETURNING o.*
  )
  SELECT json_agg(${packed("pg")}) INTO result FROM stamped;
  IF result IS NULL THEN RETURN NULL; END IF;
  RETURN json_build_object('now', moment, 'stamp', a.claims, 'witness', a.witness, 'suspect', a.suspect, 'failures', a.failures, 'rows', result);
END $smmkit$`

const next = (due: string) => `(SELECT o.${due} FROM smmkit_follow_order o
  WHERE o.account = a.account AND o.${due} IS NOT NULL AND o.leased <= moment
  ORDER BY o.account, o.${due}, o.order_id LIMIT 1)`

/** When each of these accounts has something to do. */
const agenda = `
CREATE OR REPLACE FUNCTION smmkit_follow_agenda_1(accounts json, given bigint) RETURNS json ${settings} AS $smmkit$
DECLARE
  moment bigint := ${moment};
BEGIN
  RETURN (SELECT json_build_object('now', moment, 'rows', coalesce(json_agg(x), '[]')) FROM (
    SELECT a.account, a.paused, greatest(a.next_at, a.blocked_until) AS free, ${next("due")} AS due,
      ${next("refill_due")} AS refill_due
    FROM json_array_elements_text(accounts) AS j JOIN smmkit_follow_account a ON a.account = j) AS x);
END $smmkit$`

const none = "json_array_length(rest -> 'NAME') = 0"
const isQuiet = ["events", "lines", "settled", "paces", "births"]
  .map((name) => none.replace("NAME", name))
  .join(" AND ")
const isFree = `(rest #>> '{head,blocked}')::bigint + (rest #>> '{head,limited}')::bigint = 0`

/**
 * Writes what was seen of the orders that are still under this claim; where it is `exact`, of all or none. The orders
 * are found and locked one by one, by their key, and then written by their places: no statistics can make another
 * plan of that. The rows, which are long, are read once; what else there is, is short.
 */
const write = `
CREATE OR REPLACE FUNCTION smmkit_follow_write_1(
  of_account text, stamped bigint, exact boolean, ids json, entries json, rest json, given bigint)
RETURNS json ${settings} SET enable_hashjoin = off SET enable_mergejoin = off AS $smmkit$
DECLARE
  a smmkit_follow_account;
  moment bigint;
  head json := rest -> 'head';
  quiet boolean := ${isQuiet};
  places tid[];
  counted text[];
  happened bigint := 0;
BEGIN
  IF quiet AND ${isFree} AND NOT exact THEN ${hastily} ELSE ${durably} END IF;
  SELECT * INTO a FROM smmkit_follow_account WHERE account = of_account FOR UPDATE;
  moment := ${moment};
  -- Whoever claims locks the account's row, so that no stamp changes from here on.
  places := ARRAY(
    SELECT (SELECT o.ctid FROM smmkit_follow_order o
      WHERE o.account = a.account AND o.order_id = j.value AND o.claim = stamped FOR UPDATE)
    FROM json_array_elements_text(ids) WITH ORDINALITY AS j (value, place) ORDER BY j.place);
  IF exact AND array_position(places, NULL) IS NOT NULL THEN RETURN 'false'; END IF;
  WITH changed AS (
    UPDATE smmkit_follow_order o
      SET ${seenNames.map((name) => `${name} = t.${name}`).join(", ")}, claim = 0, leased = 0
      FROM ROWS FROM (json_to_recordset(entries) AS (${recordset(seenNames)}), unnest(places))
        AS t (${seenNames.join(", ")}, place)
      WHERE o.ctid = t.place RETURNING o.order_id
  )
  SELECT coalesce(array_agg(order_id), '{}') INTO counted FROM changed;
  IF NOT quiet THEN
    WITH told AS (
      INSERT INTO smmkit_follow_event (account, number, order_id, n, at, what)
        SELECT a.account, a.events + row_number() OVER (ORDER BY t.ord), t.order_id, t.n, t.at, t.what
        FROM json_to_recordset(rest -> 'events') AS t (ord bigint, order_id text, n bigint, at bigint, what text)
        WHERE t.order_id = ANY (counted)
        RETURNING number
    ), booked AS (
      INSERT INTO smmkit_follow_line (account, order_id, line, at, amount, total, currency, reason)
        SELECT a.account, t.order_id, t.line, t.at, t.amount, t.total, t.currency, t.reason
        FROM json_to_recordset(rest -> 'lines') AS t
          (order_id text, line bigint, at bigint, amount numeric, total numeric, currency text, reason text)
        WHERE t.order_id = ANY (counted)
    ), settled AS (
      UPDATE smmkit_follow_line l SET settled_at = moment, settled_how = t.how
        FROM json_to_recordset(rest -> 'settled') AS t (order_id text, line bigint, how text)
        WHERE l.account = a.account AND l.order_id = t.order_id AND l.line = t.line AND l.settled_at IS NULL
          AND t.order_id = ANY (counted)
    ), paced AS (
      INSERT INTO smmkit_follow_pace AS p (account, service, bucket, orders)
        SELECT a.account, t.service, t.bucket, count(*)
        FROM json_to_recordset(rest -> 'paces') AS t (order_id text, service text, bucket bigint)
        WHERE t.order_id = ANY (counted)
        GROUP BY t.service, t.bucket ORDER BY t.service, t.bucket
        ON CONFLICT (account, service, bucket) DO UPDATE SET orders = p.orders + excluded.orders
    )
    SELECT count(*) INTO happened FROM told;
    -- A panel may list one order under two others, which would be one row twice.
    INSERT INTO smmkit_follow_order AS o (${toldNames.join(", ")}, due)
      SELECT DISTINCT ON (t.order_id)
        ${toldNames.map((name) => (name === "account" ? "a.account" : `t.${name}`)).join(", ")}, t.due
      FROM json_to_recordset(rest -> 'births') AS t (${recordset(toldNames)}, due bigint)
      WHERE t.parent = ANY (counted)
      ORDER BY t.order_id
      ON CONFLICT (account, order_id) DO UPDATE SET parent = coalesce(o.parent, excluded.parent),
        due = CASE WHEN o.leased > moment OR o.due IS NULL THEN o.due ELSE least(o.due, excluded.due) END;
  END IF;
  UPDATE smmkit_follow_account SET events = events + happened,
    next_at = greatest(next_at, moment + (head ->> 'limited')::bigint),
    send_at = greatest(send_at, moment + (head ->> 'limited')::bigint),
    failures = coalesce((head ->> 'failures')::bigint, failures),
    blocked_until = greatest(blocked_until, moment + (head ->> 'blocked')::bigint),
    suspect = CASE WHEN head ->> 'judged' = 'yes' THEN head ->> 'suspect' ELSE suspect END,
    problem = CASE WHEN head ->> 'judged' = 'yes' THEN head ->> 'problem' ELSE problem END,
    witness = coalesce(head ->> 'witness', witness)
    WHERE account = a.account;
  IF happened > 0 THEN PERFORM pg_notify('smmkit_follow', a.account); END IF;
  RETURN 'true';
END $smmkit$`

/** Takes the token of a call that is no look; tells how long to wait with it, null where that is longer than it may. */
const pace = `
CREATE OR REPLACE FUNCTION smmkit_follow_pace_1(of_account text, is_taken bigint, longest bigint, given bigint)
RETURNS json ${settings} AS $smmkit$
DECLARE
  a smmkit_follow_account;
  moment bigint;
BEGIN
  SELECT * INTO a FROM smmkit_follow_account WHERE account = of_account FOR UPDATE;
  moment := ${moment};
  IF a.account IS NULL OR a.send_at > moment + longest THEN RETURN NULL; END IF;
  UPDATE smmkit_follow_account SET send_at = greatest(send_at, moment) + spacing,
    next_at = greatest(next_at + spacing * (1 - is_taken), greatest(send_at, moment) + spacing)
    WHERE account = of_account;
  RETURN to_json(greatest(a.send_at, moment) - moment);
END $smmkit$`

export const functions: ReadonlyArray<string> = [
  pace,
  claimBy("claim", "due"),
  claimBy("claim_refill", "refill_due"),
  take,
  agenda,
  write
]
