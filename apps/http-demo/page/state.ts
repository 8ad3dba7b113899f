/** What the page knows, as signals: each part of the page draws anew only when what it shows has changed. */
import { computed, effect, type Signal, signal } from "@preact/signals"
import type { Money } from "@smmkit/core/Money"
import { isFinal } from "@smmkit/core/OrderState"
import * as Search from "@smmkit/core/Search"
import { FollowOrder } from "@smmkit/follow/FollowOrder"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { type About, Happened, type Order, type OrderPage, type Spending } from "../src/Shapes.js"
import * as Api from "./api.js"

export const isLocked = signal(false)
/** What cannot be read, and why; each is over when the same is read, whatever else is. */
const troubles = signal<ReadonlyMap<Part, string>>(new Map())
type Part = "about" | "services" | "balance" | "orders" | "doubts" | "spending"
export const trouble = computed(() => troubles.value.values().next().value ?? null)

/* What was read; null until then */

export const about = signal<About | null>(null)
export const services = signal<ReadonlyArray<Api.Service> | null>(null)
export const balance = signal<Money | null>(null)
export const spending = signal<Spending | null>(null)
const page = signal<typeof OrderPage.Type | null>(null)
const doubtful = signal<typeof OrderPage.Type | null>(null)

export const isCatalogueMissing = computed(() => troubles.value.has("services"))
export const index = computed(() =>
  Search.make(services.value ?? [], ({ rate }) => (rate === null ? undefined : Number(rate)))
)
export const query = signal<Record<"search" | "category", string> & { readonly sort: Search.Sort }>({
  search: "",
  category: "",
  sort: "panel"
})
/** What the catalogue says of the service that an order is for. */
export const byId = computed(
  () => new Map<string, Api.Service>((services.value ?? []).map((service) => [service.service, service]))
)
export const serviceOf = ({ request }: Pick<Order, "request">): Api.Service | undefined =>
  byId.value.get(request["service"] ?? "")
export const nameOf = (service: string | undefined): string =>
  byId.value.get(service ?? "")?.name ?? `Service ${service}`
export const results = computed(() => index.value.find(query.value))

export const currency = computed(() => Option.getOrNull(balance.value?.currency ?? Option.none()))
/** With the catalogue, which knows what they are called. */
export const orders = computed(() =>
  services.value === null && !isCatalogueMissing.value ? null : (page.value?.orders ?? null)
)
export const total = computed(() => page.value?.total ?? 0)
/** However old they are, and whatever part of the list is shown. */
export const doubts = computed(() => (orders.value === null ? [] : (doubtful.value?.orders ?? [])))
export const mostOrders = 500
const limit = signal(20)

/* Orders that are watched */

export const standings = signal<ReadonlyMap<string, FollowOrder>>(new Map())
/** What happened to each order, oldest first. */
export const past = signal<ReadonlyMap<string, ReadonlyArray<Happened>>>(new Map())
export const isLive = signal(true)

const isOver = (standing: FollowOrder | undefined): boolean => isFinal(standing?.state ?? "Pending")

export const active = computed(() =>
  (orders.value ?? [])
    .flatMap(({ order }) => (order === null || isOver(standings.value.get(order)) ? [] : [order]))
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

const load = <A>(part: Part, ask: () => Promise<Api.Answer<A>>, into: Signal<A | null>) => {
  let last = 0
  return async (): Promise<void> => {
    last += 1
    const mine = last
    const answer = await ask()
    // What was asked for later is newer, though it may have come sooner.
    if (mine !== last) return
    const others = [...troubles.value].filter(([name]) => name !== part)
    const isRead = Either.isRight(answer)
    troubles.value = new Map(isRead ? others : [...others, [part, answer.left.detail]])
    if (isRead) into.value = answer.right
  }
}

const loadAbout = load("about", Api.about, about)
export const loadServices = load("services", Api.services, services)
const loadBalance = load("balance", Api.balance, balance)
const loadDoubts = load("doubts", Api.doubts, doubtful)
const loadSpending = load("spending", () => Api.spending(30), spending)
const loadOrders = load("orders", () => Api.orders(limit.value), page)

export const loadMoreOrders = (): Promise<void> => {
  limit.value = Math.min(limit.value * 2, mostOrders)
  return loadOrders()
}

/** After anything that moves money. */
export const refresh = async (): Promise<void> => {
  await Promise.all([loadBalance(), loadOrders(), loadDoubts(), loadSpending()])
}

/* Live states */

const decodeStanding = Schema.decodeUnknownOption(Schema.parseJson(FollowOrder))
const decodeHappened = Schema.decodeUnknownOption(Schema.parseJson(Happened))

const note = (now: FollowOrder): void => {
  const before = standings.value.get(now.order)
  standings.value = new Map(standings.value).set(now.order, now)
  if (isOver(now) && before?.state !== now.state) {
    say(`Order ${now.order} is ${now.state?.toLowerCase()}. ${nameOf(now.service ?? "")}`)
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

const watch = (ids: string): (() => void) => {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  const open = (): void => {
    if (isOver) return
    const stream = new EventSource(`/api/events?orders=${encodeURIComponent(ids)}`)
    source = stream
    stream.addEventListener("open", () => {
      if (!isLive.value) void refresh()
      isLive.value = true
    })
    stream.addEventListener("error", () => {
      isLive.value = false
      stream.close()
      // A browser comes again by itself after some failures, later and later, and after others never. Where the
      // cookie has run out only an answer tells. What was seen already is told once more, and known.
      timer = setTimeout(() => void Api.about().then(open), 1000)
    })
    stream.addEventListener("status", ({ data }) => void Option.map(decodeStanding(data), note))
    stream.addEventListener("happened", ({ data }) => void Option.map(decodeHappened(data), noteEvent))
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
  const answer = token === "" ? Either.right(null) : await Api.signIn(token)
  if (Either.isRight(answer)) isLocked.value = false
  await loadAbout()
  if (about.value !== null) Api.belongTo(about.value.account)
  if (Either.isLeft(answer)) troubles.value = new Map([["about", answer.left.detail]])
  if (!isLocked.value) await Promise.all([loadServices(), refresh()])
}

// Whoever opens the printed address in a tab that is locked already.
addEventListener("hashchange", () => isLocked.value && start())

effect(() => {
  const ids = active.value
  return ids === "" || isLocked.value ? undefined : watch(ids)
})
