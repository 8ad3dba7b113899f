/** Which panel stands behind this server. */
import * as Context from "effect/Context"
import type * as Shapes from "./Shapes.js"

export class About extends Context.Tag("@smmkit/http-demo/About")<About, Shapes.About>() {}
