/** The commands on orders that the panel has. */
import type { CommandSpec } from "../CommandSpec.js"

const idsNote = "`-` reads IDs from standard input, separated by white space, any number of them."

export const following: ReadonlyArray<CommandSpec> = [
  {
    name: "follow",
    about: "look after all orders that the journal has placed, and tell what happens to them",
    synopsis: "[--once] [--now]",
    options: [
      { name: "once", about: "end when all that is due was looked at" },
      { name: "now", about: "look at every open order at once, due or not" }
    ],
    notes: ["With --json and without --once, one JSON object a line."],
    examples: ["smmkit follow", "smmkit follow --once --now --json"]
  },
  {
    name: "orders",
    about: "list the orders that are followed, as they were last seen",
    synopsis: "",
    options: [],
    examples: ["smmkit orders --json"]
  },
  {
    name: "events",
    about: "list what has happened to orders",
    synopsis: "[--after N]",
    options: [{ name: "after", value: "N", about: "only what comes after the event of this number" }],
    examples: ["smmkit events --after 1042 --json"]
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
  }
]
