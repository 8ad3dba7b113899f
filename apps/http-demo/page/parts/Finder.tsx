/** Finding a service: a search box whose list of matches follows each key, without ever holding thousands of rows. */
import { signal } from "@preact/signals"
import { type Sort, sorts } from "@smmkit/core/Search"
import { memo } from "preact/compat"
import { useEffect, useRef } from "preact/hooks"
import type { Service } from "../api.js"
import { choose, chosen } from "../draft.js"
import { currency, index, isCatalogueMissing, query, results, services } from "../state.js"
import { amount, count, plural } from "../words.js"

const step = 30
const rowsShown = signal(step)
const place = signal(0)

export const find = (part: Partial<typeof query.value>): void => {
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
  if (place.value >= rowsShown.value - 2) rowsShown.value = Math.min(place.value + step, last + 1)
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }

const onKey = (event: KeyboardEvent): void => {
  const by = steps[event.key]
  if (by !== undefined) move(place.value + by)
  else if (event.key === "Enter") pick(results.value[place.value])
  else if (event.key === "Escape" && query.value.search !== "") find({ search: "" })
  else return
  event.preventDefault()
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
    <span class="facts">
      <span>#{service.service}</span>
      <span>{service.type}</span>
      {service.min !== null && service.max !== null && service.max > 1 && (
        <span>
          {count(service.min)}–{count(service.max)}
        </span>
      )}
      {service.refill === true && <span class="good">refill</span>}
      {service.cancel === true && <span>cancel</span>}
      {service.unclear !== null && <span class="warn">listed twice</span>}
    </span>
  </div>
))

const sortNames: Readonly<Record<Sort, string>> = {
  panel: "Panel's order",
  cheapest: "Cheapest",
  dearest: "Dearest",
  name: "Name"
}

const isSort = (value: string): value is Sort => sorts.some((sort) => sort === value)

interface FilterProps {
  readonly label: string
  readonly value: string
  readonly choices: ReadonlyArray<readonly [value: string, label: string]>
  readonly onChoose: (value: string) => void
}

const Filter = ({ label, value, choices, onChoose }: FilterProps) => (
  <label>
    <small>{label}</small>
    <select value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
      {choices.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  </label>
)

const named = (names: ReadonlyArray<string>): FilterProps["choices"] => names.map((name) => [name, name])

const Filters = () => {
  const { category, type, sort } = query.value
  return (
    <div class="filters">
      <Filter
        label="Category"
        value={category}
        choices={[["", "All categories"], ...named(index.value.categories)]}
        onChoose={(category) => find({ category })}
      />
      <Filter
        label="Type"
        value={type}
        choices={[["", "All types"], ...named(index.value.types)]}
        onChoose={(type) => find({ type })}
      />
      <Filter
        label="Sort"
        value={sort}
        choices={sorts.map((sort) => [sort, sortNames[sort]])}
        onChoose={(sort) => isSort(sort) && find({ sort })}
      />
    </div>
  )
}

/** What the list holds, or why it holds nothing. */
const summary = (): string => {
  const [found, all] = [results.value.length, services.value?.length]
  if (all === undefined)
    return isCatalogueMissing.value ? "The catalogue cannot be read." : "Reading the catalogue…"
  if (found === all) return `${plural(all, "service")}, price per 1,000 or package`
  return found === 0
    ? `None of ${plural(all, "service")} matches. Try fewer words, or another category.`
    : `${count(found)} of ${plural(all, "service")}`
}

/** What is not there yet has its place already. */
const Waiting = () => (
  <>
    {Array.from({ length: 12 }, (_, at) => (
      <div key={at} class="waiting" aria-hidden="true" />
    ))}
  </>
)

const List = () => {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(".active")?.scrollIntoView({ block: "nearest" })
  }, [place.value])
  const onScroll = ({ currentTarget: box }: { readonly currentTarget: HTMLElement }): void => {
    if (box.scrollTop + box.clientHeight > box.scrollHeight - 200 && rowsShown.value < results.value.length)
      rowsShown.value += step
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
      {services.value === null && !isCatalogueMissing.value && <Waiting />}
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
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const focus = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches("input, textarea, select")
      if (event.key !== "/" || isTyping) return
      event.preventDefault()
      box.current?.focus()
    }
    document.addEventListener("keydown", focus)
    return () => document.removeEventListener("keydown", focus)
  }, [])
  return (
    <section class="panel finder" aria-labelledby="finder-title">
      <h2 id="finder-title">Find a service</h2>
      <input
        ref={box}
        type="text"
        role="combobox"
        aria-label="Search services"
        aria-expanded="true"
        aria-controls="services"
        aria-autocomplete="list"
        aria-activedescendant={results.value.length === 0 ? undefined : `service-${place.value}`}
        placeholder="Search by name, type or ID ( / )"
        autocomplete="off"
        spellcheck={false}
        value={query.value.search}
        onInput={({ currentTarget }) => find({ search: currentTarget.value })}
        onKeyDown={onKey}
      />
      <Filters />
      <p class="found" role="status">
        {summary()}
      </p>
      <List />
    </section>
  )
}
