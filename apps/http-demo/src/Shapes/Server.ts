/** The server itself: which panel it stands before, and how to be let in. */
import * as Schema from "effect/Schema"

export const About = Schema.Struct({
  panel: Schema.String.annotations({ description: "The panel's host, or `sandbox`." }),
  isSandbox: Schema.Boolean
}).annotations({ identifier: "About" })

export type About = typeof About.Type

export const Session = Schema.Struct({
  token: Schema.Redacted(Schema.String.pipe(Schema.maxLength(1000)))
}).annotations({
  identifier: "Session"
})
