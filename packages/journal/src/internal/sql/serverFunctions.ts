/**
 * The two moves that every order makes, as functions of a PostgreSQL server: data goes there, not decisions, so
 * a batch takes one journey and holds its locks for no longer than the server needs. What they do is what
 * `moves.ts` says, to which a test holds them; whatever is not everyday they leave to it.
 *
 * The number at the end of a name is the shape's: an earlier version of this package goes on with its own.
 */

/**
 * Where the entries are: since when the server runs, in which file, and which transaction wrote the row that says who
 * this store is. So neither a server that was restarted elsewhere goes unnoticed, nor tables that were loaded anew,
 * whether they were emptied at once or row by row.
 */
export const placeOnServer = `(floor(extract(epoch from pg_postmaster_start_time()) * 1000)::bigint::text
  || '/' || coalesce(pg_relation_filenode('smmkit_journal_entry')::text, '')
  || '/' || coalesce((SELECT written.xmin::text FROM smmkit_journal_store written WHERE written.id = 1), ''))`

/**
 * How a function goes about its statements: by an index each, whatever the server reckons. A plan is kept for as long
 * as a connection lives, and one that was made while the tables were empty would read all of them once they are not.
 */
const language = `LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan
  SET jit = off SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off`

/** Intents as they are sent; what is null in one is left out of it. */
const sent = `json_to_recordset(intents) AS j (ord int, account text, action text, key text, subject text,
    fingerprint text, fingerprints jsonb, fresh boolean, apart bigint, request text, host text, price numeric,
    at_most numeric, currency text, units bigint, request_id text, attempt text, owner text, time_limit bigint,
    run text, per_order numeric, per_run numeric, per_day numeric)`

/** The least of each limit: what is kept for the account, and what its caller gives beside. */
const limits = `least(a.per_order, j.per_order) AS most_order, least(a.per_run, j.per_run) AS most_run,
    least(a.per_day, j.per_day) AS most_day`

/** The key of an equal order that is in doubt, and whether one is under way elsewhere. */
const twin = `(SELECT x.key FROM smmkit_journal_entry x
      WHERE x.account = j.account AND x.fingerprint = j.fingerprint AND x.state = 'in-doubt' LIMIT 1)`
const rival = `EXISTS (SELECT 1 FROM smmkit_journal_entry x
      WHERE x.account = j.account AND x.fingerprint = j.fingerprint AND x.state = 'sending'
        AND x.owner IS DISTINCT FROM j.owner)`

/** Whether a limit holds for an intent at all. */
const isLimited = (q: string) => `coalesce(${q}.most_order, ${q}.most_run, ${q}.most_day) IS NOT NULL`

/** Writes intents of `q`, which have their account's `line`, and counts what they cost. */
const written = (q: string) => `written AS (
    INSERT INTO smmkit_journal_entry AS e (account, action, key, state, event, order_id, subject, fingerprint,
      request, error, note, host, price, at_most, charge, currency, units, request_id, created, updated,
      attempt, attempts, owner, deadline, day, run, line, watched, version)
    SELECT q.account, q.action, q.key, 'sending', 'intend', NULL, q.subject, q.fingerprint, q.request, NULL,
      '', q.host, q.price, q.at_most, NULL, q.currency, q.units, q.request_id,
      coalesce((ahead ->> q.account)::bigint, moment), moment, q.attempt, 1,
      q.owner, moment + q.time_limit, today, q.run, q.line, CASE WHEN q.action = 'add' THEN 1 ELSE 0 END, 1
    FROM ${q}
    ORDER BY q.account, q.action, q.key
    ON CONFLICT (account, action, key) DO UPDATE SET state = excluded.state, event = excluded.event,
      order_id = NULL, subject = excluded.subject, fingerprint = excluded.fingerprint,
      request = excluded.request, error = NULL, note = '', host = excluded.host, price = excluded.price,
      at_most = excluded.at_most, charge = NULL, currency = excluded.currency, units = excluded.units,
      request_id = excluded.request_id, updated = excluded.updated,
      created = CASE WHEN ahead ? excluded.account THEN excluded.created ELSE e.created END, attempt = excluded.attempt,
      attempts = e.attempts + 1, owner = excluded.owner, deadline = excluded.deadline, day = excluded.day,
      run = excluded.run, line = excluded.line, watched = excluded.watched, version = e.version + 1
      WHERE e.state IN ('refused', 'not-placed')
    RETURNING e.account, e.day, e.run, e.price, e.at_most, e.currency, e.attempt, e.created, e.attempts,
      e.line, e.version
  ), spent AS (
    INSERT INTO smmkit_journal_spending AS p (account, scope, currency, amount)
    SELECT w.account, x.scope, coalesce(w.currency, ''), sum(coalesce(w.price, w.at_most)) FROM written w
    CROSS JOIN LATERAL (VALUES ('day ' || w.day), ('run ' || w.run)) AS x (scope)
    WHERE coalesce(w.price, w.at_most) IS NOT NULL
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (account, scope, currency) DO UPDATE SET amount = p.amount + excluded.amount
  )`

