/** The names for what refusals mean, by the error that carries them; `Meaning` has them all. */

export const accountRefusal = ["bad-key", "account-disabled", "insufficient-funds"] as const

export const notFound = ["bad-service", "order-not-found", "refill-not-found"] as const

export const requestRefusal = [
  "service-disabled",
  "bad-link",
  "quantity-low",
  "quantity-high",
  "quantity-range",
  "missing-parameter",
  "bad-comments",
  "bad-dripfeed",
  "min-above-max",
  "duplicate-active",
  "quota",
  "refill-unavailable",
  "refill-too-early",
  "refill-already",
  "refill-failed",
  "cancel-impossible",
  "cancel-already",
  "bad-action",
  "wrong-address",
  "bad-request"
] as const

export const rateLimited = ["rate-limited"] as const

export const panelUnavailable = ["maintenance", "server-error", "blocked"] as const
