/** What is told of a mistake of smmkit itself, wherever it comes to light. It loads nothing that could be broken, too. */
const advice = "This is a mistake in smmkit, please report it. Check what was done before you try again."

/** The text for standard error, in JSON or in words; `plain` takes out what must not be shown. */
export const told = (error: unknown, json: boolean, plain: (text: string) => string): string => {
  const message = plain(
    `smmkit failed unexpectedly: ${error instanceof Error ? error.message : String(error)}`
  )
  const facts = { meaning: null, message, processed: "maybe", retryable: false, fault: "local" }
  if (json) return `${JSON.stringify({ error: { _tag: "Defect", ...facts } })}\n`
  const trace = process.env["SMMKIT_DEBUG"] !== undefined && error instanceof Error ? error.stack : undefined
  return [message, advice, ...(trace?.split("\n").map(plain) ?? []), ""].join("\n")
}
