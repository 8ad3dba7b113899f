/** What something was before it became what it is: the last first, each until a time. */
interface Past<One> {
  readonly until: number
  readonly before: (One & Past<One>) | undefined
}

/** What held at a time, if it holds no more. */
export const at = <One extends Past<One>>(last: One | undefined, time: number): One | undefined => {
  let found: One | undefined
  for (let one = last; one !== undefined && time < one.until; one = one.before) found = one
  return found
}
