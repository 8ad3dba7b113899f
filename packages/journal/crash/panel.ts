/** A panel that loses answers at random. */
import { Sandbox, SandboxServer } from "@smmkit/sandbox"
import { Layer, ManagedRuntime } from "effect"
import { type Books, booksOf } from "./books.js"
import { faults } from "./faults.js"

export interface Panel {
  readonly url: string
  readonly books: () => Promise<Books>
  readonly stop: () => Promise<void>
}

export const startPanel = async (seed: number, faultRate: number): Promise<Panel> => {
  const runtime = ManagedRuntime.make(
    Layer.provideMerge(
      SandboxServer.layer(),
      Sandbox.layer({
        seed,
        balance: "1000000",
        partial: 0,
        // Orders end within the run, so that they can be refilled; and refills end, so that another would be taken.
        speed: 800,
        refillWait: "100 millis",
        mishaps: faults(faultRate)
      })
    )
  )
  const { url } = await runtime.runPromise(SandboxServer.SandboxServer)
  return { url, books: () => runtime.runPromise(booksOf), stop: runtime.dispose }
}
