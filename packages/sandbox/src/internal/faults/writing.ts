/** Puts a panel's traits on what it says. */
import type { Exchange, Reply } from "../../Exchange.js"
import type { Name } from "../../Trait.js"
import { answered, json } from "../exchanges.js"
import type { Call, Definition } from "./trait.js"
import { traits } from "./traits.js"
import { isRefusal, read, write } from "./values.js"

const definitions: Readonly<Record<Name, Definition>> = traits
const order = new Map(Object.keys(traits).map((name, at) => [name, at]))

const atOf = (name: Name): number => order.get(name) ?? 0

/** Traits in the order in which they are put on an answer. */
export const inOrder = (names: ReadonlyArray<Name>): ReadonlyArray<Definition> =>
  [...new Set(names)].sort((one, other) => atOf(one) - atOf(other)).map((name) => definitions[name])

const suits =
  ({ action }: Pick<Call, "action">) =>
  ({ on }: Definition): boolean =>
    on === undefined || (action !== "unknown" && on.includes(action))

/** Why the panel does not even look at a call, in canonical words; undefined where it does. */
export const objection = (
  traits: ReadonlyArray<Definition>,
  call: Omit<Call, "refused">
): string | undefined => {
  for (const { refuses } of traits.filter(suits(call))) {
    const words = refuses?.(call)
    if (words !== undefined) return words
  }
  return undefined
}

/** The reply of a panel with these traits to whom the canonical one would answer so. */
export const reply = (
  traits: ReadonlyArray<Definition>,
  text: string,
  call: Omit<Call, "refused">
): Exchange => {
  const worn = traits.filter(suits(call))
  if (worn.length === 0) return json(text)
  const said = read(text)
  const seen: Call = { ...call, refused: isRefusal(said) ? said.error : undefined }
  const value = worn.reduce<unknown>((value, { value: change }) => change?.(value, seen) ?? value, said)
  const canonical: Reply = {
    status: 200,
    headers: { "content-type": "application/json" },
    body: write(value)
  }
  return answered(
    worn.reduce<Reply>((reply, { reply: change }) => change?.(reply, value, seen) ?? reply, canonical)
  )
}
