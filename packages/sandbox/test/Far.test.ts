/** What holds of a sandbox at hand holds of one behind a control port: the same tests, through the port. */
import { afterAll, vi } from "@effect/vitest"

// The process serves other files, too: those tests are loaded for this one, and again for themselves.
vi.resetModules()
afterAll(() => {
  vi.resetModules()
})

const far = await import("./far.js")
const harness = await import("./harness.js")
const all = await import("@smmkit/sandbox")

vi.doMock("./harness.js", () => ({ ...harness, panel: far.panel }))
vi.doMock("@smmkit/sandbox", () => ({ ...all, Sandbox: { ...all.Sandbox, layer: far.layer } }))

await import("./Control.test.js")
await import("./Books.test.js")
await import("./Refill.test.js")
await import("./Replicas.test.js")
