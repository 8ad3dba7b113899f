/** Asks before something is done that cannot be taken back. */
import { signal } from "@preact/signals"
import type { ComponentChildren } from "preact"
import { useEffect, useRef } from "preact/hooks"

interface Question {
  readonly title: string
  readonly body: ComponentChildren
  readonly yes: string
}

const asked = signal<(Question & { readonly answer: (isYes: boolean) => void }) | null>(null)

export const ask = (question: Question): Promise<boolean> =>
  new Promise((resolve) => {
    asked.value = {
      ...question,
      answer: (isYes) => {
        asked.value = null
        resolve(isYes)
      }
    }
  })

export const Dialog = () => {
  const box = useRef<HTMLDialogElement>(null)
  const question = asked.value
  useEffect(() => {
    if (question !== null) box.current?.showModal()
  }, [question])
  if (question === null) return null
  const { title, body, yes, answer } = question
  return (
    <dialog
      ref={box}
      aria-labelledby="question"
      onClose={({ currentTarget }) => answer(currentTarget.returnValue === "yes")}
    >
      <form method="dialog" class="panel">
        <h2 id="question">{title}</h2>
        {body}
        <footer class="line apart">
          <button type="submit" class="secondary outline">
            No
          </button>
          <button type="submit" value="yes" autofocus>
            {yes}
          </button>
        </footer>
      </form>
    </dialog>
  )
}
