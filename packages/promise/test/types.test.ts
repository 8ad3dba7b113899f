/**
 * Promises that types make. The compiler checks this file (`tsc -p tsconfig.test.json`); each
 * `@ts-expect-error` fails the build where the line below it compiles.
 */
import { assert, describe, it } from "@effect/vitest"
import type {
  Meaning as CoreMeaning,
  Order as CoreOrder,
  OrderStatus as CoreOrderStatus,
  Offer,
  OrderState,
  PanelError,
  RefillState,
  Transport
} from "@smmkit/core"
import type { FollowEvent, RefundLine as FollowLine } from "@smmkit/follow"
import type { JournalError } from "@smmkit/journal"
import type { Schema } from "effect"
import {
  type AnyError,
  createPanel,
  type DefaultOrder,
  decimal,
  type EventDetails,
  InvalidOrder,
  isSmmkitError,
  type KnownRefillState,
  type KnownState,
  type Meaning,
  NotFound,
  type Order,
  type OrderStatus,
  type Panel,
  RateLimited,
  type Reason,
  type RefundLine,
  type Service,
  SmmkitError,
  type StoreReason
} from "../src/index.js"

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

const same = <A, B>(_: Same<A, B>): void => {}

/** A member of the union by its type; the default one is that whose type may be left out. */
type Member<Type extends CoreOrder.Order["type"]> = Type extends "Default"
  ? DefaultOrder
  : Extract<Order, { readonly type: Type }>

/** What both sides have in common: not the brand of the ID, and not the fields that are there to be refused. */
type Fields<A> = {
  readonly [K in keyof A as K extends "service" | "type" ? never : A[K] extends undefined ? never : K]: A[K]
}

type IsSame<Type extends CoreOrder.Order["type"]> = Same<
  Fields<Member<Type>>,
  Fields<Extract<CoreOrder.Order, { readonly type: Type }>>
>

/** Each type of order that has other fields here than in core. */
type Different = {
  [Type in CoreOrder.Order["type"]]: IsSame<Type> extends true ? never : Type
}[CoreOrder.Order["type"]]

/** What an event of follow says, written down, by its name. */
type Said = {
  readonly [What in Schema.Schema.Encoded<typeof FollowEvent.What> as What["_tag"]]: Omit<What, "_tag">
}

/** The same without names for its parts. */
type Flat<A> = A extends object ? { readonly [K in keyof A]: Flat<A[K]> } : A

/** Each kind of event that says something else here than in follow. */
type DifferentEvents = {
  [Type in keyof Said]: Type extends keyof EventDetails
    ? Said[Type] extends EventDetails[Type]
      ? Same<keyof Said[Type], keyof EventDetails[Type]> extends true
        ? never
        : Type
      : Type
    : Type
}[keyof Said]

describe("types", () => {
  it("hold the orders, words and states equal to those of core", () => {
    same<Different, never>(true)
    same<Exclude<Order["type"], undefined>, CoreOrder.Order["type"]>(true)
    same<Meaning, CoreMeaning.Meaning>(true)
    same<Reason, Transport.Reason>(true)
    same<KnownState, OrderState.Known>(true)
    same<KnownRefillState, typeof RefillState.Known.Type>(true)
    same<StoreReason, JournalError.StoreError["reason"]>(true)
    same<keyof OrderStatus, keyof typeof CoreOrderStatus.Json.Encoded>(true)
    same<keyof Service, keyof Schema.Schema.Encoded<typeof Offer.Json>>(true)
    same<Extract<AnyError["code"], PanelError.PanelError["_tag"]>, PanelError.PanelError["_tag"]>(true)
    same<DifferentEvents, never>(true)
    same<keyof EventDetails, FollowEvent.What["_tag"]>(true)
    same<Flat<RefundLine>, Flat<Schema.Schema.Encoded<typeof FollowLine.RefundLine>>>(true)
    assert.ok(true)
  })

  it("refuse an order with a missing, wrong or foreign field", () => {
    const compiled = (panel: Panel): ReadonlyArray<unknown> => [
      panel.orders.place({ service: "1", link: "https://example.com/p/1", quantity: 100 }),
      panel.orders.place({ type: "Default", service: 1, link: "a", quantity: 1, runs: 2, interval: 5 }),
      panel.orders.place({ type: "Poll", service: "1", link: "a", quantity: 1, answer_number: "2" }),
      panel.orders.place({ type: "Other", service: "1", fields: { link: "a", stars: "5" } }),
      // @ts-expect-error a missing field
      panel.orders.place({ service: "1", link: "a" }),
      // @ts-expect-error a text where a number belongs
      panel.orders.place({ service: "1", link: "a", quantity: "100" }),
      // @ts-expect-error a misspelt field
      panel.orders.place({ service: "1", link: "a", quantity: 1, lnk: "b" }),
      // @ts-expect-error the field of another type, where the type is left out
      panel.orders.place({ service: "1", link: "a", quantity: 1, comments: ["Nice"] }),
      // @ts-expect-error the field of another type
      panel.orders.place({ type: "Package", service: "1", link: "a", quantity: 1 }),
      // @ts-expect-error no such type
      panel.orders.place({ type: "Likes", service: "1", link: "a", quantity: 1 }),
      // @ts-expect-error the fields of two types
      panel.orders.placeOnce("key", { type: "Package", service: "1", link: "a", comments: ["Nice"] }),
      // @ts-expect-error no such option of a call
      panel.orders.place({ service: "1", link: "a", quantity: 1 }, { retries: 5 }),
      // @ts-expect-error a list of IDs, not one
      panel.orders.statuses("1"),
      // @ts-expect-error no such option of a panel
      createPanel({ timout: 5 }),
      // @ts-expect-error amounts are texts
      decimal.add(0.1, "0.2")
    ]
    const held: { service: string; link: string; quantity: number; comments: ReadonlyArray<string> } = {
      service: "1",
      link: "a",
      quantity: 1,
      comments: []
    }
    // @ts-expect-error the field of another type is refused in a value that was made before, too
    const foreign: Order = held
    assert.ok(compiled.length === 1 && foreign.service === held.service)
  })

  it("tell errors apart by class and by code", () => {
    const wait = (error: unknown): number | null => {
      if (error instanceof RateLimited) return error.retryAfter
      if (error instanceof NotFound) return error.meaning === "order-not-found" ? 0 : null
      if (error instanceof SmmkitError) return error.retryable ? 1 : null
      return null
    }
    const field = (error: unknown): string => {
      if (!isSmmkitError(error)) return ""
      switch (error.code) {
        case "InvalidOrder":
        case "InvalidArgument":
        case "InvalidOption":
          return error.field
        case "OutcomeUnknown":
          return error.request["link"] ?? ""
        default:
          // @ts-expect-error not every error has a field
          return error.field
      }
    }
    assert.strictEqual(
      wait(new RateLimited("", { said: "", status: 429, retryAfter: 5, retryable: true })),
      5
    )
    assert.strictEqual(field(new InvalidOrder("", { field: "link", value: "", remedy: "" })), "link")
  })
})
