/** Finding a service: a search box whose list of matches follows each key, without ever holding thousands of rows. */
import { signal, useSignal } from "@preact/signals"
import type { Sort } from "@smmkit/core/Search"
import { memo } from "preact/compat"
import { useEffect, useRef } from "preact/hooks"
import type { Service } from "../api.js"
import { choose, chosen } from "../draft.js"
import { currency, index, isCatalogueMissing, query, results, services } from "../state.js"
import { amount, count, plural } from "../text.js"

const step = 30
const rowsShown = signal(step)
const place = signal(0)

const change = (part: Partial<typeof query.value>): void => {
  query.value = { ...query.value, ...part }
  rowsShown.value = step
  place.value = 0
}

const pick = (service: Service | undefined): void => {
  if (service === undefined) return
  choose(service)
  // The form is there with the next frame.
  requestAnimationFrame(() => document.querySelector<HTMLElement>("#order-form [data-field]")?.focus())
}

const move = (to: number): void => {
  const last = results.value.length - 1
  place.value = Math.max(0, Math.min(to, last))
  if (place.value >= rowsShown.value - 2) rowsShown.value = Math.min(place.value + step, results.value.length)
}

const onKey = (event: KeyboardEvent): void => {
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: place.value + 1,
    ArrowUp: place.value - 1,
    PageDown: place.value + 8,
    PageUp: place.value - 8
  }
  const to = moves[event.key]
  if (to !== undefined) {
    event.preventDefault()
    move(to)
  } else if (event.key === "Enter") {
    event.preventDefault()
    pick(results.value[place.value])
  } else if (event.key === "Escape" && query.value.search !== "") {
    event.preventDefault()
    change({ search: "" })
  }
}

interface RowProps {
  readonly service: Service
  readonly at: number
  readonly isActive: boolean
  readonly isChosen: boolean
  readonly money: string | null
}

const Row = memo(({ service, at, isActive, isChosen, money }: RowProps) => (
  // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the search box, which moves through the list
  <div
    id={`service-${at}`}
    role="option"
    tabIndex={-1}
    aria-selected={isChosen}
    class={isActive ? "row active" : "row"}
    onClick={() => {
      place.value = at
      pick(service)
    }}
  >
    <span class="row-name">{service.name}</span>
    <span class="row-rate">
      {service.rate === null ? "price unknown" : amount(service.rate)}
      {service.rate !== null && money !== null && <small> {money.slice(0, 12)}</small>}
    </span>
    <span class="row-facts">
      <span>#{service.service}</span>
      <span>{service.type}</span>
      {service.min !== null && service.max !== null && service.max > 1 && (
        <span>
          {count(service.min)}–{count(service.max)}
        </span>
      )}
      {service.refill === true && <span class="good">refill</span>}
      {service.cancel === true && <span>cancel</span>}
    </span>
  </div>
))

const sortNames: ReadonlyArray<readonly [Sort, string]> = [
  ["panel", "Panel's order"],
  ["cheapest", "Cheapest"],
  ["dearest", "Dearest"],
  ["name", "Name"]
]

const isSort = (value: string): value is Sort => sortNames.some(([sort]) => sort === value)

interface FilterProps {
  readonly label: string
  readonly value: string
  readonly choices: ReadonlyArray<readonly [value: string, label: string]>
  readonly onChoose: (value: string) => void
}

const Filter = ({ label, value, choices, onChoose }: FilterProps) => (
  <label>
    <span>{label}</span>
    <select value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
      {choices.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  </label>
)

const anyOf = (all: string, names: ReadonlyArray<string>): FilterProps["choices"] => [
  ["", all],
  ...names.map((name) => [name, name] as const)
]

const Filters = () => (
  <div class="filters">
    <Filter
      label="Category"
      value={query.value.category}
      choices={anyOf("All categories", index.value.categories)}
      onChoose={(category) => change({ category })}
    />
    <Filter
      label="Type"
      value={query.value.type}
      choices={anyOf("All types", index.value.types)}
      onChoose={(type) => change({ type })}
    />
    <Filter
      label="Sort"
      value={query.value.sort}
      choices={sortNames}
      onChoose={(sort) => isSort(sort) && change({ sort })}
    />
  </div>
)

const List = () => {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(".active")?.scrollIntoView({ block: "nearest" })
  }, [place.value])
  const onScroll = ({ currentTarget: box }: { readonly currentTarget: HTMLElement }): void => {
    if (box.scrollTop + box.clientHeight > box.scrollHeight - 200 && rowsShown.value < results.value.length) {
      rowsShown.value += step
    }
  }
  return (
    <div
      ref={list}
      id="services"
      role="listbox"
      aria-label="Services"
      tabIndex={0}
      class="rows"
      aria-activedescendant={results.value.length === 0 ? undefined : `service-${place.value}`}
      onKeyDown={onKey}
      onScroll={onScroll}
    >
      {results.value.slice(0, rowsShown.value).map((service, at) => (
        <Row
          key={service.service}
          service={service}
          at={at}
          isActive={at === place.value}
          isChosen={service.service === chosen.value?.service}
          money={currency.value}
        />
      ))}
    </div>
  )
}

export const Finder = () => {
  const box = useSignal<HTMLInputElement | null>(null)
  useEffect(() => {
    const focus = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches("input, textarea, select")
      if (event.key !== "/" || isTyping) return
      event.preventDefault()
      box.peek()?.focus()
    }
    document.addEventListener("keydown", focus)
    return () => document.removeEventListener("keydown", focus)
  }, [box])
  const found = results.value.length
  const all = services.value?.length ?? 0
  return (
    <section class="panel finder" aria-labelledby="finder-title">
      <h2 id="finder-title">Find a service</h2>
      <div class="search">
        <input
          ref={(element) => {
            box.value = element
          }}
          type="text"
          role="combobox"
          aria-label="Search services"
          aria-expanded="true"
          aria-controls="services"
          aria-autocomplete="list"
          aria-activedescendant={found === 0 ? undefined : `service-${place.value}`}
          placeholder="Search by name, type or ID"
          autocomplete="off"
          spellcheck={false}
          value={query.value.search}
          onInput={({ currentTarget }) => change({ search: currentTarget.value })}
          onKeyDown={onKey}
        />
        <span class="hint" aria-hidden="true">
          /
        </span>
      </div>
      <Filters />
      <p class="found" role="status">
        {services.value === null
          ? isCatalogueMissing.value
            ? "The catalogue cannot be read."
            : "Reading the catalogue…"
          : found === all
            ? `${plural(all, "service")}, price per 1,000 or per package`
            : `${count(found)} of ${plural(all, "service")}`}
      </p>
      <List />
      {services.value !== null && found === 0 && (
        <p class="empty">Nothing matches. Try fewer words, or another category.</p>
      )}
    </section>
  )
}
