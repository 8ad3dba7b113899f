/** What the page knows, as signals: each part of the page draws anew only when what it shows has changed. */
import { computed, effect, signal } from "@preact/signals"
import { formatAmount } from "@smmkit/core/Money"
import { isFinal } from "@smmkit/core/OrderState"
import * as Search from "@smmkit/core/Search"
import type * as BigDecimal from "effect/BigDecimal"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { type About, type Order, Seen, type Spending } from "../src/Shapes.js"
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

/* The money */

export const balance = signal<{
  readonly amount: BigDecimal.BigDecimal
  readonly currency: string | null
} | null>(null)
export const currency = computed(() => balance.value?.currency ?? null)
export const spending = signal<Spending | null>(null)

/* The orders */

export const orders = signal<ReadonlyArray<Order>>([])
export const total = signal(0)
const limit = signal(20)
/** What was seen of each order, oldest first. */
export const seen = signal<ReadonlyMap<string, ReadonlyArray<Seen>>>(new Map())
export const isLive = signal(true)
/** However old they are, and whatever part of the list is shown. */
export const doubts = signal<ReadonlyArray<Order>>([])

export const latest = (order: string): Seen | undefined => seen.value.get(order)?.at(-1)

const active = computed(() =>
  orders.value
    .flatMap(({ order }) => (order === null ? [] : [order]))
    .filter((order) => {
      const state = latest(order)?.status.status
      return state === undefined || !isFinal(state)
    })
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

const took = <A>(part: Part, answer: Api.Answer<A>, use: (value: A) => void): void => {
  const others = [...troubles.value].filter(([name]) => name !== part)
  if (Either.isRight(answer)) {
    troubles.value = new Map(others)
    use(answer.right)
  } else if (answer.left.status !== 401) troubles.value = new Map([...others, [part, answer.left.detail]])
}

export const loadBalance = async (): Promise<void> =>
  took("balance", await Api.balance(), ({ amount, currency }) => {
    balance.value = { amount, currency: Option.getOrNull(currency) }
  })

export const loadOrders = async (): Promise<void> =>
  took("orders", await Api.orders(limit.value), (page) => {
    orders.value = page.orders
    total.value = page.total
  })

const loadDoubts = async (): Promise<void> =>
  took("doubts", await Api.doubts(), (page) => {
    doubts.value = page.orders
  })

export const loadMoreOrders = (): Promise<void> => {
  limit.value += 20
  return loadOrders()
}

export const loadSpending = async (): Promise<void> =>
  took("spending", await Api.spending(30), (value) => {
    spending.value = value
  })

/** After anything that moves money. */
export const refresh = async (): Promise<void> => {
  await Promise.all([loadBalance(), loadOrders(), loadDoubts(), loadSpending()])
}

const loadServices = async (): Promise<void> =>
  took("services", await Api.services(), (list) => {
    services.value = list
  })

const loadAbout = async (): Promise<void> =>
  took("about", await Api.about(), (value) => {
    about.value = value
  })

/* Live states */

const decodeSeen = Schema.decodeUnknownOption(Schema.parseJson(Seen))

const note = (event: Seen): void => {
  const list = seen.value.get(event.order) ?? []
  if (list.some(({ id }) => id === event.id)) return
  seen.value = new Map(seen.value).set(event.order, [...list, event])
  if (isFinal(event.status.status)) {
    const name = orders.value.find(({ order }) => order === event.order)?.name ?? ""
    say(`Order ${event.order} is ${event.status.status.toLowerCase()}. ${name}`)
    void loadBalance()
  }
}

/** Forgets an order's end, so that it is watched again: after a refill or cancellation was asked for. */
export const watchAgain = async (order: string): Promise<void> => {
  const answer = await Api.order(order)
  if (Either.isRight(answer)) {
    const { history } = answer.right
    seen.value = new Map(seen.value).set(order, history)
  }
}

const pause = 2000

const watch = (ids: string): (() => void) => {
  let close = (): void => {}
  const open = (): void => {
    const source = new EventSource(`/api/events?orders=${encodeURIComponent(ids)}`)
    source.addEventListener("open", () => {
      isLive.value = true
    })
    source.addEventListener("error", () => {
      isLive.value = false
      if (source.readyState !== EventSource.CLOSED) return
      // After a cut a browser comes again by itself, but not after an answer that is no stream: of a proxy,
      // of a server about to stop, or where the cookie has run out, which only the next question tells.
      const timer = setTimeout(() => {
        void Api.about()
        open()
      }, pause)
      close = () => clearTimeout(timer)
    })
    source.addEventListener("status", ({ data }) => {
      Option.map(decodeSeen(data), note)
    })
    source.addEventListener("end", () => source.close())
    close = () => source.close()
  }
  open()
  return () => close()
}

export const start = async (): Promise<void> => {
  Api.whenLocked(() => {
    isLocked.value = true
  })
  await loadAbout()
  if (isLocked.value) return
  await Promise.all([loadServices(), refresh()])
}

effect(() => {
  const ids = active.value
  return ids === "" || isLocked.value ? undefined : watch(ids)
})

export const amountText = formatAmount
