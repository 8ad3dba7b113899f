/** The one table of commands and options: what is parsed, and what the help says. */
import { orderFields } from "./OrderFields.js"

export interface OptionSpec {
  readonly name: string
  /** What stands for its value in the help; an option without one is on or off. */
  readonly value?: string
  /** Whether it may be given more than once. */
  readonly many?: true
  readonly about: string
}

export interface CommandSpec {
  readonly name: CommandName
  /** What its arguments name, if it takes any. */
  readonly operands?: "ORDER" | "REFILL" | "FILE" | "KEY"
  readonly about: string
  /** The options as the help's first line shows them. */
  readonly synopsis: string
  readonly options: ReadonlyArray<OptionSpec>
  readonly notes?: ReadonlyArray<string>
  readonly examples: ReadonlyArray<string>
}

export type CommandName =
  | "services"
  | "quote"
  | "add"
  | "bulk"
  | "journal list"
  | "journal show"
  | "journal settle"
  | "journal resolve"
  | "journal export"
  | "status"
  | "refill"
  | "refill-status"
  | "cancel"
  | "balance"
  | "sandbox"

/** Commands that share their first word. */
export interface GroupSpec {
  readonly name: "journal"
  readonly about: string
}

export const groups: ReadonlyArray<GroupSpec> = [
  { name: "journal", about: "show and settle what became of orders that were sent" }
]

/** The commands of a group. */
export const commandsOf = ({ name }: GroupSpec): ReadonlyArray<CommandSpec> =>
  commands.filter((command) => command.name.startsWith(`${name} `))

export const globalOptions: ReadonlyArray<OptionSpec> = [
  { name: "json", about: "one JSON document on standard output, errors as JSON on standard error" },
  {
    name: "timeout",
    value: "SECONDS",
    about: "the time for each operation on the panel, retries included (default 30, or SMMKIT_TIMEOUT)"
  },
  { name: "help", about: "show this help" },
  { name: "version", about: "show the version" }
]

const fresh: OptionSpec = {
  name: "fresh",
  about: "read the catalogue anew; else one of the last 15 minutes serves"
}

const orderOptions: ReadonlyArray<OptionSpec> = [
  ...orderFields,
  {
    name: "extra",
    value: "NAME=VALUE",
    many: true,
    about: "a field that is not the protocol's, such as request_id; may be given again"
  },
  fresh
]

const limitOptions: ReadonlyArray<OptionSpec> = [
  { name: "max-order", value: "AMOUNT", about: "hold back an order that costs more than this" },
  {
    name: "max-day",
    value: "AMOUNT",
    about: "hold back what would make the orders of a day (UTC) cost more than this"
  }
]

const everyAccount: OptionSpec = {
  name: "all",
  about: "entries of every panel account in the journal, not only of this one"
}

const states: OptionSpec = {
  name: "state",
  value: "STATE",
  many: true,
  about: "only these: placed, in-doubt, refused, not-placed or sending; may be given again"
}

const fieldsNote =
  "Which fields an order needs depends on the type of its service; what is missing or does not belong there is named before anything is sent."

const idsNote = "`-` reads IDs from standard input, separated by white space, any number of them."