/** What is told of those that were written, by attempt. */
const told =
  "(SELECT json_object_agg(w.attempt, json_build_array(w.created, w.attempts, w.line, w.version)) FROM written w)"

/** The line that an entry belongs to, of an account whose balance is measured. */
const line = "CASE WHEN a.base_at IS NULL THEN 0 ELSE a.line END AS line"

/** Each intent, with what the store knows of its key, its account and its equals. */
const asked = `SELECT j.*, ${limits}, coalesce(j.currency, '') AS word, e.state AS held, e.fingerprint AS held_as, t.fingerprint AS gone_as,
    CASE WHEN j.fresh THEN ${twin} END AS twin,
    j.fresh AND ${rival} AS rivalled,
    j.apart IS NOT NULL AND EXISTS (SELECT 1 FROM smmkit_journal_entry x
      WHERE x.account = j.account AND x.fingerprint = j.fingerprint AND x.action = j.action AND x.key <> j.key
        AND (x.state IN ('sending', 'in-doubt') OR (x.state = 'placed' AND x.updated > moment - j.apart))) AS near,
    coalesce(a.quiet_until > moment, false) AS quiet
  FROM ${sent}
  LEFT JOIN smmkit_journal_account a ON a.id = j.account
  LEFT JOIN smmkit_journal_entry e
    ON e.account = j.account AND e.action = j.action AND e.key = j.key
  LEFT JOIN smmkit_journal_tombstone t
    ON t.account = j.account AND t.action = j.action AND t.key = j.key`

