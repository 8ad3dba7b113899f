/** `smmkit journal`: what became of orders, refills and cancels that were sent, and the account that they belong to. */
import { Identifiers, Options } from "@smmkit/core"
import { EntryJson, Journal, JournalEntry, JournalError, Store } from "@smmkit/journal"
import { Chunk, Effect, Option, Schema, Stream } from "effect"
import * as Entries from "../Entries.js"
import { ExitCode, misused, unheard, usage } from "../Failure.js"
import * as JournalSession from "../JournalSession.js"
import { given, read } from "../Numbers.js"
import { Output } from "../Output.js"
import type { Invocation } from "../Parse.js"
import { withProgress } from "../Progress.js"
import * as Prompt from "../Prompt.js"
import * as Rows from "../Rows.js"
import { quote } from "../Text.js"

/** The states that the options ask for; all, unless told. */
const statesOf = ({ values }: Invocation) =>
  values("state").length === 0
    ? Effect.succeed(undefined)
    : Effect.forEach(values("state"), (state) =>
        read("--state", state, Options.oneOf(JournalEntry.State.literals))
      )

/** What the entries that are meant ask of the panel, if the options say so. */
const actionOf = (invocation: Invocation) =>
  given(invocation, "action", Options.oneOf(JournalEntry.Action.literals))

/** The entry of a key, and what is done where there is none. */
const entryOf = <E, R>(
  key: string,
  action: JournalEntry.Action | undefined,
  otherwise: Effect.Effect<JournalEntry.JournalEntry, E, R>
) =>
  Effect.flatMap(Journal.Journal, ({ get }) =>
    Effect.flatMap(get(key, action), Option.match({ onSome: Effect.succeed, onNone: () => otherwise }))
  )

/** Entries with all that is known of each. */
const whole = { ...Entries.view, json: EntryJson.toJson }

/** Writes the entries that the options ask for. What is wrong with an option is told before anything is opened. */
const listed = (invocation: Invocation, writer: Rows.Writer<JournalEntry.JournalEntry>) =>
  Effect.gen(function* () {
    const states = yield* statesOf(invocation)
    const work = Effect.gen(function* () {
      const { account } = yield* Journal.Journal
      const { entries } = yield* Store.Store
      const which = invocation.flag("all") ? { states } : { states, account }
      yield* Rows.writeBy(entries(which), writer)
    })
    yield* JournalSession.provide(invocation)(work)
    return ExitCode.done
  })

export const list = (invocation: Invocation) =>
  Effect.flatMap(Output, (output) => listed(invocation, Rows.writer(Entries.view, output)))

/** `export`: the whole journal on standard output. */
export const exported = (invocation: Invocation) =>
  Effect.gen(function* () {
    const format = yield* given(invocation, "format", Options.oneOf(["csv", "jsonl"]))
    const output = yield* Output
    const line = (entry: JournalEntry.JournalEntry) =>
      format === "jsonl"
        ? `${output.encode(EntryJson.toJson(entry))}\n`
        : EntryJson.csvLine(entry, output.plain)
    const lines = Rows.joined(line, format === "jsonl" ? "" : EntryJson.csvHead)
    return yield* listed(invocation, output.json ? Rows.writer(whole, output) : lines)
  })

/** The one entry whose key begins so. */
const begunBy = (begin: string, action: JournalEntry.Action) =>
  Effect.gen(function* () {
    const { entries } = yield* Journal.Journal
    const [entry, other] = yield* entries(undefined, [action]).pipe(
      Stream.filter(({ key }) => key.startsWith(begin)),
      Stream.take(2),
      Stream.runCollect
    )
    if (entry === undefined || begin === "") return yield* new JournalError.UnknownKey({ key: begin })
    if (other === undefined) return entry
    const some = `${quote(entry.key)} and ${quote(other.key)} among them`
    return yield* usage(`${quote(begin)} begins the keys of several orders, ${some}: give more of it`)
  })

/** Tells one entry, whole. */
const shown = (entry: JournalEntry.JournalEntry) =>
  Effect.flatMap(Output, (output) =>
    Effect.as(output.tell(EntryJson.toJson(entry), Entries.details(entry, output)), ExitCode.done)
  )

export const show = (invocation: Invocation) =>
  Effect.gen(function* () {
    const [key = ""] = invocation.operands
    const action = (yield* actionOf(invocation)) ?? "add"
    const work = entryOf(key, action, begunBy(key, action))
    return yield* shown(yield* JournalSession.provide(invocation)(work))
  })

