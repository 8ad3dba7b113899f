/** Finding a service: a search box, and its matches as a list to choose from, without ever holding thousands of rows. */
import { signal } from "@preact/signals"
import { type Sort, sorts } from "@smmkit/core/Search"
import { memo } from "preact/compat"
import type { Service } from "../api.js"
import { choose, chosen } from "../draft.js"
import { index, isCatalogueMissing, query, results, services } from "../state.js"
import { amount, count, plural } from "../words.js"

const step = 50
const rowsShown = signal(step)

export const find = (part: Partial<typeof query.value>): void => {
  query.value = { ...query.value, ...part }
  rowsShown.value = step
}

const sortNames: Readonly<Record<Sort, string>> = {
  panel: "Panel's order",
  cheapest: "Cheapest",
  dearest: "Dearest",
  name: "Name"
}

interface RowProps {
  readonly service: Service
  readonly isChosen: boolean
}

const Row = memo(({ service, isChosen }: RowProps) => (
  <label class="row">
    <input type="radio" name="service" checked={isChosen} onChange={() => choose(service)} />
    <span class="row-name">{service.name}</span>
    <strong>{service.rate === null ? "price unknown" : amount(service.rate)}</strong>
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
  </label>
))

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

const focus = (selector: string): void => document.querySelector<HTMLElement>(selector)?.focus()

/** To the order's first field; the form is there with the next frame. */
const toOrder = (): number => requestAnimationFrame(() => focus("#order-form [data-field]"))

/** Enter in the search box takes the first match. */
const take = (event: SubmitEvent): void => {
  event.preventDefault()
  const [first] = results.value
  if (first === undefined) return
  choose(first)
  toOrder()
}

const List = () => (
  <div
    class="rows"
    role="radiogroup"
    aria-label="Services"
    // Arrow keys choose too, and stay here; they click without a pointer.
    onClick={({ detail }) => detail > 0 && toOrder()}
    onKeyDown={({ key }) => key === "Enter" && toOrder()}
    onScroll={({ currentTarget: box }) => {
      if (box.scrollTop + box.clientHeight > box.scrollHeight - 400) rowsShown.value += step
    }}
  >
    {/* What is not there yet has its place already. */}
    {services.value === null &&
      !isCatalogueMissing.value &&
      Array.from({ length: 12 }, (_, at) => <div key={at} class="row waiting" aria-hidden="true" />)}
    {results.value.slice(0, rowsShown.value).map((service) => (
      <Row key={service.service} service={service} isChosen={service.service === chosen.value?.service} />
    ))}
  </div>
)

export const Finder = () => {
  const { search, category, sort } = query.value
  return (
    <form class="panel finder" aria-labelledby="finder-title" onSubmit={take}>
      <h2 id="finder-title">Find a service</h2>
      <input
        type="search"
        aria-label="Search services"
        placeholder="Search by name, type or ID"
        autocomplete="off"
        spellcheck={false}
        value={search}
        onInput={({ currentTarget }) => find({ search: currentTarget.value })}
        onKeyDown={({ key }) => key === "ArrowDown" && focus(".rows input")}
      />
      <div class="line filters">
        <select
          aria-label="Category"
          value={category}
          onChange={({ currentTarget }) => find({ category: currentTarget.value })}
        >
          <option value="">All categories</option>
          {index.value.categories.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <select
          aria-label="Sort"
          value={sort}
          onChange={({ currentTarget }) => find({ sort: sorts[currentTarget.selectedIndex] ?? "panel" })}
        >
          {sorts.map((sort) => (
            <option key={sort} value={sort}>
              {sortNames[sort]}
            </option>
          ))}
        </select>
      </div>
      <p class="found muted" role="status">
        {summary()}
      </p>
      <List />
    </form>
  )
}
