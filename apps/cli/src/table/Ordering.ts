/** The commands from the catalogue to orders. */
import type { CommandSpec, OptionSpec } from "../CommandSpec.js"
import { orderFields } from "../OrderFields.js"

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
  { name: "any-link", about: "take a link that holds blanks as it is" },
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

const fieldsNote =
  "Which fields an order needs depends on the type of its service; what is missing or does not belong there is named before anything is sent."

export const ordering: ReadonlyArray<CommandSpec> = [
  {
    name: "services",
    about: "list what the panel sells",
    synopsis: "[--search TEXT] [--category TEXT] [--type TYPE] [--sort rate|name] [--limit N]",
    options: [
      {
        name: "search",
        value: "TEXT",
        about: "only services with these words in their ID, name, category or type"
      },
      { name: "category", value: "TEXT", about: "only services with this text in their category" },
      {
        name: "type",
        value: "TYPE",
        about: "only services of this type, such as Default or custom_comments"
      },
      {
        name: "sort",
        value: "FIELD",
        about: "by rate, the cheapest first, or by name; else as the panel lists them"
      },
      { name: "limit", value: "N", about: "no more than so many" },
      { ...fresh, about: "the same as without: this command always reads the catalogue anew" }
    ],
    examples: [
      "smmkit services --search followers --sort rate --limit 5",
      "smmkit services --type 'Custom Comments' --json"
    ]
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
      "The order is written into the journal (SMMKIT_JOURNAL) before it is sent, and sent at most once. Exit code 6 says that it is not known whether the panel took it. With --idempotency-key the same command can be given again safely: it tells the ID of the first order."
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
      "FILE.csv [--dry-run] [--skip-bad] [--retry-refused] [--batch NAME] [--max-total AMOUNT] [--max-order AMOUNT] [--yes [--again]]",
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
      { name: "yes", about: "place the orders without asking" },
      {
        name: "again",
        about:
          "with --yes: also rows equal to orders of the last 30 days, or with the service and link of a row before"
      }
    ],
    notes: [
      "The first row names the fields by the protocol's names: service,link,quantity and so on, and key where rows have keys of their own. All rows are checked before anything is sent.",
      "What is placed is what was checked, even if the file is saved meanwhile. Commas, semicolons and tabs will do.",
      "It can be stopped at any time and run again: a row that was sent is not sent again, wherever it stands.",
      "The results stand beside the file: orders.results.csv."
    ],
    examples: ["smmkit bulk orders.csv --dry-run", "smmkit bulk orders.csv --max-total 50 --yes"]
  }
]
