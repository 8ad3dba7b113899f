/** The opaque spellings of order numbers that the fault `opaque-id` hands out. */

export const toOpaque = (number: number): string => `ord_${number.toString(36)}`

const opaque = /^ord_([0-9a-z]{1,10})$/

/** The panel's own number in either spelling. */
export const fromOpaque = (id: string): string => {
  const digits = opaque.exec(id)?.[1]
  return digits === undefined ? id : String(Number.parseInt(digits, 36))
}
