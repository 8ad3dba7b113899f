import { bundle } from "../../../.ci/bundle.mjs"

/** The processes that are killed, stopped and cut off. */
const programs = ["worker", "consumer", "orderLife"].map((name) => `crash/${name}.ts`)

export default () => bundle(new URL("..", import.meta.url), programs, "crash/dist/bundled")
