/** The page: find, order, watch, account for. */
import { useEffect } from "preact/hooks"
import { Dialog } from "./parts/Dialog.js"
import { Doubts } from "./parts/Doubts.js"
import { Finder } from "./parts/Finder.js"
import { OrderForm } from "./parts/OrderForm.js"
import { Orders } from "./parts/Orders.js"
import { Spending } from "./parts/Spending.js"
import { about, balance, doubts, isLocked, orders, said, start, trouble } from "./state.js"
import { nextTheme, theme } from "./theme.js"
import { money, plural } from "./words.js"

const Header = () => (
  <header class="line">
    <a class="skip" href="#main">
      Skip to the services
    </a>
    <h1>
      smmkit <small>{about.value?.isSandbox === true ? "sandbox" : about.value?.panel}</small>
    </h1>
    {doubts.value.length > 0 && (
      <a class="badge doubt" href="#doubts">
        {plural(doubts.value.length, "order")} in doubt
      </a>
    )}
    <p class="balance">
      <span class="muted wide">Balance </span>
      <strong data-test="balance">{balance.value === null ? "–" : money(balance.value.amount)}</strong>
    </p>
    <a class="wide" href="/docs">
      API
    </a>
    <button
      type="button"
      class="secondary outline"
      onClick={nextTheme}
      aria-label={`Colours: ${theme.value}. Change`}
    >
      <span aria-hidden="true">◐</span>
      <span class="wide"> Colours: {theme.value}</span>
    </button>
  </header>
)

/** The token comes by the address alone, and is exchanged for a cookie that scripts cannot read. */
const Door = () => (
  <main>
    <h1>smmkit is locked</h1>
    <p role="alert">{trouble.value}</p>
    <p>
      Open the address that the server printed when it started; with a token of your own it is{" "}
      <code>{location.origin}/#token=TOKEN</code>.
    </p>
  </main>
)

export const App = () => {
  useEffect(() => {
    void start()
  }, [])
  if (isLocked.value) return <Door />
  return (
    <>
      <Header />
      <div class="hidden" role="status" aria-live="polite">
        {said.value}
      </div>
      {trouble.value !== null && (
        <p class="notice bad trouble" role="alert">
          {trouble.value}{" "}
          <button type="button" class="secondary outline" onClick={() => start()}>
            Try again
          </button>
        </p>
      )}
      <main id="main" class="stack" tabIndex={-1}>
        <Finder />
        <OrderForm />
        <div class="stack activity">
          <Doubts />
          <Orders />
        </div>
        {orders.value !== null && <Spending />}
      </main>
      {orders.value !== null && (
        <footer class="muted">
          {about.value?.isSandbox === true
            ? "An embedded sandbox stands behind this page: nothing here is real."
            : "Orders spend real money."}{" "}
          <a href="/docs">The API, explained</a>
        </footer>
      )}
      <Dialog />
    </>
  )
}
