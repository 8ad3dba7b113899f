/** The commands on the panel itself. */
import type { CommandSpec } from "../CommandSpec.js"

export const panel: ReadonlyArray<CommandSpec> = [
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
    synopsis: "[--port N] [--services N] [--seed N] [--speed N] [--fault NAME[=RATE] ...]",
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
      "It prints the lines to paste that name it, tells each call on standard error, listens on this machine only, and runs until Ctrl-C."
    ],
    examples: ["smmkit sandbox --speed 600", "smmkit sandbox --fault slow=0.2 --seed 7"]
  },
  {
    name: "completions",
    operands: "SHELL",
    about: "write what makes a shell complete commands and options",
    synopsis: "bash|zsh|fish",
    options: [],
    examples: [
      'eval "$(smmkit completions bash)"',
      "smmkit completions fish > ~/.config/fish/completions/smmkit.fish"
    ]
  }
]
