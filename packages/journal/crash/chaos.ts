/**
 * Three journals place the same orders, each over connections of its own, while requests to PostgreSQL and
 * answers from it get lost, and the panel lies. In the end the panel's books and the journal are compared, and
 * each journal's words with both.
 */
import { Identifiers, type Order } from "@smmkit/core"
import { Journal, type JournalEntry } from "@smmkit/journal"
import { Sandbox, SandboxTransport } from "@smmkit/sandbox"
import { Clock, Effect, Either, Layer, Redacted, Schedule } from "effect"
import { agree, type Books, booksOf, type Comparison, compare, linkOf, readJournal, tally } from "./books.js"
import { type Chance, chance } from "./chance.js"
import { changed } from "./changing.js"
import { faults } from "./faults.js"
import { startPostgres } from "./postgres.js"
import { type Lossy, type Rates, startProxy } from "./proxy.js"
import { storeAt } from "./stores.js"

export interface Options extends Rates {
  readonly orders: number
  readonly journals: number
  /** How many orders each journal has under way at once. */
  readonly concurrency: number
  /** How often the panel loses an answer, or says what is not so. */
  readonly panelFaultRate: number
  readonly seed: number
  /** After how many milliseconds no order is asked for any more. */
  readonly time: number
}

/** What a journal said of an order's ID to whoever asked for it. */
interface Told {
  readonly link: string
  readonly order: string
}

export interface Report extends Comparison {
  readonly seed: number
  readonly orders: number
  readonly booked: number
  readonly panelFaults: number
  readonly states: Readonly<Record<string, number>>
  /** How often a journal was asked, and what it said. */
  readonly said: Readonly<Record<string, number>>
  readonly proxy: ReturnType<Lossy["faults"]>
  /** IDs that a journal gave for an order and the panel has not under it, or the journal has not kept: both empty. */
  readonly wronglyTold: ReadonlyArray<Told>
  readonly forgotten: ReadonlyArray<Told>
  readonly balanced: boolean
  readonly milliseconds: number
}

const orderOf = (at: number): Order.Order => ({
  type: "Default",
  service: Identifiers.ServiceId.make("1"),
  link: linkOf(at),
  quantity: 50 + (at % 500)
})

const shuffled = (count: number, next: Chance): ReadonlyArray<number> =>
  Array.from({ length: count }, (_, at) => ({ at, by: next() }))
    .sort((one, other) => one.by - other.by)
    .map(({ at }) => at)

/** One journal, as a process of its own would have it. */
const journal = (store: string) =>
  Journal.layerPanel(
    {
      url: SandboxTransport.url,
      key: Redacted.make("sandbox-key"),
      timeout: "2 seconds",
      retries: 1,
      retryDelay: "50 millis"
    },
    { lease: "4 seconds", patience: "20 seconds" }
  ).pipe(Layer.provide(SandboxTransport.layer), Layer.provide(storeAt(store)))

/** Asks for every order until it has an outcome, and keeps what was said. */
const placing = (options: Options, next: Chance, until: number, words: Array<string>, told: Array<Told>) =>
  Effect.gen(function* () {
    const { placeOnce } = yield* Journal.Journal
    const isOver = Effect.map(Clock.currentTimeMillis, (now) => now > until)
    const ask = (at: number) =>
      Effect.gen(function* () {
        const said = yield* Effect.either(placeOnce(`key-${at}`, orderOf(at)))
        words.push(Either.isRight(said) ? said.right.state : said.left._tag)
        const order = Either.isRight(said)
          ? said.right.order
          : said.left._tag === "OutcomeUnrecorded"
            ? said.left.order
            : null
        if (order !== null) told.push({ link: linkOf(at), order })
        if (order !== null) words.push(yield* changed(order))
        return (yield* isOver) || (Either.isLeft(said) ? said.left._tag !== "OrderWithheld" : true)
      })
    yield* Effect.forEach(
      shuffled(options.orders, next),
      (at) =>
        Effect.repeat(ask(at), { until: (isDone) => isDone, schedule: Schedule.spaced("300 millis") }).pipe(
          Effect.unlessEffect(isOver)
        ),
      { concurrency: options.concurrency, discard: true }
    )
  })

