/** Colours, where the output takes them. */
import type { Screen } from "./Output.js"

export interface Style {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly red: (text: string) => string
  readonly green: (text: string) => string
  readonly yellow: (text: string) => string
  readonly cyan: (text: string) => string
}

const paint = (on: number, off: number) => (text: string) =>
  text === "" ? text : `\u001b[${on}m${text}\u001b[${off}m`

const asIs = (text: string): string => text

const styled: Style = {
  bold: paint(1, 22),
  dim: paint(2, 22),
  red: paint(31, 39),
  green: paint(32, 39),
  yellow: paint(33, 39),
  cyan: paint(36, 39)
}

const unstyled: Style = { bold: asIs, dim: asIs, red: asIs, green: asIs, yellow: asIs, cyan: asIs }

export const styleOf = ({ isStyled }: Screen): Style => (isStyled ? styled : unstyled)

/** The colour of a state: how things stand at a glance. */
export const stateColour = (style: Style, state: string): ((text: string) => string) => {
  switch (state) {
    case "Completed":
      return style.green
    case "Partial":
    case "Canceled":
    case "Refunded":
    case "Expired":
      return style.yellow
    case "Failed":
    case "Rejected":
    case "Error":
      return style.red
    default:
      return style.cyan
  }
}
