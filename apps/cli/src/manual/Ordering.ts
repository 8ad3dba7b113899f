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

/** The commands from the catalogue to orders. */
export const ordering = `services [--search TEXT] [--category TEXT] [--type TYPE] [--sort rate|name] [--limit N]
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
