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

/** Each intent, with what the store knows of its key, its account and its equals. */
const asked = `SELECT j.ord, j.account, j.action, j.run, j.price, j.at_most, coalesce(j.currency, '') AS currency,
    e.state AS held, e.fingerprint AS held_as, t.fingerprint AS gone_as, j.fingerprints,
    CASE WHEN j.fresh THEN (SELECT x.key FROM smmkit_journal_entry x
      WHERE x.account = j.account AND x.fingerprint = j.fingerprint AND x.state = 'in-doubt' LIMIT 1)
    END AS twin,
    j.fresh AND EXISTS (SELECT 1 FROM smmkit_journal_entry x
      WHERE x.account = j.account AND x.fingerprint = j.fingerprint AND x.state = 'sending'
        AND x.owner IS DISTINCT FROM j.owner) AS rivalled,
    j.fingerprint, j.apart,
    j.apart IS NOT NULL AND EXISTS (SELECT 1 FROM smmkit_journal_entry x
      WHERE x.account = j.account AND x.fingerprint = j.fingerprint AND x.action = j.action AND x.key <> j.key
        AND (x.state IN ('sending', 'in-doubt') OR (x.state = 'placed' AND x.updated > moment - j.apart))) AS near,
    coalesce(a.quiet_until > moment, false) AS quiet,
    least(a.per_order, j.per_order) AS per_order,
    least(a.per_run, j.per_run) AS per_run,
    least(a.per_day, j.per_day) AS per_day
  FROM json_to_recordset(intents) AS j (ord int, account text, action text, key text,
    fingerprint text, fingerprints jsonb, fresh boolean, apart bigint, owner text, run text, price numeric,
    at_most numeric, currency text, per_order numeric, per_run numeric, per_day numeric)
  JOIN smmkit_journal_account a ON a.id = j.account
  LEFT JOIN smmkit_journal_entry e
    ON e.account = j.account AND e.action = j.action AND e.key = j.key
  LEFT JOIN smmkit_journal_tombstone t
    ON t.account = j.account AND t.action = j.action AND t.key = j.key`