/** Intents. Locks their accounts, as what is spent there, kept quiet or limited must stand still. */
const intend = `CREATE OR REPLACE FUNCTION smmkit_journal_intend_1(known json, accounts json, intents json, given bigint)
RETURNS json
${language} AS $smmkit$
DECLARE
  moment bigint;
  today text;
  ahead jsonb;
  counted boolean;
  plain boolean;
  i record;
  s record;
  amount numeric;
  checked text := '';
  unpriced json;
  sums jsonb := '{}';
  scope_id text;
  run_id text;
  day_id text;
  refused boolean;
  accepted int[] := '{}';
  begun jsonb := '{}';
  answers jsonb := '[]';
  written json;
  waited float8;
  locked int;
BEGIN
  -- A store that stands otherwise than its caller knows is looked into first.
  IF NOT EXISTS (SELECT 1 FROM smmkit_journal_store w WHERE w.id = 1 AND w.withheld = ''
    AND w.identity = known ->> 'identity'
    AND w.generation = (known ->> 'generation')::bigint
    AND ${placeOnServer} = known ->> 'place')
  THEN
    RETURN json_build_object('changed', true);
  END IF;
  -- An account that is new is written before it is locked.
  FOR round IN 1..2 LOOP
    PERFORM a.id FROM smmkit_journal_account a
      WHERE a.id IN (SELECT j.id FROM json_to_recordset(accounts) AS j (id text))
      ORDER BY a.id FOR UPDATE;
    GET DIAGNOSTICS locked = ROW_COUNT;
    EXIT WHEN locked = json_array_length(accounts);
    INSERT INTO smmkit_journal_account (id, name, host)
      SELECT j.id, j.id, j.host FROM json_to_recordset(accounts) AS j (id text, host text)
      WHERE NOT EXISTS (SELECT 1 FROM smmkit_journal_account a WHERE a.id = j.id)
      ON CONFLICT DO NOTHING;
  END LOOP;
  waited := extract(epoch from clock_timestamp() - statement_timestamp()) * 1000;
  moment := coalesce(given, floor(extract(epoch from clock_timestamp()) * 1000)::bigint);
  today := to_char(to_timestamp(moment / 1000) AT TIME ZONE 'UTC', 'YYYY-MM-DD');
  -- Where a doubt, an order that was placed, or a call that is under way, is of later than now the clock was set back;
  -- what comes after it is to be known as later.
  WITH under_way AS MATERIALIZED (
    SELECT e.account, e.created FROM smmkit_journal_entry e WHERE e.state = 'sending' AND e.created > moment
  )
  SELECT jsonb_object_agg(j.id, d.latest + 1) INTO ahead FROM json_to_recordset(accounts) AS j (id text)
    CROSS JOIN LATERAL (SELECT greatest(
      (SELECT max(e.created) FROM smmkit_journal_entry e
        WHERE e.account = j.id AND e.state = 'in-doubt' AND e.created > moment),
      (SELECT max(e.created) FROM smmkit_journal_entry e
        WHERE e.account = j.id AND e.state = 'placed' AND e.created > moment),
      (SELECT max(u.created) FROM under_way u WHERE u.account = j.id)) AS latest) d
    WHERE d.latest IS NOT NULL;
  -- Nearly always nothing speaks against any of them, which one look at all of them together tells; then they are
  -- written by the same statement. What is spent need be known only where a limit holds for anyone.
  WITH asked AS MATERIALIZED (
    SELECT j.*, ${limits}, ${line}, coalesce(a.quiet_until > moment, false) AS quiet
    FROM ${sent} LEFT JOIN smmkit_journal_account a ON a.id = j.account
  ), looked AS MATERIALIZED (
    SELECT bool_or(${isLimited("j")}) AS counted, bool_and(NOT j.quiet AND j.apart IS NULL
      AND (NOT (${isLimited("j")}) OR (j.action = 'add'
        AND coalesce(coalesce(j.price, j.at_most) <= coalesce(j.most_order, 'Infinity'), false)))
      AND (NOT j.fresh OR (${twin} IS NULL AND NOT ${rival}))
      AND (SELECT 1 FROM smmkit_journal_entry e
        WHERE e.account = j.account AND e.action = j.action AND e.key = j.key) IS NULL
      AND (SELECT 1 FROM smmkit_journal_tombstone t
        WHERE t.account = j.account AND t.action = j.action AND t.key = j.key) IS NULL) AS plain
    FROM asked j
  ), verdict AS MATERIALIZED (
    SELECT l.counted, l.plain AND (NOT l.counted OR NOT EXISTS (
      SELECT 1 FROM (
        SELECT q.account, x.scope, x.day, x.run, sum(coalesce(q.price, q.at_most)) AS amount,
          min(nullif(q.currency, '')) AS currency, max(nullif(q.currency, '')) AS other, min(x.most) AS most
        FROM asked q
        CROSS JOIN LATERAL (VALUES ('run ' || q.run, NULL, q.run, q.most_run),
          ('day ' || today, today, NULL, q.most_day)) AS x (scope, day, run, most)
        GROUP BY 1, 2, 3, 4
      ) b LEFT JOIN LATERAL (
        SELECT sum(p.amount) AS amount, min(nullif(p.currency, '')) AS currency,
          max(nullif(p.currency, '')) AS other
        FROM smmkit_journal_spending p WHERE p.account = b.account AND p.scope = b.scope AND p.amount <> 0
      ) c ON true
      WHERE b.amount + coalesce(c.amount, 0) > b.most
        OR least(b.currency, c.currency) <> greatest(b.other, c.other)
        OR EXISTS (SELECT 1 FROM smmkit_journal_entry e WHERE e.account = b.account AND e.action = 'add'
          AND e.price IS NULL AND e.at_most IS NULL AND e.charge IS NULL AND e.day = b.day
          AND e.state IN ('sending', 'in-doubt', 'placed'))
        OR EXISTS (SELECT 1 FROM smmkit_journal_entry e WHERE e.account = b.account AND e.action = 'add'
          AND e.price IS NULL AND e.at_most IS NULL AND e.charge IS NULL AND e.run = b.run
          AND e.state IN ('sending', 'in-doubt', 'placed')))) AS plain
    FROM looked l
  ), ${written("(SELECT j.* FROM asked j WHERE (SELECT v.plain FROM verdict v)) q")}
  SELECT v.counted, v.plain, ${told} INTO counted, plain, written FROM verdict v;
  IF plain THEN
    RETURN json_build_object('now', moment, 'answers', answers, 'written', coalesce(written, '{}'), 'waited', waited);
  END IF;

  FOR i IN
    ${asked}
    ORDER BY j.ord
  LOOP
    IF i.held IS NOT NULL AND NOT i.fingerprints ? i.held_as THEN
      answers := answers || jsonb_build_object('ord', i.ord, 'tag', 'Conflict');
    ELSIF i.held IS NOT NULL AND i.held NOT IN ('refused', 'not-placed') THEN
      answers := answers || jsonb_build_object('ord', i.ord, 'tag', 'Held');
    ELSIF i.held IS NULL AND i.gone_as IS NOT NULL THEN
      answers := answers || jsonb_build_object('ord', i.ord, 'tag',
        CASE WHEN i.fingerprints ? i.gone_as THEN 'Held' ELSE 'Conflict' END);
    ELSIF i.quiet THEN
      answers := answers || jsonb_build_object('ord', i.ord, 'tag', 'Quiet');
    ELSIF i.near OR (i.apart IS NOT NULL AND begun ? (i.account || E'\\n' || i.fingerprint)) THEN
      answers := answers || jsonb_build_object('ord', i.ord, 'tag', 'Equal');
    ELSIF i.twin IS NOT NULL THEN
      answers := answers || jsonb_build_object('ord', i.ord, 'tag', 'Twin', 'key', i.twin);
    ELSIF i.rivalled THEN
      answers := answers || jsonb_build_object('ord', i.ord, 'tag', 'Rivalled');
    ELSIF NOT counted OR i.action <> 'add' THEN
      accepted := accepted || i.ord;
      begun := begun || jsonb_build_object(i.account || E'\\n' || i.fingerprint, true);
    ELSE
      amount := coalesce(i.price, i.at_most);
      run_id := i.account || E'\\n' || 'run ' || i.run;
      day_id := i.account || E'\\n' || 'day ' || today;
      refused := false;
      IF coalesce(i.most_run, i.most_day) IS NOT NULL AND checked <> run_id THEN
        checked := run_id;
        SELECT json_agg(x.key ORDER BY x.key) INTO unpriced FROM (
          SELECT e.key, e.state FROM smmkit_journal_entry e WHERE e.account = i.account AND e.action = 'add'
            AND e.price IS NULL AND e.at_most IS NULL AND e.charge IS NULL AND e.day = today
          UNION
          SELECT e.key, e.state FROM smmkit_journal_entry e WHERE e.account = i.account AND e.action = 'add'
            AND e.price IS NULL AND e.at_most IS NULL AND e.charge IS NULL AND e.run = i.run
        ) x WHERE x.state IN ('sending', 'in-doubt', 'placed');
      END IF;
      FOREACH scope_id IN ARRAY ARRAY[run_id, day_id] LOOP
        IF NOT sums ? scope_id THEN
          sums := jsonb_set(sums, ARRAY[scope_id], coalesce((
            SELECT jsonb_object_agg(p.currency, p.amount) FROM smmkit_journal_spending p
            WHERE p.account = i.account AND p.scope = substr(scope_id, length(i.account) + 2)
              AND p.amount <> 0), '{}'));
        END IF;
      END LOOP;
      IF coalesce(i.most_order, i.most_run, i.most_day) IS NOT NULL THEN
        FOR s IN
          SELECT w.scope, w.most, coalesce(sum(c.value::numeric), 0) AS total,
            count(DISTINCT c.key) FILTER (WHERE c.key <> '' AND c.key <> i.word)
              + CASE WHEN i.word = '' THEN 0 ELSE 1 END > 1 AS mixed
          FROM (VALUES (run_id, 'order', i.most_order), (run_id, 'run', i.most_run), (day_id, 'day', i.most_day))
            AS w (scope, what, most)
          LEFT JOIN LATERAL jsonb_each_text(sums -> w.scope) AS c ON true
          WHERE w.most IS NOT NULL GROUP BY w.scope, w.what, w.most
        LOOP
          refused := refused OR s.mixed;
        END LOOP;
        refused := refused OR amount IS NULL
          OR coalesce(amount > i.most_order, false)
          OR coalesce(amount + (SELECT coalesce(sum(value::numeric), 0) FROM jsonb_each_text(sums -> run_id)) > i.most_run, false)
          OR coalesce(amount + (SELECT coalesce(sum(value::numeric), 0) FROM jsonb_each_text(sums -> day_id)) > i.most_day, false);
      END IF;
      IF coalesce(i.most_run, i.most_day) IS NOT NULL AND unpriced IS NOT NULL THEN
        answers := answers || jsonb_build_object('ord', i.ord, 'tag', 'Unpriced', 'keys', unpriced);
      ELSIF refused THEN
        answers := answers || jsonb_build_object('ord', i.ord, 'tag', 'Limited',
          'run', (SELECT coalesce(jsonb_object_agg(c.key, c.value), '{}') FROM jsonb_each_text(sums -> run_id) AS c),
          'day', (SELECT coalesce(jsonb_object_agg(c.key, c.value), '{}') FROM jsonb_each_text(sums -> day_id) AS c),
          'perOrder', i.most_order::text,
          'perRun', i.most_run::text, 'perDay', i.most_day::text);
      ELSE
        accepted := accepted || i.ord;
        begun := begun || jsonb_build_object(i.account || E'\\n' || i.fingerprint, true);
        -- What costs nothing is no sum, and names no currency that others could differ from.
        IF amount <> 0 THEN
          FOREACH scope_id IN ARRAY ARRAY[run_id, day_id] LOOP
            sums := jsonb_set(sums, ARRAY[scope_id, i.word],
              to_jsonb(coalesce((sums -> scope_id ->> i.word)::numeric, 0) + amount));
          END LOOP;
        END IF;
      END IF;
    END IF;
  END LOOP;

  WITH ${written(`(SELECT j.*, ${line} FROM ${sent} LEFT JOIN smmkit_journal_account a ON a.id = j.account
      WHERE j.ord = ANY (accepted)) q`)}
  SELECT ${told} INTO written;
  RETURN json_build_object('now', moment, 'answers', answers, 'written', coalesce(written, '{}'), 'waited', waited);
END
$smmkit$`

