/** What went wrong, in words that say what to do. */
import { useEffect, useRef } from "preact/hooks"
import type { Problem } from "../../src/Shapes.js"

const headline = ({ _tag, processed, status }: Problem): string => {
  if (_tag === "OutcomeUnknown") return "Nobody knows yet whether the panel took this order"
  if (_tag === "NoAnswer" && processed === "maybe") return "No answer from the server"
  if (_tag === "OrderWithheld") return "The order was held back"
  if (status === 402) return "Not enough money on the account"
  return processed === "no" ? "Nothing was ordered" : "It is not known whether this was done"
}

const advice = ({ _tag, processed, retryable, fault }: Problem): string => {
  if (_tag === "OutcomeUnknown") {
    return "Do not order it again. It stands under “In doubt”, with what to do about it."
  }
  if (processed === "maybe")
    return "Send it again as it is: it is placed at most once, whatever happened to the first try."
  if (retryable) return "You may try again."
  return fault === "account" ? "See to the panel's account first." : ""
}

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`)

export const ProblemBox = ({ problem }: { readonly problem: Problem | null }) => {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (problem !== null) box.current?.focus()
  }, [problem])
  if (problem === null) return null
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      class={problem.processed === "no" ? "notice bad-notice" : "notice doubt-notice"}
      data-test="problem"
      data-tag={problem._tag}
    >
      <strong>{headline(problem)}.</strong> {sentence(problem.detail)} {advice(problem)}
    </div>
  )
}
