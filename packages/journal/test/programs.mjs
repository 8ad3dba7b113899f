import { bundle } from "../../../.ci/bundle.mjs"

/** The processes that are killed and stopped. */
const programs = ["bulk", "stopped", "unrecorded"].map((name) => `crash/${name}.ts`)

export default () => bundle(new URL("..", import.meta.url), programs, "crash/dist/bundled")
