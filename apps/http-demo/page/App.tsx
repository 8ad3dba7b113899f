/** The page: find, order, watch, account for. */
import { useEffect } from "preact/hooks"
import { Dialog } from "./parts/Dialog.js"
import { Doubts } from "./parts/Doubts.js"
import { Finder } from "./parts/Finder.js"
import { OrderForm } from "./parts/OrderForm.js"
import { Orders } from "./parts/Orders.js"
import { SignIn } from "./parts/SignIn.js"
import { Spending } from "./parts/Spending.js"
import { about, balance, doubts, isLocked, isSettled, said, start, trouble } from "./state.js"
import { nextTheme, theme } from "./theme.js"
import { money, plural } from "./words.js"

const Header = () => (
  <header>
    <a class="skip" href="#main">
      Skip to the services
    </a>
    <h1>
      smmkit <small>{about.value?.isSandbox === true ? "sandbox" : about.value?.panel}</small>
    </h1>
    <nav aria-label="Page">
      <a href="#orders-title">Orders</a>
      <a href="#spending-title">Spending</a>
      <a href="/docs">API</a>
    </nav>
    {doubts.value.length > 0 && (
      <a class="badge doubt" href="#doubts">
        {plural(doubts.value.length, "order")} in doubt
      </a>
    )}
    <p class="balance">
      <span class="muted wide">Balance </span>
      <strong data-test="balance">
        {balance.value === null ? "–" : money(balance.value.amount, balance.value.currency)}
      </strong>
    </p>
    <button
      type="button"
      class="secondary theme"
      onClick={nextTheme}
      aria-label={`Colours: ${theme.value}. Change`}
    >
      <span aria-hidden="true">◐</span>
      <span class="wide"> Colours: {theme.value}</span>
    </button>
  </header>
)

export const App = () => {
  useEffect(() => {
    void start()
  }, [])
  if (isLocked.value) return <SignIn />
  return (
    <>
      <Header />
      <div class="hidden" role="status" aria-live="polite">
        {said.value}
      </div>
      {trouble.value !== null && (
        <p class="notice bad trouble" role="alert">
          {trouble.value}{" "}
          <button type="button" class="secondary" onClick={() => start()}>
            Try again
          </button>
        </p>
      )}
      <main id="main" tabIndex={-1}>
        <Finder />
        <OrderForm />
        <div class="activity">
          <Doubts />
          <Orders />
        </div>
        {isSettled.value && <Spending />}
      </main>
      {isSettled.value && (
        <footer class="muted">
          {about.value === null
            ? ""
            : about.value.isSandbox
              ? "An embedded sandbox stands behind this page: nothing here is real."
              : "Orders spend real money."}{" "}
          <a href="/docs">The API, explained</a>
        </footer>
      )}
      <Dialog />
    </>
  )
}