/** Intents. Locks their accounts, as what is spent there, kept quiet or limited must stand still. */
const intend = `CREATE OR REPLACE FUNCTION smmkit_journal_intend_1(batch json, given bigint) RETURNS json
${language} AS $smmkit$
DECLARE
  known json := batch -> 'known';
  accounts json := batch -> 'accounts';
  intents json := batch -> 'intents';
  moment bigint;
  today text;
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
  accepted int[];
  begun jsonb := '{}';
  answers jsonb := '[]';
  written json;
  waited float8;
BEGIN
  -- A store that stands otherwise than its caller knows is looked into first.
  IF NOT EXISTS (SELECT 1 FROM smmkit_journal_store w WHERE w.id = 1 AND w.withheld = ''
    AND w.identity = known ->> 'identity'
    AND w.generation = (known ->> 'generation')::bigint
    AND ${placeOnServer} = known ->> 'place')
  THEN
    RETURN json_build_object('changed', true);
  END IF;
  INSERT INTO smmkit_journal_account (id, name, host)
    SELECT j.id, j.id, j.host FROM json_to_recordset(accounts) AS j (id text, host text)
    WHERE NOT EXISTS (SELECT 1 FROM smmkit_journal_account a WHERE a.id = j.id)
    ON CONFLICT DO NOTHING;
  PERFORM a.id FROM smmkit_journal_account a
    WHERE a.id IN (SELECT j.id FROM json_to_recordset(accounts) AS j (id text))
    ORDER BY a.id FOR UPDATE;
  waited := extract(epoch from clock_timestamp() - statement_timestamp()) * 1000;
  moment := coalesce(given, floor(extract(epoch from clock_timestamp()) * 1000)::bigint);
  today := to_char(to_timestamp(moment / 1000) AT TIME ZONE 'UTC', 'YYYY-MM-DD');
  -- What is spent need be known only where a limit holds for anyone of the batch. Nearly always nothing speaks
  -- against any of them, which one look at all of them together tells.
  SELECT coalesce(bool_or(coalesce(q.per_order, q.per_run, q.per_day) IS NOT NULL), false),
      bool_and(q.held IS NULL AND q.gone_as IS NULL AND NOT q.quiet AND q.twin IS NULL AND NOT q.rivalled
        AND q.apart IS NULL
        AND (coalesce(q.per_order, q.per_run, q.per_day) IS NULL OR (q.action = 'add'
          AND coalesce(coalesce(q.price, q.at_most) <= coalesce(q.per_order, 'Infinity'), false)))),
      array_agg(q.ord)
    INTO counted, plain, accepted FROM (${asked}) q;
  IF plain AND counted THEN
    plain := NOT EXISTS (
      SELECT 1 FROM (
        SELECT j.account, x.scope, x.day, x.run, sum(coalesce(j.price, j.at_most)) AS amount,
          min(nullif(j.currency, '')) AS currency, max(nullif(j.currency, '')) AS other,
          min(least(CASE WHEN x.day IS NULL THEN a.per_run ELSE a.per_day END, x.most)) AS most
        FROM json_to_recordset(intents) AS j (account text, run text, price numeric, at_most numeric,
          currency text, per_run numeric, per_day numeric)
        JOIN smmkit_journal_account a ON a.id = j.account
        CROSS JOIN LATERAL (VALUES ('run ' || j.run, NULL, j.run, j.per_run),
          ('day ' || today, today, NULL, j.per_day)) AS x (scope, day, run, most)
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
          AND e.state IN ('sending', 'in-doubt', 'placed')));
  END IF;
  IF plain IS NOT TRUE THEN
  accepted := '{}';

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
      IF coalesce(i.per_run, i.per_day) IS NOT NULL AND checked <> run_id THEN
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
      IF coalesce(i.per_order, i.per_run, i.per_day) IS NOT NULL THEN
        FOR s IN
          SELECT w.scope, w.most, coalesce(sum(c.value::numeric), 0) AS total,
            count(DISTINCT c.key) FILTER (WHERE c.key <> '' AND c.key <> i.currency)
              + CASE WHEN i.currency = '' THEN 0 ELSE 1 END > 1 AS mixed
          FROM (VALUES (run_id, 'order', i.per_order), (run_id, 'run', i.per_run), (day_id, 'day', i.per_day))
            AS w (scope, what, most)
          LEFT JOIN LATERAL jsonb_each_text(sums -> w.scope) AS c ON true
          WHERE w.most IS NOT NULL GROUP BY w.scope, w.what, w.most
        LOOP
          refused := refused OR s.mixed;
        END LOOP;
        refused := refused OR amount IS NULL
          OR coalesce(amount > i.per_order, false)
          OR coalesce(amount + (SELECT coalesce(sum(value::numeric), 0) FROM jsonb_each_text(sums -> run_id)) > i.per_run, false)
          OR coalesce(amount + (SELECT coalesce(sum(value::numeric), 0) FROM jsonb_each_text(sums -> day_id)) > i.per_day, false);
      END IF;
      IF coalesce(i.per_run, i.per_day) IS NOT NULL AND unpriced IS NOT NULL THEN
        answers := answers || jsonb_build_object('ord', i.ord, 'tag', 'Unpriced', 'keys', unpriced);
      ELSIF refused THEN
        answers := answers || jsonb_build_object('ord', i.ord, 'tag', 'Limited',
          'run', (SELECT coalesce(jsonb_object_agg(c.key, c.value), '{}') FROM jsonb_each_text(sums -> run_id) AS c),
          'day', (SELECT coalesce(jsonb_object_agg(c.key, c.value), '{}') FROM jsonb_each_text(sums -> day_id) AS c),
          'perOrder', i.per_order::text,
          'perRun', i.per_run::text, 'perDay', i.per_day::text);
      ELSE
        accepted := accepted || i.ord;
        begun := begun || jsonb_build_object(i.account || E'\\n' || i.fingerprint, true);
        -- What costs nothing is no sum, and names no currency that others could differ from.
        IF amount <> 0 THEN
          FOREACH scope_id IN ARRAY ARRAY[run_id, day_id] LOOP
            sums := jsonb_set(sums, ARRAY[scope_id, i.currency],
              to_jsonb(coalesce((sums -> scope_id ->> i.currency)::numeric, 0) + amount));
          END LOOP;
        END IF;
      END IF;
    END IF;
  END LOOP;
  END IF;

  WITH written AS (
    INSERT INTO smmkit_journal_entry AS e (account, action, key, state, event, order_id, subject, fingerprint,
      request, error, note, host, price, at_most, charge, currency, units, request_id, created, updated,
      attempt, attempts, owner, deadline, day, run, line, watched, version)
    SELECT j.account, j.action, j.key, 'sending', 'intend', NULL, j.subject, j.fingerprint, j.request, NULL,
      '', j.host, j.price, j.at_most, NULL, j.currency, j.units, j.request_id, moment, moment, j.attempt, 1,
      j.owner, moment + j.time_limit, today, j.run, CASE WHEN a.base_at IS NULL THEN 0 ELSE a.line END,
      CASE WHEN j.action = 'add' THEN 1 ELSE 0 END, 1
    FROM json_to_recordset(intents) AS j (ord int, account text, action text, key text,
      subject text, fingerprint text, request text, host text, price numeric, at_most numeric,
      currency text, units bigint, request_id text, attempt text, owner text, time_limit bigint, run text)
    JOIN smmkit_journal_account a ON a.id = j.account
    WHERE j.ord = ANY (accepted)
    ORDER BY j.account, j.action, j.key
    ON CONFLICT (account, action, key) DO UPDATE SET state = excluded.state, event = excluded.event,
      order_id = NULL, subject = excluded.subject, fingerprint = excluded.fingerprint,
      request = excluded.request, error = NULL, note = '', host = excluded.host, price = excluded.price,
      at_most = excluded.at_most, charge = NULL, currency = excluded.currency, units = excluded.units,
      request_id = excluded.request_id, updated = excluded.updated, attempt = excluded.attempt,
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
  )
  SELECT json_object_agg(w.attempt, json_build_array(w.created, w.attempts, w.line, w.version))
    INTO written FROM written w;
  RETURN json_build_object('now', moment, 'day', today, 'answers', answers, 'written', coalesce(written, '{}'),
    'waited', waited);
END
$smmkit$`

