/** Colours, where the output takes them. */
import { styleText } from "node:util"
import type { Screen } from "./Output.js"

type Paint = (text: string) => string

export type Style = Readonly<Record<"bold" | "dim" | "red" | "green" | "yellow" | "cyan", Paint>>

const make = (paint: (name: keyof Style) => Paint): Style => ({
  bold: paint("bold"),
  dim: paint("dim"),
  red: paint("red"),
  green: paint("green"),
  yellow: paint("yellow"),
  cyan: paint("cyan")
})

// Whether the output takes colours is known here, so Node need not look.
const styled = make(
  (name) => (text) => (text === "" ? text : styleText(name, text, { validateStream: false }))
)
const unstyled = make(() => (text) => text)

export const styleOf = ({ isStyled }: Screen): Style => (isStyled ? styled : unstyled)

const colours: ReadonlyArray<readonly [keyof Style, ReadonlyArray<string>]> = [
  ["green", ["Completed", "placed"]],
  ["yellow", ["Partial", "Canceled", "Refunded", "Expired", "not-placed", "in-doubt"]],
  ["red", ["Failed", "Rejected", "Error", "refused"]]
]

/** The colour of a state, of an order or of an entry of the journal: how things stand at a glance. */
export const stateColour = (style: Style, state: string): Paint =>
  style[colours.find(([, states]) => states.includes(state))?.[0] ?? "cyan"]
