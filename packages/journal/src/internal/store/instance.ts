/** Which file stands under a path. Its number alone does not tell: another may get it once the file is gone. */
import type { BigIntStats } from "node:fs"

/** A number and a time of birth, which a file has for as long as it lives, and no copy of it has, too. */
export const instanceOf = ({ ino, birthtimeNs }: BigIntStats): string => `${ino}/${birthtimeNs}`

/** Where a file system keeps no time of birth, its number tells; where it keeps no numbers, its birth does. */
export const isInstance = (said: string, present: string): boolean => {
  const [number, birth] = said.split("/")
  const [presentNumber, presentBirth] = present.split("/")
  return birth === "0" || presentBirth === "0" ? number === presentNumber : birth === presentBirth
}
