/** Errors of the packages below as the classes that a program without Effect knows. */
import type { InvalidOption as OptionError } from "@smmkit/core/Options"
import type * as Core from "@smmkit/core/PanelError"
import type * as Follow from "@smmkit/follow/FollowError"
import type * as Journal from "@smmkit/journal/JournalError"
import * as Cause from "effect/Cause"
import * as Option from "effect/Option"
import * as Record from "effect/Record"
import type { ReadError, SpendError } from "../Answers.js"
import type { AnyError } from "../AnyError.js"
import { AlreadySettled, InvalidCursor, UnknownLine, UnknownOrder } from "../FollowErrors.js"
import { KeyConflict, OutcomeUnrecorded, StoreError } from "../JournalErrors.js"
import { Interrupted, NotSent, OrderWithheld, OutcomeUnknown, UnexpectedAnswer } from "../PanelErrors.js"
import {
  AccountRefusal,
  NotFound,
  PanelUnavailable,
  RateLimited,
  RequestRefusal,
  UnclassifiedRefusal
} from "../Refusals.js"
import { Defect, InvalidOption, InvalidOrder } from "../UsageErrors.js"

/** What the packages below fail with. */
export type Failure =
  | Core.PanelError
  | OptionError
  | Journal.StoreError
  | Journal.KeyConflict
  | Journal.OutcomeUnrecorded
  | Journal.InvalidJournalConfig
  | Follow.UnknownOrder
  | Follow.UnknownLine
  | Follow.AlreadySettled
  | Follow.InvalidCursor

/** Takes the key, and whatever else is secret, out of a text. */
export type Conceal = (text: string) => string

type Spending =
  | Core.SpendError
  | Core.InvalidOrder
  | Core.OrderWithheld
  | Journal.KeyConflict
  | Journal.OutcomeUnrecorded

export function of(error: Core.ReadError, conceal: Conceal): ReadError
export function of(error: Spending, conceal: Conceal): SpendError
export function of(error: Failure, conceal: Conceal): AnyError
export function of(error: Failure, conceal: Conceal): AnyError {
  const message = conceal(error.message)
  const said = ({ said, status }: { readonly said: string; readonly status: number }) => ({
    said: conceal(said),
    status
  })
  const wrong = ({ field, remedy }: { readonly field: string; readonly remedy: string }, value: string) => ({
    field: conceal(field),
    value: conceal(value),
    remedy: conceal(remedy)
  })
  const onTheWay = ({ reason, detail, retryable, fault }: Core.NotSent | Core.Interrupted) => ({
    reason,
    detail: conceal(detail),
    retryable,
    fault
  })
  const request = (fields: Readonly<Record<string, string>>) => Record.map(fields, conceal)
  switch (error._tag) {
    case "AccountRefusal":
      return new AccountRefusal(message, { meaning: error.meaning, ...said(error) })
    case "RateLimited":
      return new RateLimited(message, {
        retryAfter: error.retryAfter,
        retryable: error.retryable,
        ...said(error)
      })
    case "PanelUnavailable":
      return unavailable(error, conceal)
    case "NotFound":
      return new NotFound(message, { meaning: error.meaning, ...said(error) })
    case "RequestRefusal":
      return new RequestRefusal(message, { meaning: error.meaning, fault: error.fault, ...said(error) })
    case "UnclassifiedRefusal":
      return new UnclassifiedRefusal(message, said(error))
    case "UnexpectedAnswer":
      return unexpected(error, conceal)
    case "NotSent":
      return new NotSent(message, onTheWay(error))
    case "Interrupted":
      return new Interrupted(message, onTheWay(error))
    case "OutcomeUnknown": {
      const { action, at, meaning, fault } = error
      const fields = { action, at, meaning, fault, request: request(error.request) }
      return new OutcomeUnknown(message, fields, cause(error.cause, conceal))
    }
    case "InvalidOrder":
      return new InvalidOrder(message, wrong(error, error.value))
    case "OrderWithheld": {
      const { reason, retryable, fault } = error
      return new OrderWithheld(message, { reason, retryable, fault, detail: conceal(error.detail) })
    }
    case "InvalidOption":
      return new InvalidOption(message, wrong(error, error.value))
    case "InvalidJournalConfig":
      return new InvalidOption(message, wrong({ ...error, field: `journal.${error.field}` }, ""))
    case "StoreError":
      return store(error, conceal)
    case "KeyConflict":
      return new KeyConflict(message, {
        key: conceal(error.key),
        field: error.field,
        held: conceal(error.held),
        asked: conceal(error.asked)
      })
    case "OutcomeUnrecorded": {
      const { at, order } = error
      const fields = {
        key: conceal(error.key),
        at,
        order,
        answer: conceal(error.answer),
        request: request(error.request)
      }
      return new OutcomeUnrecorded(message, fields, store(error.store, conceal))
    }
    case "UnknownOrder":
      return new UnknownOrder(message, { account: error.account, order: error.order })
    case "UnknownLine": {
      const { account, order, line } = error
      return new UnknownLine(message, { account, order, line })
    }
    case "AlreadySettled": {
      const { account, order, line, at } = error
      return new AlreadySettled(message, { account, order, line, at, how: conceal(error.how) })
    }
    case "InvalidCursor": {
      const { account, number, reason, first, last } = error
      return new InvalidCursor(message, { account, number, reason, first, last })
    }
  }
}

const unavailable = (error: Core.PanelUnavailable, conceal: Conceal): PanelUnavailable => {
  const { meaning, status, retryAfter, processed, retryable } = error
  const said = conceal(error.said)
  const fields = { meaning, said, status, retryAfter, processed, retryable }
  return new PanelUnavailable(conceal(error.message), fields)
}

const unexpected = (error: Core.UnexpectedAnswer, conceal: Conceal): UnexpectedAnswer => {
  const { reason, meaning, status } = error
  return new UnexpectedAnswer(conceal(error.message), {
    reason,
    meaning,
    status,
    excerpt: conceal(error.excerpt)
  })
}

const cause = (error: Core.OutcomeUnknown["cause"], conceal: Conceal) => {
  switch (error._tag) {
    case "PanelUnavailable":
      return unavailable(error, conceal)
    case "UnexpectedAnswer":
      return unexpected(error, conceal)
    case "Interrupted": {
      const { reason, retryable, fault } = error
      const detail = conceal(error.detail)
      return new Interrupted(conceal(error.message), { reason, detail, retryable, fault })
    }
  }
}

const store = (error: Journal.StoreError, conceal: Conceal): StoreError => {
  const { reason, remedy, retryable } = error
  const detail = conceal(error.detail)
  return new StoreError(conceal(error.message), { reason, detail, remedy, retryable })
}

/** What ended a call that is no success: its failure, or a fault of ours, of which the cause itself is not shown. */
export const ofCause = (cause: Cause.Cause<Failure>, conceal: Conceal, mayHaveSpent: boolean): AnyError =>
  Option.match(Cause.failureOption(cause), {
    onSome: (failure) => of(failure, conceal),
    onNone: () => {
      const [first] = Cause.prettyErrors(cause)
      const what = conceal(first?.message ?? "it was interrupted").slice(0, 500)
      return new Defect(`smmkit broke down: ${what}`, { processed: mayHaveSpent ? "maybe" : "no" })
    }
  })
