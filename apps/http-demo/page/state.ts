/** What the page knows, as signals: each part of the page draws anew only when what it shows has changed. */
import { computed, effect, signal } from "@preact/signals"
import { isFinal } from "@smmkit/core/OrderState"
import * as Search from "@smmkit/core/Search"
import type * as BigDecimal from "effect/BigDecimal"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { type About, Happened, type Order, type Spending, Standing } from "../src/Shapes.js"
import * as Api from "./api.js"

export const about = signal<About | null>(null)
export const isLocked = signal(false)
/** What cannot be read, and why; each is over when the same is read, whatever else is. */
const troubles = signal<ReadonlyMap<Part, string>>(new Map())
type Part = "about" | "services" | "balance" | "orders" | "doubts" | "spending"
export const trouble = computed(() => troubles.value.values().next().value ?? null)
export const isCatalogueMissing = computed(() => troubles.value.has("services"))

/* The catalogue */

export const services = signal<ReadonlyArray<Api.Service> | null>(null)
export const index = computed(() =>
  Search.make(services.value ?? [], ({ rate }) => (rate === null ? undefined : Number(rate)))
)
export const query = signal<Record<"search" | "category" | "type", string> & { readonly sort: Search.Sort }>({
  search: "",
  category: "",
  type: "",
  sort: "panel"
})
export const results = computed(() => index.value.find(query.value))

/* The money and the orders */

export const balance = signal<{
  readonly amount: BigDecimal.BigDecimal
  readonly currency: string | null
} | null>(null)
export const currency = computed(() => balance.value?.currency ?? null)
export const spending = signal<Spending | null>(null)
/** Null until they are read. */
export const orders = signal<ReadonlyArray<Order> | null>(null)
/** Whether what stands above the rest of the page has taken its place. */
export const isSettled = computed(
  () => orders.value !== null && (services.value !== null || isCatalogueMissing.value)
)
export const total = signal(0)
const limit = signal(20)
/** How each order stood while it was watched, oldest first. */
export const seen = signal<ReadonlyMap<string, ReadonlyArray<Standing>>>(new Map())
/** What happened to each order, oldest first. */
export const past = signal<ReadonlyMap<string, ReadonlyArray<Happened>>>(new Map())
export const isLive = signal(true)
/** However old they are, and whatever part of the list is shown. */
export const doubts = signal<ReadonlyArray<Order>>([])

export const latest = (order: string): Standing | undefined => seen.value.get(order)?.at(-1)

export const active = computed(() =>
  (orders.value ?? [])
    .flatMap(({ order }) => (order === null || isFinal(latest(order)?.state ?? "Pending") ? [] : [order]))
    .slice(0, 100)
    .join(",")
)

/* What is said to screen readers, and shown for a moment */

export const said = signal("")
export const say = (text: string): void => {
  said.value = ""
  // A live region speaks when its text changes, so the same words twice need a change in between.
  queueMicrotask(() => {
    said.value = text
  })
}

const load =
  <A>(part: Part, ask: () => Promise<Api.Answer<A>>, use: (value: A) => void) =>
  async (): Promise<void> => {
    const answer = await ask()
    const others = [...troubles.value].filter(([name]) => name !== part)
    if (Either.isRight(answer)) {
      troubles.value = new Map(others)
      use(answer.right)
    } else if (answer.left.status !== 401) troubles.value = new Map([...others, [part, answer.left.detail]])
  }

const loadAbout = load("about", Api.about, (value) => {
  about.value = value
})
const loadServices = load("services", Api.services, (list) => {
  services.value = list
})
const loadBalance = load("balance", Api.balance, ({ amount, currency }) => {
  balance.value = { amount, currency: Option.getOrNull(currency) }
})
const loadDoubts = load("doubts", Api.doubts, (page) => {
  doubts.value = page.orders
})
const loadSpending = load(
  "spending",
  () => Api.spending(30),
  (value) => {
    spending.value = value
  }
)
const loadOrders = load(
  "orders",
  () => Api.orders(limit.value),
  (page) => {
    orders.value = page.orders
    total.value = page.total
  }
)

export const loadMoreOrders = (): Promise<void> => {
  limit.value = Math.min(limit.value * 2, 500)
  return loadOrders()
}

/** After anything that moves money. */
export const refresh = async (): Promise<void> => {
  await Promise.all([loadBalance(), loadOrders(), loadDoubts(), loadSpending()])
}

/* Live states */

const decodeStanding = Schema.decodeUnknownOption(Schema.parseJson(Standing))
const decodeHappened = Schema.decodeUnknownOption(Schema.parseJson(Happened))

const note = (now: Standing): void => {
  const list = seen.value.get(now.order) ?? []
  const [before] = list.slice(-1)
  if (before?.looked === now.looked) return
  seen.value = new Map(seen.value).set(now.order, [...list, now])
  if (now.state !== null && isFinal(now.state) && before?.state !== now.state) {
    const name = orders.value?.find(({ order }) => order === now.order)?.name ?? ""
    say(`Order ${now.order} is ${now.state.toLowerCase()}. ${name}`)
    void loadBalance()
    void loadSpending()
  }
}

const noteEvent = (event: Happened): void => {
  const list = past.value.get(event.order) ?? []
  if (list.every(({ number }) => number < event.number))
    past.value = new Map(past.value).set(event.order, [...list, event])
}

/** Reads how an order stands, after a refill or cancellation was asked for. */
export const lookAgain = async (order: string): Promise<void> => {
  const answer = await Api.order(order)
  if (Either.isLeft(answer)) return
  past.value = new Map(past.value).set(order, answer.right.history)
  if (answer.right.standing !== null) note(answer.right.standing)
}

const pause = 1000

const watch = (ids: string): (() => void) => {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  const open = (): void => {
    if (isOver) return
    const stream = new EventSource(`/api/events?orders=${encodeURIComponent(ids)}`)
    source = stream
    stream.addEventListener("open", () => {
      isLive.value = true
    })
    stream.addEventListener("error", () => {
      isLive.value = false
      stream.close()
      // A browser comes again by itself after some failures, later and later, and after others never. Where the
      // cookie has run out only an answer tells. What was seen already is told once more, and known.
      timer = setTimeout(() => void Api.about().then(open), pause)
    })
    stream.addEventListener("status", ({ data }) => {
      Option.map(decodeStanding(data), note)
    })
    stream.addEventListener("happened", ({ data }) => {
      Option.map(decodeHappened(data), noteEvent)
    })
    stream.addEventListener("end", () => stream.close())
  }
  open()
  return () => {
    isOver = true
    clearTimeout(timer)
    source?.close()
  }
}

/** The token in the address that the server printed, which is taken out of it at once. */
const tokenOf = (): string => {
  const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? ""
  if (token !== "") history.replaceState(null, "", location.pathname)
  return token
}

export const start = async (): Promise<void> => {
  Api.whenLocked(() => {
    isLocked.value = true
  })
  const token = tokenOf()
  if (token !== "") await Api.signIn(token)
  await loadAbout()
  if (!isLocked.value) await Promise.all([loadServices(), refresh()])
}

effect(() => {
  const ids = active.value
  return ids === "" || isLocked.value ? undefined : watch(ids)
})
