/** What is wrong with what cannot be read: the whole of an error begins with all that would be right. */
import { ArrayFormatter, type ParseError } from "effect/ParseResult"

/** The first thing that is wrong, and where. */
export const issueOf = (error: ParseError): string => {
  const [issue] = ArrayFormatter.formatErrorSync(error)
  return `${issue?.path.join(".") || "all of it"}: ${issue?.message ?? "not what this version writes"}`
}
