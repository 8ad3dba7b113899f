/** What is odd about a link, in words. */
import type { LinkWarning } from "@smmkit/core/OrderForm"

const odd: Readonly<Record<LinkWarning["reason"], string>> = {
  scheme: "is no address of the web",
  name: "is no address, though its service looks like one for addresses"
}

export const warningText = ({ field, value, reason }: LinkWarning): string =>
  `The ${field.replaceAll("_", " ")} “${value.slice(0, 100)}” ${odd[reason]}.`
