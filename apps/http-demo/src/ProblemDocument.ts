/** The shape of a problem document (RFC 9457), for the server and for the page. */
import { Meaning } from "@smmkit/core/Meaning"
import * as Schema from "effect/Schema"

const describe = (description: string) => ({ description })

export const Problem = Schema.Struct({
  type: Schema.String.annotations(describe("A URI that names the kind of problem.")),
  title: Schema.String.annotations(describe("The HTTP status in words.")),
  status: Schema.Int.annotations(describe("The HTTP status.")),
  detail: Schema.String.annotations(describe("What happened, for people.")),
  _tag: Schema.String.annotations(describe("What it is, for programs: the name of the error's class.")),
  meaning: Schema.NullOr(Meaning).annotations(describe("What the panel means by its refusal, where known.")),
  processed: Schema.Literal("no", "maybe", "yes").annotations(
    describe("Whether the panel acted on the call. `maybe`: find out before anything is sent again.")
  ),
  retryable: Schema.Boolean.annotations(describe("Whether the same call may be sent again soon.")),
  fault: Schema.Literal("caller", "account", "panel", "network", "local").annotations(
    describe("Whose business it is to put it right.")
  ),
  field: Schema.optional(Schema.String.annotations(describe("The field that is wrong."))),
  value: Schema.optional(Schema.String.annotations(describe("What the field holds."))),
  remedy: Schema.optional(Schema.String.annotations(describe("What would be right."))),
  key: Schema.optional(Schema.String.annotations(describe("The Idempotency-Key of the order in question.")))
}).annotations({
  identifier: "Problem",
  description: "What went wrong (RFC 9457)."
})

export type Problem = typeof Problem.Type
