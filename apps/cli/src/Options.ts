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
  readonly operands?: "ORDER" | "REFILL"
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
  | "status"
  | "refill"
  | "refill-status"
  | "cancel"
  | "balance"
  | "sandbox"

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
    options: [...orderOptions, { name: "yes", about: "place the order without asking" }],
    notes: [
      fieldsNote,
      "The price is shown and a terminal asked before anything is ordered; without a terminal, --yes is needed.",
      "The order is sent at most once. Exit code 6 says that it is not known whether the panel took it."
    ],
    examples: [
      "smmkit add --service 1 --link https://example.com/p/1 --quantity 500",
      "smmkit add --service 3 --link https://example.com/p/1 --comments comments.txt --yes"
    ]
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
