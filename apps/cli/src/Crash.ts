/** The last words on what nothing else has caught; loaded before all else, so it needs nothing else. */

/** A defect as it is told on standard error, in JSON or in words. */
export const lastWords = (error: unknown, json: boolean): string => {
  const key = process.env["SMMKIT_KEY"] ?? ""
  const said = error instanceof Error ? error.message : String(error)
  const safe = (text: string): string => (key === "" ? text : text.replaceAll(key, "<redacted>"))
  const message = safe(`smmkit failed unexpectedly: ${said}`).replace(/[\p{Cc}\p{Cf}]+/gu, " ")
  if (json) {
    const failure = {
      _tag: "Defect",
      meaning: null,
      message,
      processed: "maybe",
      retryable: false,
      fault: "local"
    }
    return `${JSON.stringify({ error: failure })}\n`
  }
  const trace = process.env["SMMKIT_DEBUG"] !== undefined && error instanceof Error ? error.stack : undefined
  return `${message}\nThis is a mistake in smmkit, please report it.\n${trace === undefined ? "" : `${safe(trace)}\n`}`
}
