/** What the panel sells now: its rows as it writes them, and what can be ordered by them. */
import * as Core from "@smmkit/core/Offer"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { fromRow, generate, type Offer, type Row } from "../Catalogue.js"
import { SandboxError, type Settings } from "../SandboxOptions.js"

/** Whether a service can be ordered (`on`), is listed but cannot (`off`), or is not even listed (`gone`). */
export type Availability = "on" | "off" | "gone"

interface Shelf {
  /** As it is listed, once that has been asked for. */
  row: Row | undefined
  offer: Offer | undefined
  availability: Availability
}

export interface Shop {
  /** What is listed and can be read, in the panel's order. */
  readonly offers: () => ReadonlyArray<Offer>
  /** What an ID stands for, whether or not it can be ordered now; the first row of an ID counts. */
  readonly known: (service: string) => Offer | undefined
  /** What can be ordered now. */
  readonly sold: (service: string) => Offer | undefined
  readonly availability: (service: string) => Availability
  /** The answer to `services`. */
  readonly text: () => string
  readonly change: (service: string, fields: Row) => SandboxError | undefined
  readonly set: (service: string, availability: Availability) => SandboxError | undefined
  readonly write: (rows: ReadonlyArray<Row>) => void
}

const encode = Schema.encodeSync(Core.Offer)

const isRow = (value: unknown): value is Row => Predicate.isRecord(value)

/** A service as a panel that writes as it should lists it. */
export const rowOf = (service: Core.Offer): Row => {
  const row: unknown = encode(service)
  return isRow(row) ? row : {}
}

const idOf = ({ offer, row }: Shelf): string => offer?.service.service ?? String(row?.["service"])

export const make = (settings: Settings): Shop => {
  const { seed, pace: pacing, catalogue } = settings
  let shelves: ReadonlyArray<Shelf> = []
  let byId = new Map<string, Shelf>()
  let text: string | undefined

  const index = (next: ReadonlyArray<Shelf>): void => {
    shelves = next
    text = undefined
    byId = new Map()
    for (const shelf of next) {
      const id = shelf.offer?.service.service
      if (id !== undefined && !byId.has(id)) byId.set(id, shelf)
    }
  }
  const ofRow = (row: Row, place: number): Shelf => ({
    row,
    offer: Option.getOrUndefined(fromRow(row, { seed, pacing, place })),
    availability: "on"
  })
  const write = (rows: ReadonlyArray<Row>): void => index(rows.map(ofRow))
  const listed = (): ReadonlyArray<Shelf> => shelves.filter(({ availability }) => availability !== "gone")
  const withShelf = (
    service: string,
    act: (shelf: Shelf) => SandboxError | undefined
  ): SandboxError | undefined => {
    const shelf = byId.get(service)
    if (shelf === undefined) {
      return new SandboxError({ field: "service", remedy: `there is no service ${JSON.stringify(service)}` })
    }
    text = undefined
    return act(shelf)
  }

  if (catalogue === undefined) {
    index(
      generate({ ...settings, pacing }).map((offer): Shelf => ({ row: undefined, offer, availability: "on" }))
    )
  } else write(catalogue)

  return {
    offers: () => listed().flatMap(({ offer }) => (offer === undefined ? [] : [offer])),
    known: (service) => byId.get(service)?.offer,
    sold: (service) => {
      const shelf = byId.get(service)
      return shelf?.availability === "on" ? shelf.offer : undefined
    },
    availability: (service) => byId.get(service)?.availability ?? "gone",
    text: () => {
      text ??= JSON.stringify(
        listed().map((shelf) => {
          shelf.row ??= shelf.offer === undefined ? {} : rowOf(shelf.offer.service)
          return shelf.row
        })
      )
      return text
    },
    change: (service, fields) =>
      withShelf(service, (shelf) => {
        const row = {
          ...(shelf.row ?? (shelf.offer === undefined ? {} : rowOf(shelf.offer.service))),
          ...fields
        }
        const offer = Option.getOrUndefined(fromRow(row, { seed, pacing, place: shelf.offer?.server ?? 0 }))
        if (offer === undefined || offer.service.service !== service) {
          return new SandboxError({
            field: "fields",
            remedy: "give fields as a panel lists them, with a rate that is a number and without another ID"
          })
        }
        shelf.row = row
        shelf.offer = offer
        return undefined
      }),
    set: (service, availability) =>
      withShelf(service, () => {
        // One ID may stand in several rows, some of which cannot be ordered by.
        for (const shelf of shelves) if (idOf(shelf) === service) shelf.availability = availability
        return undefined
      }),
    write
  }
}