/** Settles, and says why what is left in doubt could not be. */
const settled = (keys: ReadonlySet<string>, action: JournalEntry.Action | undefined) =>
  Effect.gen(function* () {
    const journal = yield* Journal.Journal
    // All are looked up before the first is asked about, so that a wrong key changes nothing.
    yield* Effect.forEach(keys, (key) => entryOf(key, action, new JournalError.UnknownKey({ key })))
    if (keys.size > 0)
      return { entries: yield* Effect.forEach(keys, (key) => journal.settle(key, action)), why: "" }
    const actions = action === undefined ? JournalEntry.Action.literals : [action]
    const doubts = yield* Stream.runCollect(journal.entries(["in-doubt"], actions))
    if (Chunk.isEmpty(doubts)) return { entries: [], why: "" }
    const { why } = yield* journal.settleAll
    const now = ({ key, action }: JournalEntry.JournalEntry) =>
      entryOf(key, action, new JournalError.UnknownKey({ key }))
    return { entries: yield* Effect.forEach(doubts, now), why }
  })

export const settle = (invocation: Invocation) =>
  Effect.gen(function* () {
    const output = yield* Output
    const action = yield* actionOf(invocation)
    const { entries, why } = yield* withProgress(
      "looking for evidence",
      settled(new Set(invocation.operands), action)
    )
    yield* Rows.writeAll(entries, whole)
    const open = entries.filter(({ state }) => state === "in-doubt" || state === "sending").length
    if (!output.json && entries.length === 0) yield* output.err("Nothing is in doubt.\n")
    if (!output.json && open > 0 && why !== "") yield* output.err(`Still in doubt: ${output.plain(why)}\n`)
    const some = open === entries.length ? ExitCode.unknown : ExitCode.mixed
    return yield* JournalSession.unlessDoubled(open === 0 ? ExitCode.done : some)
  }).pipe(JournalSession.provide(invocation))

const verdictOf = (invocation: Invocation) =>
  Effect.gen(function* () {
    const verdict = yield* given(invocation, "verdict", Options.oneOf(["placed", "not-placed"]))
    const [order, note] = [invocation.value("order"), invocation.value("note")]
    if (order !== undefined && !Schema.is(Identifiers.OrderId)(order))
      return yield* usage(`--order is ${quote(order)}: give the ID that the panel gave it`)
    if (verdict === undefined) return yield* usage("--verdict is missing: give placed or not-placed")
    if (verdict === "placed") return { placed: true, order, note } as const
    if (order !== undefined) return yield* usage("--order belongs to --verdict placed: leave out one of them")
    return { placed: false, note, early: invocation.flag("early") } as const
  })

const unchanged = { otherwise: "Nothing was changed", yes: "to do it without being asked" }

export const resolve = (invocation: Invocation) =>
  Effect.gen(function* () {
    const output = yield* Output
    const [key = ""] = invocation.operands
    const action = yield* actionOf(invocation)
    const verdict = yield* verdictOf(invocation)
    const isAgreed = invocation.flag("yes")
    if (!isAgreed) yield* Prompt.canAsk(unchanged)
    const work = Effect.gen(function* () {
      const journal = yield* Journal.Journal
      if (!isAgreed) {
        const before = yield* entryOf(key, action, new JournalError.UnknownKey({ key }))
        const question = verdict.placed
          ? "Note down that it was placed?"
          : "Note down that it was not placed, so that its key can be used again?"
        yield* Prompt.agree(unchanged, Entries.details(before, output), question)
      }
      return yield* journal.resolve(key, verdict, action)
    })
    const entry = yield* JournalSession.provide(invocation)(work)
    return yield* Effect.mapError(shown(entry), (error) => unheard(error, "The verdict was noted down."))
  })

const warning =
  "What this journal does not know is bought again by whoever asks for it. Compare it with the panel's own list of orders first.\n"

/** Says that the journal's store may be used as it is, though it may have forgotten orders. */
export const accept = (invocation: Invocation) =>
  Effect.gen(function* () {
    const { tell } = yield* Output
    if (!invocation.flag("yes")) yield* Prompt.agree(unchanged, warning, "Use the journal as it is?")
    yield* Effect.flatMap(Journal.Journal, ({ acceptStore }) => acceptStore)
    yield* tell({ accepted: true }, "The journal is used as it is.\n")
    return ExitCode.done
  }).pipe(JournalSession.provide(invocation))

const rename = ({ rename }: Journal.Journal.Service, name: string) =>
  Effect.filterOrFail(
    Effect.catchTag(rename(name), "InvalidJournalConfig", misused),
    (isDone) => isDone,
    () => usage(`Another account has the name ${quote(name)}: give another one`)
  )

/** `adopt` and `rename`: which API key belongs to the account, and what the account is called. */
export const account = (invocation: Invocation) =>
  Effect.gen(function* () {
    const { tell, plain } = yield* Output
    const [name] = invocation.operands
    const journal = yield* Effect.tap(Journal.Journal, (journal) =>
      name === undefined ? Effect.catchTag(journal.adopt, "CannotAdopt", misused) : rename(journal, name)
    ).pipe(JournalSession.provide(invocation))
    const account = name ?? journal.name
    yield* tell({ account }, `This API key belongs to the account ${plain(account)}.\n`)
    return ExitCode.done
  })
