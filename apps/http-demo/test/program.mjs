import { bundle } from "../../../.ci/bundle.mjs"

/** The server as a process, beside the page that it serves. */
export default () => bundle(new URL("..", import.meta.url), ["src/server.ts"], "dist/bundled")
