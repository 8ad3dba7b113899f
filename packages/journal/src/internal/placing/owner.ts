/** Who makes a call: a process, known by more than its number, and whether it still lives. */
import { randomUUID } from "node:crypto"
import * as Fs from "node:fs"
import * as Os from "node:os"
import * as Predicate from "effect/Predicate"

export interface Owner {
  readonly id: string
  /** Processes of one machine, and of one container on it, see each other's numbers. */
  readonly machine: string
  readonly pid: number
}

const read = (get: () => string): string => {
  try {
    return get()
  } catch {
    return ""
  }
}

/** The host's name, its present boot, and the space in which its process numbers hold. */
const machine = (): string =>
  [
    Os.hostname(),
    read(() => Fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    read(() => Fs.readlinkSync("/proc/self/ns/pid"))
  ].join(" ")

export const make = (): Owner => ({ id: randomUUID(), machine: machine(), pid: process.pid })

/**
 * Whether the owner's process has certainly ended. A process that cannot be seen from here is not
 * judged: its lease decides. So does the lease where its number was given to another process.
 */
export const hasEnded = (owner: Omit<Owner, "id">): boolean => {
  if (owner.machine !== machine()) return false
  try {
    process.kill(owner.pid, 0)
    return false
  } catch (failure) {
    return Predicate.hasProperty(failure, "code") && failure.code === "ESRCH"
  }
}
