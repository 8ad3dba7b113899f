/** Asks before something is done that cannot be taken back. */
import { signal } from "@preact/signals"
import type { ComponentChildren } from "preact"
import { useEffect, useRef } from "preact/hooks"

interface Question {
  readonly title: string
  readonly body: ComponentChildren
  readonly yes: string
  /** Where the hand is led; to yes, unless told. */
  readonly usual?: "no"
}

const questions = signal<ReadonlyArray<Question & { readonly answer: (isYes: boolean) => void }>>([])

/** Asks one after the other: one that took another's place would be answered with what was meant for that. */
export const ask = (question: Question): Promise<boolean> =>
  new Promise((answer) => {
    questions.value = [...questions.value, { ...question, answer }]
  })

export const Dialog = () => {
  const box = useRef<HTMLDialogElement>(null)
  const [question] = questions.value
  useEffect(() => {
    if (question === undefined || box.current === null) return
    box.current.returnValue = ""
    box.current.showModal()
  }, [question])
  if (question === undefined) return null
  const { title, body, yes, usual, answer } = question
  return (
    <dialog
      ref={box}
      aria-labelledby="question"
      // A key that is held down answers nothing.
      onKeyDown={(event) => event.repeat && event.preventDefault()}
      onClose={({ currentTarget }) => {
        questions.value = questions.value.slice(1)
        answer(currentTarget.returnValue === "yes")
      }}
    >
      <form method="dialog" class="panel">
        <h2 id="question">{title}</h2>
        {body}
        <footer class="line apart">
          <button type="submit" class="secondary outline">
            No
          </button>
          <button type="submit" value="yes" autofocus={usual !== "no"}>
            {yes}
          </button>
        </footer>
      </form>
    </dialog>
  )
}
