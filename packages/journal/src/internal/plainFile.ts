/** Opening files that are read, of which a user gives the name. */
import { constants, open } from "node:fs/promises"

// A pipe that nobody writes to would be waited for at its opening, and no signal ends that; Windows has none of these.
const atOnce = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** Opens what stands under a name, and waits for nobody: what it is may be asked then. */
export const openAtOnce = (path: string) => open(path, atOnce)
