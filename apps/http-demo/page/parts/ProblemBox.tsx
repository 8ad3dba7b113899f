/** What went wrong, in words that say what to do. */
import { useEffect, useRef } from "preact/hooks"
import type { Problem } from "../../src/Shapes.js"

const headline = ({ _tag, processed, status }: Problem): string => {
  if (_tag === "OutcomeUnknown") return "Nobody knows yet whether the panel took this order"
  if (_tag === "OrderWithheld") return "The order was held back"
  if (status === 402) return "Not enough money on the account"
  if (processed === "no") return "Nothing was ordered"
  return processed === "yes" ? "It was ordered" : "It is not known whether this was done"
}

const advice = ({ _tag, processed, retryable, fault }: Problem): string => {
  if (_tag === "OutcomeUnknown")
    return "Do not order it again. It stands under “In doubt”, with what to do about it."
  if (processed === "maybe")
    return "Placed as it is once more, it is asked for under the same key: the panel gets it at most once."
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
      class={`notice ${problem.processed === "no" ? "bad" : "doubt"}`}
      data-test="problem"
      data-tag={problem._tag}
    >
      <strong>{headline(problem)}.</strong> {sentence(problem.detail)} {advice(problem)}
    </div>
  )
}
