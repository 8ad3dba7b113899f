/** The page: find, order, watch, account for. */
import { useEffect } from "preact/hooks"
import { Doubts } from "./parts/Doubts.js"
import { Finder } from "./parts/Finder.js"
import { OrderForm } from "./parts/OrderForm.js"
import { Orders } from "./parts/Orders.js"
import { SignIn } from "./parts/SignIn.js"
import { Spending } from "./parts/Spending.js"
import { about, amountText, balance, doubts, isLocked, said, start, trouble } from "./state.js"
import { money, plural } from "./text.js"
import { nextTheme, theme } from "./theme.js"

const Header = () => (
  <header>
    <a class="skip" href="#main">
      Skip to the services
    </a>
    <h1>
      smmkit{" "}
      <small>{about.value === null ? "" : about.value.isSandbox ? "sandbox" : about.value.panel}</small>
    </h1>
    <nav aria-label="Page">
      <a href="#orders-title">Orders</a>
      <a href="#spending-title">Spending</a>
      <a href="/docs">API</a>
    </nav>
    {doubts.value.length > 0 && (
      <a class="doubt-link" href="#doubts">
        {plural(doubts.value.length, "order")} in doubt
      </a>
    )}
    <p class="balance">
      <span>Balance</span>{" "}
      <strong data-test="balance">
        {balance.value === null ? "–" : money(amountText(balance.value.amount), balance.value.currency)}
      </strong>
    </p>
    <button type="button" class="quiet" onClick={nextTheme} aria-label={`Colours: ${theme.value}. Change`}>
      {{ auto: "Auto", light: "Light", dark: "Dark" }[theme.value]}
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
        <p class="notice bad-notice trouble" role="alert">
          {trouble.value}{" "}
          <button type="button" onClick={() => start()}>
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
        <Spending />
      </main>
      <footer>
        {about.value?.isSandbox === true
          ? "An embedded sandbox stands behind this page: nothing here is real."
          : "Orders spend real money."}
      </footer>
    </>
  )
}