/**
 * Outcomes. Locks an account only where money is given back to its limits. An ID that another entry has breaks the
 * index of orders, and with it the whole batch, which goes to the moves then.
 */
const report = `CREATE OR REPLACE FUNCTION smmkit_journal_report_1(accounts json, outcomes json, given bigint)
RETURNS json
${language} AS $smmkit$
DECLARE
  written json;
  waited float8;
BEGIN
  PERFORM a.id FROM smmkit_journal_account a
    WHERE a.id IN (SELECT j.id FROM json_to_recordset(accounts) AS j (id text))
    ORDER BY a.id FOR UPDATE;
  waited := extract(epoch from clock_timestamp() - statement_timestamp()) * 1000;
  -- Each entry is looked up by its key, then written where it was found: a join by keys might go through all entries,
  -- and a state that is a constant would be looked for among all that are under way. One that is changed in between
  -- is judged by what it is then, or left to the moves.
  WITH told AS MATERIALIZED (
    SELECT j.*, a.base_at, h.place, 'sending' AS due FROM json_to_recordset(outcomes) AS j (ord int, account text, action text,
      key text, attempt text, kind text, order_id text, charge numeric, currency text, error text, note text)
    LEFT JOIN smmkit_journal_account a ON a.id = j.account
    CROSS JOIN LATERAL (SELECT x.ctid AS place FROM smmkit_journal_entry x
      WHERE x.account = j.account AND x.action = j.action AND x.key = j.key LIMIT 1) h
    ORDER BY j.account, j.action, j.key
  ), written AS (
    UPDATE smmkit_journal_entry e SET
      state = CASE j.kind WHEN 'answered' THEN 'placed' WHEN 'refused' THEN 'refused'
        WHEN 'unsent' THEN 'not-placed' ELSE 'in-doubt' END,
      event = j.kind,
      order_id = j.order_id,
      charge = j.charge,
      error = j.error,
      note = CASE j.kind WHEN 'answered' THEN e.note
        WHEN 'lost' THEN CASE WHEN position(j.note in e.note) > 0 THEN e.note
          WHEN e.note = '' THEN j.note ELSE e.note || '; ' || j.note END
        ELSE j.note END,
      updated = coalesce(given, floor(extract(epoch from clock_timestamp()) * 1000)::bigint),
      version = e.version + 1
    FROM told j
    WHERE e.ctid = j.place AND e.state = j.due AND e.attempt = j.attempt AND e.charge IS NULL
      -- What is said of a call that is under way may be that an earlier one was placed.
      AND (j.kind NOT IN ('refused', 'unsent') OR e.note = '')
      AND (j.kind <> 'answered' OR j.action <> 'add' OR (j.base_at IS NULL
        AND (j.charge IS NULL OR (j.charge <= coalesce(e.price, e.at_most)
          AND e.currency IS NOT DISTINCT FROM j.currency))
        AND (SELECT 1 FROM smmkit_journal_tombstone x
          WHERE x.account = j.account AND x.action = 'add' AND x.order_id = j.order_id LIMIT 1) IS NULL))
    RETURNING j.ord, j.kind, e.account, e.day, e.run, e.currency, coalesce(e.price, e.at_most) AS cost,
      e.updated, e.version
  ), returned AS (
    UPDATE smmkit_journal_spending p SET amount = p.amount - b.amount FROM (
      SELECT w.account, x.scope, coalesce(w.currency, '') AS currency, sum(w.cost) AS amount
      FROM written w CROSS JOIN LATERAL (VALUES ('day ' || w.day), ('run ' || w.run)) AS x (scope)
      WHERE w.kind IN ('refused', 'unsent') AND w.cost IS NOT NULL GROUP BY 1, 2, 3) AS b
    WHERE p.account = b.account AND p.scope = b.scope AND p.currency = b.currency
  )
  SELECT json_object_agg(w.ord, json_build_array(w.updated, w.version)) INTO written FROM written w;
  RETURN json_build_object('written', coalesce(written, '{}'), 'waited', waited);
END
$smmkit$`

export const functions: ReadonlyArray<string> = [intend, report]
