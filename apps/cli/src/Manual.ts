/** The manual: a page a command, with its usage, what it does, options, notes (`>`) and examples (`$`). */
import { OrderFields } from "@smmkit/core"

const fresh = "--fresh: read the catalogue anew; else one of the last 15 minutes serves"

const values = {
  text: "TEXT",
  link: "URL",
  lines: "FILE",
  date: "DD/MM/YYYY",
  whole: "N",
  choice: "N"
} as const

const aboutOf = (field: OrderFields.OrderField): string => {
  const about = `${field.about.charAt(0).toLowerCase()}${field.about.slice(1).replace(/\.$/, "")}`
  if (field.kind === "lines") return `a file with ${about}`
  if (field.kind !== "choice") return about
  const words = field.choices.map(([value, label]) => (label.startsWith(value) ? label : `${value} ${label}`))
  return `${about}: ${words.join(", ")}`
}

/** The protocol's fields, as options: what takes one entry a line is the name of a FILE. */
export const fields = [
  "--service ID: the service to order, as `smmkit services` lists it",
  ...Object.entries<OrderFields.OrderField>(OrderFields.orderFields).map(
    ([name, field]) => `--${name} ${values[field.kind]}: ${aboutOf(field)}`
  )
].join("\n  ")

const order = `${fields}
  --extra NAME=VALUE ...: a field that is not the protocol's, such as request_id; may be given again
  --any-link: take a link that holds blanks as it is
  ${fresh}`

const limits = `--max-order AMOUNT: hold back an order that costs more than this
  --max-day AMOUNT: hold back what would make the orders of a day (UTC) cost more than this`

const needed =
  "> Which fields an order needs depends on the type of its service; what is missing or does not belong there is named before anything is sent."

const ordering = `services [--search TEXT] [--category TEXT] [--type TYPE] [--sort rate|name] [--limit N]
  list what the panel sells
  --search TEXT: only services with these words in their ID, name, category or type
  --category TEXT: only services with this text in their category
  --type TYPE: only services of this type, such as Default or custom_comments
  --sort FIELD: by rate, the cheapest first, or by name; else as the panel lists them
  --limit N: no more than so many
  --fresh: the same as without: this command always reads the catalogue anew
  $ smmkit services --search followers --sort rate --limit 5
  $ smmkit services --type 'Custom Comments' --json

quote --service ID [--link URL] [--quantity N] [--FIELD VALUE ...]
  say what an order would cost; sends no order
  ${order}
  ${needed}
  > The price is the protocol's, exact and unrounded; panels may round it.
  $ smmkit quote --service 1 --link https://example.com/p/1 --quantity 500

add --service ID [--link URL] [--quantity N] [--runs N --interval MIN] [--comments FILE] [--FIELD VALUE ...] [--yes]
  place an order, which spends money
  ${order}
  --idempotency-key NAME: what the order is for, such as invoice-1042: under one name it is placed once
  ${limits}
  --yes: place the order without asking
  ${needed}
  > The price is shown and a terminal asked before anything is ordered; without a terminal, --yes is needed.
  > The order is written into the journal (SMMKIT_JOURNAL) before it is sent, and sent at most once. Exit code 6 says that it is not known whether the panel took it. With --idempotency-key the same command can be given again safely: it tells the ID of the first order.
  $ smmkit add --service 1 --link https://example.com/p/1 --quantity 500 --idempotency-key invoice-1042 --yes
  $ smmkit add --service 5 --link https://example.com/p/1 --comments comments.txt --yes

bulk FILE.csv [--dry-run] [--skip-bad] [--retry-refused] [--batch NAME] [--max-total AMOUNT] [--max-order AMOUNT] [--yes [--again]]
  place the orders of a CSV file, each exactly once
  --dry-run: check the rows and say what is new and what it costs; send nothing
  --skip-bad: place the good rows although there are bad ones
  --retry-refused: send those again, too, that were refused by the caller's fault
  --batch NAME: the name that keys are made of (default: the file's, without its ending)
  --max-total AMOUNT: the most that this batch may cost in all, earlier runs included
  ${limits}
  --extra-column NAME ...: a column that is not the protocol's, such as request_id; may be given again
  ${fresh}
  --yes: place the orders without asking
  --again: with --yes: also rows equal to orders of the last 30 days, or with the service and link of a row before
  > The first row names the fields by the protocol's names: service,link,quantity and so on, and key where rows have keys of their own. All rows are checked before anything is sent.
  > What is placed is what was checked, even if the file is saved meanwhile. Commas, semicolons and tabs will do.
  > It can be stopped at any time and run again: a row that was sent is not sent again, wherever it stands.
  > The results stand beside the file: orders.results.csv.
  $ smmkit bulk orders.csv --dry-run
  $ smmkit bulk orders.csv --max-total 50 --yes`

