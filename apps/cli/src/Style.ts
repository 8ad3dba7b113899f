/** Colours, where the output takes them. */
import { styleText } from "node:util"

export type Look = "plain" | "bold" | "dim" | "red" | "green" | "yellow" | "cyan"

export type Paint = (look: Look, text: string) => string

export const paintOf =
  (isStyled: boolean): Paint =>
  (look, text) =>
    // Whether the output takes colours is known here, so Node need not look.
    isStyled && look !== "plain" && text !== "" ? styleText(look, text, { validateStream: false }) : text

const looks: ReadonlyArray<readonly [Look, ReadonlyArray<string>]> = [
  ["green", ["Completed", "placed"]],
  ["yellow", ["Partial", "Canceled", "Refunded", "Expired", "not-placed", "in-doubt"]],
  ["red", ["Failed", "Rejected", "Error", "refused"]]
]

/** The look of a state, of an order or of an entry of the journal: how things stand at a glance. */
export const lookOf = (state: string): Look =>
  looks.find(([, states]) => states.includes(state))?.[0] ?? "cyan"
