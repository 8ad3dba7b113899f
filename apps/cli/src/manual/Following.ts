const ids = "> `-` reads IDs from standard input, separated by white space, any number of them."

/** The commands on orders that the panel has. */
export const following = `follow [--once] [--now]
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
