/** The commands on the panel itself. */
export const panel = `balance
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
