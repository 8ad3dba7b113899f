/** An output that remembers what was written. */
import { Effect } from "effect"
import type { Output } from "../src/Output.js"
import { paintOf } from "../src/Style.js"
import { clean, toJson } from "../src/Text.js"

export interface Written {
  readonly out: Array<string>
  readonly err: Array<string>
  readonly progress: Array<string>
}

export const output = (options: {
  readonly json?: boolean
  readonly terminal?: boolean
  readonly columns?: number
}): { readonly service: Output.Service; readonly written: Written } => {
  const { json = false, terminal = false, columns = 80 } = options
  const written: Written = { out: [], err: [], progress: [] }
  const screen = { isTerminal: terminal, isStyled: terminal, paint: paintOf(terminal), columns, rows: 24 }
  const add = (to: Array<string>) => (text: string) =>
    Effect.sync(() => {
      to.push(text)
    })
  return {
    written,
    service: {
      json,
      stdout: screen,
      stderr: screen,
      out: add(written.out),
      tell: (value, text) => add(written.out)(json ? `${toJson(value)}\n` : text),
      err: add(written.err),
      progress: add(written.progress),
      hide: () => Effect.void,
      plain: clean,
      encode: (value) => toJson(value)
    }
  }
}
