/// <reference lib="esnext.disposable" preserve="true" />
/**
 * What a panel can do, for programs that write `async` and `await`.
 *
 * @since 0.1.0
 */
import type {
  Answered,
  Money,
  OrderStatus,
  PlacedOnce,
  PlacedOrder,
  ReadError,
  RefillRequested,
  RefillStatus,
  Service,
  SpendError
} from "./Answers.js"
import type { LineRef, OrderEvent, RefundFilter, RefundLine } from "./Events.js"
import type { CallOptions, EventsOptions, FollowOptions, PlaceOnceOptions } from "./Options.js"
import type { Order } from "./Order.js"

/** An ID as text, or as a whole number that JavaScript holds exactly. */
type Id = string | number

/**
 * The catalogue of what the panel sells.
 *
 * @since 0.1.0
 * @category models
 */
export interface Services {
  /** All services, read once and kept for `catalogueTimeToLive`. */
  list(options?: CallOptions): Promise<ReadonlyArray<Service>>
  /** One service; `NotFound` where the catalogue lacks it. */
  get(id: Id, options?: CallOptions): Promise<Service>
}

/**
 * Orders: placing, watching and cancelling them.
 *
 * @since 0.1.0
 * @category models
 */
export interface Orders {
  /**
   * Places one order, which spends money, at most once: the call is sent again only if the one before it certainly
   * did nothing. With a journal each call is a new order, which survives crashes and lost answers.
   */
  place(order: Order, options?: CallOptions): Promise<PlacedOrder>
  /**
   * Places an order under a key of your own, once: whoever asks for the same order under the same key again gets the
   * first outcome, in this process or another, now or after a crash. It needs the option `journal`.
   */
  placeOnce(key: string, order: Order, options?: PlaceOnceOptions): Promise<PlacedOnce>
  /** How one order is doing. Questions asked at about the same time share a call of up to 100. */
  status(id: Id, options?: CallOptions): Promise<OrderStatus>
  /** How many orders are doing, 100 a call, answered in the order asked. */
  statuses(
    ids: ReadonlyArray<Id>,
    options?: CallOptions
  ): Promise<ReadonlyArray<Answered<OrderStatus, ReadError>>>
  /** The order's states from now to the final one, each once, for a `for await` loop; leaving the loop ends it. */
  follow(id: Id, options?: FollowOptions): AsyncIterable<OrderStatus>
  /**
   * Has an order of the journal looked at before all others, and not when its turn has come: what is new is an event.
   * It needs the option `journal`.
   */
  hurry(id: Id, options?: CallOptions): Promise<void>
  /** Asks that one order be stopped. Success means that the panel took the request, and is no refund. */
  cancel(id: Id, options?: CallOptions): Promise<void>
  /** Asks that many orders be stopped, 100 a call; each has a result of its own, also where the call is given up. */
  cancelMany(
    ids: ReadonlyArray<Id>,
    options?: CallOptions
  ): Promise<ReadonlyArray<Answered<null, SpendError>>>
}

/**
 * Refills: asking for what an order lost.
 *
 * @since 0.1.0
 * @category models
 */
export interface Refills {
  /** Asks for the refill of one order. */
  request(order: Id, options?: CallOptions): Promise<RefillRequested>
  /** Asks for the refills of many orders, 100 a call; each has a result of its own, also where the call is given up. */
  requestMany(
    orders: ReadonlyArray<Id>,
    options?: CallOptions
  ): Promise<ReadonlyArray<Answered<RefillRequested, SpendError>>>
  /** How one refill is doing. */
  status(id: Id, options?: CallOptions): Promise<RefillStatus>
  /** How many refills are doing, 100 a call. */
  statuses(
    ids: ReadonlyArray<Id>,
    options?: CallOptions
  ): Promise<ReadonlyArray<Answered<RefillStatus, ReadError>>>
}

/**
 * What panels owe for orders of the journal. It needs the option `journal`; that something is due is seen while
 * somebody follows the orders, as `events` does.
 *
 * @since 0.1.0
 * @category models
 */
export interface Refunds {
  /** All lines, or those that are meant, by order and number. */
  list(filter?: RefundFilter, options?: CallOptions): Promise<ReadonlyArray<RefundLine>>
  /** The same one by one, for a `for await` loop, however many there are. */
  stream(filter?: RefundFilter & Pick<CallOptions, "signal">): AsyncIterable<RefundLine>
  /**
   * Settles a line, once, and says how, in words of your own: whoever comes later gets `AlreadySettled`, with when and
   * how. Pay out after it, never before.
   */
  settle(line: LineRef, how: string, options?: CallOptions): Promise<RefundLine>
}

/**
 * One panel. Any number of them live side by side, each with its own catalogue, rate limit and concurrency.
 *
 * @since 0.1.0
 * @category models
 */
export interface Panel {
  readonly services: Services
  readonly orders: Orders
  readonly refills: Refills
  readonly refunds: Refunds
  /**
   * What happened to the orders of the journal after a place in its log, and then what happens, each event once, for a
   * `for await` loop. It needs the option `journal`. From its first use on, until the panel is closed, this process
   * follows the account's orders to their end; any number of processes may, on the same store.
   */
  events(options?: EventsOptions): AsyncIterable<OrderEvent>
  /** What is left on the account, exact. */
  balance(options?: CallOptions): Promise<Money>
  /**
   * Takes no more calls, gives up what was not sent or only reads, lets what spends come to its end (at most the
   * panel's `timeout`), and releases everything. A program that forgets it still exits.
   */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
