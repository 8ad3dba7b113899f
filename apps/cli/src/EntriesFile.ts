/** Fields of many entries, which a file holds one a line. */
import { createReadStream } from "node:fs"
import { InvalidOrder } from "@smmkit/core/PanelError"
import * as Effect from "effect/Effect"
import type { OrderField } from "./OrderFields.js"

const most = 16 * 1024 * 1024

const problems: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "this is a folder",
  EACCES: "this file may not be read",
  EPERM: "this file may not be read",
  ENAMETOOLONG: "this name is too long",
  ERR_ENCODING_INVALID_ENCODED_DATA: "this file is not UTF-8 text",
  ERR_INVALID_ARG_VALUE: "this is no name of a file",
  TOO_LARGE: "this file is larger than 16 MiB"
}

const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : ""

const bytesOf = async (path: string, signal: AbortSignal): Promise<Uint8Array> => {
  const chunks: Array<Uint8Array> = []
  let size = 0
  for await (const chunk of createReadStream(path, { signal })) {
    chunks.push(chunk)
    size += chunk.length
    // Counted while it is read, as a device has no size and no end.
    if (size > most) throw Object.assign(new Error("too large"), { code: "TOO_LARGE" })
  }
  return Buffer.concat(chunks, size)
}

/** The text of a field's file, which holds at least one entry. */
export const read = (
  { name, entry }: OrderField & { readonly kind: "file" },
  path: string
): Effect.Effect<string, InvalidOrder> => {
  const invalid = (problem: string) =>
    new InvalidOrder({
      field: name,
      value: path,
      remedy: `${problem}; give a text file with at least one ${entry}, one a line`
    })
  if (path === "") return Effect.fail(invalid("this is no name of a file"))
  return Effect.tryPromise({
    try: async (signal) => new TextDecoder("utf-8", { fatal: true }).decode(await bytesOf(path, signal)),
    catch: (error) => {
      const code = codeOf(error)
      return invalid(problems[code] ?? `this file cannot be read (${code})`)
    }
  }).pipe(
    Effect.filterOrFail(
      (text) => text.trim() !== "",
      () => invalid("this file holds no entry")
    )
  )
}