const all = "--all: entries of every panel account in the journal, not only of this one"
const state =
  "--state STATE ...: only these: placed, in-doubt, refused, not-placed or sending; may be given again"
const action =
  "--action ACTION: what the entry asks of the panel: add (an order, the default), refill or cancel"

const journal = `journal list [--state STATE ...] [--all]
  list the orders that were sent, and what became of them
  ${state}
  ${all}
  $ smmkit journal list --state in-doubt
  $ smmkit journal list --json

journal show KEY [--action ACTION]
  show all that is known of one order
  ${action}
  > The beginning of a key is enough here, if no other key begins so.
  $ smmkit journal show invoice-1042
  $ smmkit journal show '23501#1' --action refill

journal settle [KEY...] [--action ACTION]
  look for evidence of what became of orders in doubt
  ${action}
  > Without a KEY, all orders, refills and cancels in doubt. Evidence is the order IDs around it; the balance, with SMMKIT_EXCLUSIVE=yes (nobody else spends on this account) since before the order was sent; or SMMKIT_HONOURS_REQUEST_ID. What is not proved stays in doubt: exit code 6, or 8 where others were settled.
  $ smmkit journal settle

journal resolve KEY --verdict placed|not-placed [--order ID] [--action ACTION] [--early] [--note TEXT] [--yes]
  tell what became of an order in doubt, after a look at the panel
  --verdict VERDICT: placed, or not-placed: then its key can be used again
  --order ID: the ID that the panel gave the order, or the refill
  ${action}
  --early: say not-placed though the panel may still book it
  --note TEXT: why, for whoever looks later
  --yes: do it without asking
  > Say not-placed only where the panel's own list of orders certainly lacks it.
  $ smmkit journal resolve invoice-1043 --verdict placed --order 23501 --yes
  $ smmkit journal resolve invoice-1044 --verdict not-placed --early --yes

journal accept [--yes]
  use the journal as it is, though it was restored or replaced
  --yes: do it without asking
  > A journal that may have forgotten orders, as an older backup was put back, withholds all orders until then.
  > What it does not know is bought again by whoever asks for it: look at the panel's own list of orders first.
  $ smmkit journal accept --yes

journal adopt
  take the panel's present API key for the account's, after it was changed
  > The panel has to show the account's newest orders to that key. A second account on one panel needs a name of its own instead: SMMKIT_ACCOUNT.
  $ SMMKIT_KEY=the-new-key smmkit journal adopt

journal rename NAME
  give the account of the present API key another name
  $ smmkit journal rename shop

journal export [--format csv|jsonl] [--state STATE ...] [--all]
  write the whole journal to standard output
  --format FORMAT: csv (the default), or jsonl: one JSON object a line
  ${state}
  ${all}
  $ smmkit journal export > journal.csv
  $ smmkit journal export --format jsonl --all`

const ids = "> `-` reads IDs from standard input, separated by white space, any number of them."