/**
 * Outcomes. Locks an account only where money is given back to its limits. An ID that another entry has breaks the
 * index of orders, and with it the whole batch, which goes to the moves then.
 */
const report = `CREATE OR REPLACE FUNCTION smmkit_journal_report_1(batch json, given bigint) RETURNS json
${language} AS $smmkit$
DECLARE
  moment bigint;
  written json;
  waited float8;
BEGIN
  PERFORM a.id FROM smmkit_journal_account a
    WHERE a.id IN (SELECT j.id FROM json_to_recordset(batch -> 'accounts') AS j (id text))
    ORDER BY a.id FOR UPDATE;
  WITH told AS MATERIALIZED (
    SELECT *, count(*) OVER (PARTITION BY account, action, order_id) AS namesakes
    FROM json_to_recordset(batch -> 'outcomes') AS j (ord int, account text, action text, key text,
      attempt text, kind text, order_id text, charge numeric, currency text, error text, note text)
  ), held AS MATERIALIZED (
    SELECT e.account, e.action, e.key, e.state, e.attempt, e.price, e.at_most, e.charge, e.currency, e.day,
      e.run, e.note FROM told j
    JOIN smmkit_journal_entry e ON e.account = j.account AND e.action = j.action AND e.key = j.key
    ORDER BY e.account, e.action, e.key FOR UPDATE OF e
  ), time AS MATERIALIZED (
    SELECT coalesce(given, floor(extract(epoch from clock_timestamp()) * 1000)::bigint) AS moment,
      extract(epoch from clock_timestamp() - statement_timestamp()) * 1000 AS waited
    FROM (SELECT count(*) FROM held) AS locked
  ), everyday AS MATERIALIZED (
    SELECT j.*, h.day, h.run, h.note AS known, h.currency AS priced_in,
      greatest(coalesce(h.price, h.at_most), h.charge) AS cost
    FROM told j
    JOIN held h ON h.account = j.account AND h.action = j.action AND h.key = j.key
    JOIN smmkit_journal_account a ON a.id = j.account
    WHERE h.state = 'sending' AND h.attempt = j.attempt AND (j.kind <> 'answered' OR j.action <> 'add' OR (
      a.base_at IS NULL
      AND (j.charge IS NULL OR (j.charge <= coalesce(h.price, h.at_most)
        AND h.currency IS NOT DISTINCT FROM j.currency))
      AND (SELECT 1 FROM smmkit_journal_tombstone x
        WHERE x.account = j.account AND x.action = 'add' AND x.order_id = j.order_id LIMIT 1) IS NULL
      AND j.namesakes = 1))
  ), written AS (
    UPDATE smmkit_journal_entry e SET
      state = CASE s.kind WHEN 'answered' THEN 'placed' WHEN 'refused' THEN 'refused'
        WHEN 'unsent' THEN 'not-placed' ELSE 'in-doubt' END,
      event = s.kind,
      order_id = s.order_id,
      charge = s.charge,
      error = s.error,
      note = CASE s.kind WHEN 'answered' THEN s.known
        WHEN 'lost' THEN CASE WHEN position(s.note in s.known) > 0 THEN s.known
          WHEN s.known = '' THEN s.note ELSE s.known || '; ' || s.note END
        ELSE s.note END,
      updated = t.moment,
      version = e.version + 1
    FROM everyday s, time t
    WHERE e.account = s.account AND e.action = s.action AND e.key = s.key
    RETURNING s.ord, e.updated, e.version
  ), returned AS (
    UPDATE smmkit_journal_spending p SET amount = p.amount - b.amount FROM (
      SELECT s.account, x.scope, coalesce(s.priced_in, '') AS currency, sum(s.cost) AS amount
      FROM everyday s CROSS JOIN LATERAL (VALUES ('day ' || s.day), ('run ' || s.run)) AS x (scope)
      WHERE s.kind IN ('refused', 'unsent') AND s.cost IS NOT NULL GROUP BY 1, 2, 3) AS b
    WHERE p.account = b.account AND p.scope = b.scope AND p.currency = b.currency
  )
  SELECT json_object_agg(w.ord, json_build_array(w.updated, w.version)), (SELECT t.waited FROM time t)
    INTO written, waited FROM written w;
  RETURN json_build_object('written', coalesce(written, '{}'), 'waited', waited);
END
$smmkit$`

export const functions: ReadonlyArray<string> = [intend, report]