export const commands: ReadonlyArray<CommandSpec> = [
  {
    name: "services",
    about: "list what the panel sells",
    synopsis: "[--search TEXT] [--category TEXT] [--type TYPE]",
    options: [
      { name: "search", value: "TEXT", about: "only services with these words in their names" },
      { name: "category", value: "TEXT", about: "only services with this text in their category" },
      {
        name: "type",
        value: "TYPE",
        about: "only services of this type, such as Default or custom_comments"
      },
      { ...fresh, about: "the same as without: this command always reads the catalogue anew" }
    ],
    examples: ["smmkit services --search followers", "smmkit services --type 'Custom Comments' --json"]
  },
  {
    name: "quote",
    about: "say what an order would cost; sends no order",
    synopsis: "--service ID [--link URL] [--quantity N] [--FIELD VALUE ...]",
    options: orderOptions,
    notes: [fieldsNote, "The price is the protocol's, exact and unrounded; panels may round it."],
    examples: ["smmkit quote --service 1 --link https://example.com/p/1 --quantity 500"]
  },
  {
    name: "add",
    about: "place an order, which spends money",
    synopsis:
      "--service ID [--link URL] [--quantity N] [--runs N --interval MIN] [--comments FILE] [--FIELD VALUE ...] [--yes]",
    options: [
      ...orderOptions,
      {
        name: "idempotency-key",
        value: "NAME",
        about: "what the order is for, such as invoice-1042: under one name it is placed once"
      },
      ...limitOptions,
      { name: "yes", about: "place the order without asking" }
    ],
    notes: [
      fieldsNote,
      "The price is shown and a terminal asked before anything is ordered; without a terminal, --yes is needed.",
      "The order is written into the journal (SMMKIT_JOURNAL) before it is sent, and sent at most once. Exit code 6",
      "says that it is not known whether the panel took it. With --idempotency-key the same command can be given",
      "again safely: it tells the ID of the first order."
    ],
    examples: [
      "smmkit add --service 1 --link https://example.com/p/1 --quantity 500",
      "smmkit add --service 3 --link https://example.com/p/1 --comments comments.txt --yes"
    ]
  },
  {
    name: "bulk",
    operands: "FILE",
    about: "place the orders of a CSV file, each exactly once",
    synopsis:
      "FILE.csv [--dry-run] [--skip-bad] [--retry-refused] [--batch NAME] [--max-total AMOUNT] [--max-order AMOUNT] [--yes]",
    options: [
      { name: "dry-run", about: "check the rows and say what is new and what it costs; send nothing" },
      { name: "skip-bad", about: "place the good rows although there are bad ones" },
      { name: "retry-refused", about: "send those again, too, that were refused by the caller's fault" },
      {
        name: "batch",
        value: "NAME",
        about: "the name that keys are made of (default: the file's, without its ending)"
      },
      {
        name: "max-total",
        value: "AMOUNT",
        about: "the most that this batch may cost in all, earlier runs included"
      },
      ...limitOptions,
      {
        name: "extra-column",
        value: "NAME",
        many: true,
        about: "a column that is not the protocol's, such as request_id; may be given again"
      },
      fresh,
      { name: "yes", about: "place the orders without asking" }
    ],
    notes: [
      "The first row names the fields by the protocol's names: service,link,quantity and so on, and key where rows",
      "have keys of their own. All rows are checked before anything is sent.",
      "It can be stopped at any time and run again: a row that was sent is not sent again, wherever it stands.",
      "The results stand beside the file: orders.results.csv."
    ],
    examples: ["smmkit bulk orders.csv --dry-run", "smmkit bulk orders.csv --max-total 50 --yes"]
  },
  {
    name: "journal list",
    about: "list the orders that were sent, and what became of them",
    synopsis: "[--state STATE ...] [--all]",
    options: [states, everyAccount],
    examples: ["smmkit journal list --state in-doubt", "smmkit journal list --json"]
  },
  {
    name: "journal show",
    operands: "KEY",
    about: "show all that is known of one order",
    synopsis: "KEY",
    options: [],
    examples: ["smmkit journal show invoice-1042"]
  },
  {
    name: "journal settle",
    operands: "KEY",
    about: "look for evidence of what became of orders in doubt",
    synopsis: "[KEY...]",
    options: [],
    notes: [
      "Without a KEY, all orders in doubt. Evidence needs SMMKIT_EXCLUSIVE=yes (nobody else spends on this account)",
      "since before the order was sent, or SMMKIT_HONOURS_REQUEST_ID=yes. What is not proved stays in doubt: exit",
      "code 6, or 8 where others were settled."
    ],
    examples: ["smmkit journal settle"]
  },
  {
    name: "journal resolve",
    operands: "KEY",
    about: "tell what became of an order in doubt, after a look at the panel",
    synopsis: "KEY --verdict placed|not-placed [--order ID] [--note TEXT] [--yes]",
    options: [
      { name: "verdict", value: "VERDICT", about: "placed, or not-placed: then its key can be used again" },
      { name: "order", value: "ID", about: "the ID that the panel gave the order" },
      { name: "note", value: "TEXT", about: "why, for whoever looks later" },
      { name: "yes", about: "do it without asking" }
    ],
    notes: ["Say not-placed only where the panel's own list of orders certainly lacks it."],
    examples: [
      "smmkit journal resolve invoice-1042 --verdict placed --order 23501",
      "smmkit journal resolve invoice-1042 --verdict not-placed --yes"
    ]
  },
  {
    name: "journal export",
    about: "write the whole journal to standard output",
    synopsis: "[--format csv|jsonl] [--state STATE ...] [--all]",
    options: [
      { name: "format", value: "FORMAT", about: "csv (the default), or jsonl: one JSON object a line" },
      states,
      everyAccount
    ],
    examples: ["smmkit journal export > journal.csv", "smmkit journal export --format jsonl --all"]
  },
  {
    name: "status",
    operands: "ORDER",
    about: "show how orders are doing",
    synopsis: "ORDER... [--watch]",
    options: [
      { name: "watch", about: "follow the orders until each has come to its end" },
      {
        name: "every",
        value: "SECONDS",
        about: "how often --watch looks (default: often at first, then every 30 seconds)"
      }
    ],
    notes: [idsNote],
    examples: ["smmkit status 23501 --watch", "smmkit status - --json < orders.txt"]
  },
  {
    name: "refill",
    operands: "ORDER",
    about: "ask for what orders have lost since",
    synopsis: "ORDER...",
    options: [],
    notes: [idsNote],
    examples: ["smmkit refill 23501 23502"]
  },
  {
    name: "refill-status",
    operands: "REFILL",
    about: "show what became of refills",
    synopsis: "REFILL...",
    options: [],
    notes: [idsNote],
    examples: ["smmkit refill-status 91"]
  },
  {
    name: "cancel",
    operands: "ORDER",
    about: "ask that orders be stopped",
    synopsis: "ORDER...",
    options: [],
    notes: [
      idsNote,
      "A request that was taken is no refund yet: `smmkit status` tells what becomes of the order."
    ],
    examples: ["smmkit cancel 23501 23502"]
  },
  {
    name: "balance",
    about: "show what is left on the account",
    synopsis: "",
    options: [],
    examples: ["smmkit balance --json"]
  },
  {
    name: "sandbox",
    about: "run a panel to try things on, without an account",
    synopsis: "[--port N] [--services N] [--seed N] [--speed N] [--fault NAME=RATE ...]",
    options: [
      { name: "port", value: "N", about: "the port to listen on; 0 (the default) takes a free one" },
      { name: "services", value: "N", about: "how many services it sells (default 60, up to 20000)" },
      { name: "seed", value: "N", about: "the same number makes the same catalogue and the same chances" },
      { name: "speed", value: "N", about: "how many times faster it delivers, and waiting periods pass" },
      {
        name: "fault",
        value: "NAME=RATE",
        many: true,
        about: "misbehave by chance: a fault and how often, from 0 to 1; may be given again"
      }
    ],
    notes: [
      "It prints SMMKIT_URL and SMMKIT_KEY to paste, listens on this machine only, and runs until Ctrl-C."
    ],
    examples: ["smmkit sandbox --speed 600", "smmkit sandbox --fault slow=0.2 --seed 7"]
  }
]
