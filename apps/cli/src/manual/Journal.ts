const all = "--all: entries of every panel account in the journal, not only of this one"
const state =
  "--state STATE ...: only these: placed, in-doubt, refused, not-placed or sending; may be given again"
const action =
  "--action ACTION: what the entry asks of the panel: add (an order, the default), refill or cancel"

/** The commands on what became of orders that were sent. */
export const journal = `journal list [--state STATE ...] [--all]
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
