/** Keeps the process alive while a call is under way, and not a moment longer. */

const longest = 2 ** 31 - 1

export interface Hold {
  /** Gives what lets go again. */
  readonly take: () => () => void
}

export const make = (): Hold => {
  let count = 0
  let timer: ReturnType<typeof setInterval> | undefined
  return {
    take: () => {
      count += 1
      timer ??= setInterval(() => {}, longest)
      let isHeld = true
      return () => {
        if (!isHeld) return
        isHeld = false
        count -= 1
        if (count > 0) return
        clearInterval(timer)
        timer = undefined
      }
    }
  }
}