const postgres = Effect.acquireRelease(
  Effect.filterOrDieMessage(
    Effect.promise(() => startPostgres({ durable: false })),
    (server) => server !== undefined,
    "no PostgreSQL: npm run machine"
  ),
  (server) => Effect.promise(server.remove)
)

const proxyTo = (url: string, { seed, ...rates }: Options) =>
  Effect.acquireRelease(
    Effect.promise(() => startProxy(url, seed, rates)),
    (proxy) => Effect.promise(proxy.close)
  )

/** What journals told that the books or the entries do not bear out. */
const checked = (
  told: ReadonlyArray<Told>,
  { bookings }: Books,
  entries: ReadonlyArray<JournalEntry.JournalEntry>
) => ({
  wronglyTold: told.filter(
    ({ link, order }) => !bookings.some((one) => one.order === order && one.link === link)
  ),
  forgotten: told.filter(
    ({ link, order }) =>
      !entries.some(
        (entry) =>
          entry.request["link"] === link &&
          (entry.order === order || (entry.order === null && entry.state === "in-doubt"))
      )
  )
})

export const chaos = (options: Options): Effect.Effect<Report, unknown> =>
  Effect.gen(function* () {
    const began = yield* Clock.currentTimeMillis
    const server = yield* postgres
    const store = yield* Effect.promise(() => server.database("journal"))
    // Its tables stand: what gets lost is what is asked every day.
    yield* Effect.void.pipe(Effect.provide(storeAt(store)))
    const proxy = yield* proxyTo(store, options)
    const words: Array<string> = []
    const told: Array<Told> = []
    const next = chance(options.seed)
    const one = placing(options, next, began + options.time, words, told).pipe(
      Effect.provide(journal(proxy.url)),
      // A journal that finds no store starts again, as a process would.
      Effect.retry({ while: (error) => error._tag === "StoreError", schedule: Schedule.spaced("500 millis") })
    )
    yield* Effect.all(
      Array.from({ length: options.journals }, () => one),
      { concurrency: "unbounded" }
    )
    const [entries, all] = [yield* readJournal(store), yield* booksOf]
    return {
      seed: options.seed,
      orders: options.orders,
      booked: all.bookings.length,
      panelFaults: all.faults,
      states: tally(entries.map(({ state }) => state)),
      said: tally(words),
      proxy: proxy.faults(),
      ...compare(options.orders, all, entries),
      ...checked(told, all, entries),
      balanced: all.balanced,
      milliseconds: (yield* Clock.currentTimeMillis) - began
    }
  }).pipe(
    Effect.scoped,
    Effect.provide(
      Sandbox.layer({
        seed: options.seed,
        balance: "1000000",
        partial: 0,
        speed: 800,
        refillWait: "100 millis",
        mishaps: faults(options.panelFaultRate)
      })
    )
  )

/** Whether nothing was booked twice, lost or misnamed, in the books and in what was said. */
export const isSound = (report: Report): boolean =>
  agree(report) && report.wronglyTold.length === 0 && report.forgotten.length === 0

const base = { journals: 3, seed: 20_260_101 } as const

export const short: Options = {
  ...base,
  orders: 12,
  concurrency: 8,
  faultRate: 0.1,
  slowShare: 0.2,
  mostSlow: 3,
  panelFaultRate: 0.2,
  time: 30_000
}

export const long: Options = {
  ...base,
  orders: 2000,
  concurrency: 16,
  faultRate: 0.1,
  slowShare: 0.25,
  mostSlow: 150,
  panelFaultRate: 0.2,
  time: 1_200_000
}
