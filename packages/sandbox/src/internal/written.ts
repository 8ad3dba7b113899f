/** Fields of an answer as a test says that the panel writes them, odd ones included. */

/** The answer with these fields in place of its own; those that are undefined leave it as it is. */
export const put = (answer: string, fields: Readonly<Record<string, unknown>>): string => {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  if (given.length === 0) return answer
  const own: unknown = JSON.parse(answer)
  return JSON.stringify(Object.assign({}, own, Object.fromEntries(given)))
}
