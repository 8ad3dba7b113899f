/** Signals, as programs give them. */
import { InvalidArgument } from "../UsageErrors.js"

const ignore = (): void => {}

/**
 * Calls back when a signal is aborted, at once where it is; gives what ends that. A signal may be of anyone's making,
 * and fail.
 */
export const subscribe = (signal: AbortSignal | undefined, abort: () => void): (() => void) => {
  if (signal === undefined) return ignore
  try {
    if (signal.aborted) {
      abort()
      return ignore
    }
    signal.addEventListener("abort", abort, { once: true })
  } catch {
    const remedy = "give the signal of an AbortController: this one failed"
    throw new InvalidArgument(`signal: ${remedy}`, { field: "signal", value: "", remedy })
  }
  return () => {
    try {
      signal.removeEventListener("abort", abort)
    } catch {
      ignore()
    }
  }
}
