import { bundle } from "../../../.ci/bundle.mjs"

/** The runner as a process: its tests start it a dozen times. */
export default () => bundle(new URL("..", import.meta.url), ["src/main.ts"], "dist/bundled")
