const fresh = "--fresh: read the catalogue anew; else one of the last 15 minutes serves"

/** The protocol's fields. What is a FILE here is a file with one entry a line, and MIN are minutes. */
export const fields = `--service ID: the service to order, as \`smmkit services\` lists it
  --link URL: what is to be promoted
  --quantity N: how many (per run, if there are runs)
  --runs N: drip-feed: how often the quantity is delivered
  --interval MIN: drip-feed: minutes between two runs
  --comments FILE: a file with one comment a line
  --usernames FILE: a file with one user name a line
  --hashtags FILE: a file with one hashtag a line
  --groups FILE: a file with one group a line
  --keywords FILE: a file with one keyword a line
  --hashtag TEXT: the hashtag whose users are mentioned
  --username NAME: a user; of a subscription, whose posts are served
  --media URL: the medium whose likers are mentioned
  --answer_number N: the answer of the poll to vote for
  --min N: subscription: least quantity for a post
  --max N: subscription: greatest quantity for a post
  --posts N: subscription: how many new posts are served
  --old_posts N: subscription: how many existing posts are served
  --delay MIN: subscription: minutes between a post and its order
  --expiry DD/MM/YYYY: subscription: the last day
  --country CODE: web traffic: a country, as a code or a name
  --device N: web traffic: 1 desktop, 2 Android, 3 iOS, 4 mobile, 5 all
  --type_of_traffic N: web traffic: 1 search, 2 referrer, 3 neither
  --google_keyword TEXT: web traffic: what is searched for, with type_of_traffic 1
  --referring_url URL: web traffic: the referrer, with type_of_traffic 2`

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
