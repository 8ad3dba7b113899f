/** The door: the token is exchanged for a cookie that scripts cannot read, and is never kept here. */
import { useSignal } from "@preact/signals"
import * as Either from "effect/Either"
import * as Api from "../api.js"
import { isLocked, start } from "../state.js"

export const SignIn = () => {
  const token = useSignal("")
  const wrong = useSignal("")
  const onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault()
    const answer = await Api.signIn(token.value)
    token.value = ""
    wrong.value = Either.isLeft(answer) ? answer.left.detail : ""
    if (Either.isLeft(answer)) return
    isLocked.value = false
    await start()
  }
  return (
    <main class="door" id="main">
      <form class="panel" onSubmit={onSubmit}>
        <h1>smmkit</h1>
        <label for="token">The server's token</label>
        <input
          id="token"
          type="password"
          autocomplete="current-password"
          value={token.value}
          aria-describedby="token-about"
          onInput={({ currentTarget }) => {
            token.value = currentTarget.value
          }}
        />
        <small id="token-about">It stands in the address that the server printed when it started.</small>
        {wrong.value !== "" && (
          <p class="wrong" role="alert">
            {wrong.value}
          </p>
        )}
        <button type="submit" disabled={token.value === ""}>
          Open
        </button>
      </form>
    </main>
  )
}
