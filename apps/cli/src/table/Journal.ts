/** The commands on what became of orders that were sent. */
import type { CommandSpec, OptionSpec } from "../CommandSpec.js"

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

const action: OptionSpec = {
  name: "action",
  value: "ACTION",
  about: "what the entry asks of the panel: add (an order, the default), refill or cancel"
}

const yes: OptionSpec = { name: "yes", about: "do it without asking" }

export const journal: ReadonlyArray<CommandSpec> = [
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
    synopsis: "KEY [--action ACTION]",
    options: [action],
    notes: ["The beginning of a key is enough here, if no other key begins so."],
    examples: ["smmkit journal show invoice-1042", "smmkit journal show '23501#1' --action refill"]
  },
  {
    name: "journal settle",
    operands: "KEY",
    about: "look for evidence of what became of orders in doubt",
    synopsis: "[KEY...] [--action ACTION]",
    options: [action],
    notes: [
      "Without a KEY, all orders, refills and cancels in doubt. Evidence is the order IDs around it; the balance, with SMMKIT_EXCLUSIVE=yes (nobody else spends on this account) since before the order was sent; or SMMKIT_HONOURS_REQUEST_ID. What is not proved stays in doubt: exit code 6, or 8 where others were settled."
    ],
    examples: ["smmkit journal settle"]
  },
  {
    name: "journal resolve",
    operands: "KEY",
    about: "tell what became of an order in doubt, after a look at the panel",
    synopsis:
      "KEY --verdict placed|not-placed [--order ID] [--action ACTION]\n  [--early] [--note TEXT] [--yes]",
    options: [
      { name: "verdict", value: "VERDICT", about: "placed, or not-placed: then its key can be used again" },
      { name: "order", value: "ID", about: "the ID that the panel gave the order, or the refill" },
      action,
      { name: "early", about: "say not-placed though the panel may still book it" },
      { name: "note", value: "TEXT", about: "why, for whoever looks later" },
      yes
    ],
    notes: ["Say not-placed only where the panel's own list of orders certainly lacks it."],
    examples: [
      "smmkit journal resolve invoice-1042 --verdict placed --order 23501",
      "smmkit journal resolve invoice-1042 --verdict not-placed --yes"
    ]
  },
  {
    name: "journal accept",
    about: "use the journal as it is, though it was restored or replaced",
    synopsis: "[--yes]",
    options: [yes],
    notes: [
      "A journal that may have forgotten orders, as an older backup was put back, withholds all orders until then.",
      "What it does not know is bought again by whoever asks for it: look at the panel's own list of orders first."
    ],
    examples: ["smmkit journal accept"]
  },
  {
    name: "journal adopt",
    about: "take the panel's present API key for the account's, after it was changed",
    synopsis: "",
    options: [],
    notes: [
      "The panel has to show the account's newest orders to that key. A second account on one panel needs a name of its own instead: SMMKIT_ACCOUNT."
    ],
    examples: ["SMMKIT_KEY=the-new-key smmkit journal adopt"]
  },
  {
    name: "journal rename",
    operands: "NAME",
    about: "give the account of the present API key another name",
    synopsis: "NAME",
    options: [],
    examples: ["smmkit journal rename shop"]
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
  }
]