const following = `follow [--once] [--now]
  look after all orders that the journal has placed, and tell what happens to them
  --once: end when all that is due was looked at
  --now: look at every open order at once, due or not
  > With --json and without --once, one JSON object a line.
  $ smmkit follow
  $ smmkit follow --once --now --json

orders
  list the orders that are followed, as they were last seen
  $ smmkit orders --json

events [--after N]
  list what has happened to orders
  --after N: only what comes after the event of this number
  $ smmkit events --after 1042 --json

status ORDER... [--watch]
  show how orders are doing
  --watch: follow the orders until each has come to its end
  --every SECONDS: how often --watch looks (default: often at first, then every 30 seconds)
  ${ids}
  $ smmkit status 23501 --watch
  $ smmkit status - --json < orders.txt

refill ORDER...
  ask for what orders have lost since
  ${ids}
  $ smmkit refill 23501 23502

refill-status REFILL...
  show what became of refills
  ${ids}
  $ smmkit refill-status 91

cancel ORDER...
  ask that orders be stopped
  ${ids}
  > A request that was taken is no refund yet: \`smmkit status\` tells what becomes of the order.
  $ smmkit cancel 23501 23502`

const panel = `balance
  show what is left on the account
  $ smmkit balance --json

sandbox [--port N] [--services N] [--seed N] [--speed N] [--fault NAME[=RATE] ...]
  run a panel to try things on, without an account
  --port N: the port to listen on; 0 (the default) takes a free one
  --services N: how many services it sells (default 60, up to 20000)
  --seed N: the same number makes the same catalogue and the same chances
  --speed N: how many times faster it delivers, and waiting periods pass
  --fault NAME=RATE ...: misbehave by chance: a fault and how often, from 0 to 1; may be given again
  > It prints the lines to paste that name it, tells each call on standard error, listens on this machine only, and runs until Ctrl-C.
  $ smmkit sandbox --speed 600
  $ smmkit sandbox --fault slow=0.2 --seed 7

completions bash|zsh|fish
  write what makes a shell complete commands and options
  $ eval "$(smmkit completions bash)"
  $ smmkit completions fish > ~/.config/fish/completions/smmkit.fish`

export const pages = [ordering, journal, following, panel].join("\n\n").split("\n\n")

export const environment = `SMMKIT_URL: the address of the panel's API, such as https://panel.example/api/v2
  SMMKIT_KEY: your API key there; it is never printed
  SMMKIT_PROFILE: as --profile
  SMMKIT_ACCOUNTS_FILE: the file of accounts: a JSON list of objects with name, url, and key or keyFile (default: smmkit/accounts.json in the user's folder for settings)
  SMMKIT_TIMEOUT: as --timeout
  SMMKIT_PROXY: an HTTP proxy, such as http://user:password@proxy.example:3128; else HTTPS_PROXY; never to this machine, nor to the hosts of NO_PROXY
  SMMKIT_JOURNAL: where orders are written down: a file, or a postgres:// address, whose password is never printed
  SMMKIT_ACCOUNT: what the account is called in the journal (default: the panel's host)
  SMMKIT_MAX_ORDER, SMMKIT_MAX_DAY: as --max-order and --max-day; the lower holds
  SMMKIT_EXCLUSIVE: yes: nobody else spends on this account, so its balance is evidence
  SMMKIT_HONOURS_REQUEST_ID: for how many seconds the panel answers a repeated request_id with the first order
  SMMKIT_SETTLING_TIME: seconds that a panel may take to book an order late (default 900)
  SMMKIT_BOOKS: how many decimals the panel keeps of charges and refunds, and how it rounds to them, such as 2 (half-up) or 2/down; a profile's own books go before it
  SMMKIT_MANY_FORM: how the panel takes many IDs: orders (the default), order, or one-by-one
  SMMKIT_DEBUG: shows the trace of a defect of smmkit
  NO_COLOR: no colours and no cursor movement`

export const exitCodes = `0: all done
  2: wrong usage or an invalid order; nothing was sent
  3: refused by the panel
  4: the account needs attention: key, state or funds
  5: not processed, safe to try again
  6: outcome unknown: check before trying again
  7: an answer that cannot be understood
  8: some IDs failed, others were answered; some rows were not placed
  9: a second order came to light where one was meant: ask the panel to cancel it
  70: a defect of smmkit
  130: interrupted`
