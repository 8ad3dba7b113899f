/** The repository that the site is made from. Paths are relative to its root. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../../", import.meta.url))

export const read = (path: string): string => readFileSync(join(root, path), "utf8")

export const exists = (path: string): boolean => existsSync(join(root, path))

/** The names in a folder, in order, or none where there is no such folder. */
export const list = (folder: string): ReadonlyArray<string> =>
  exists(folder) ? readdirSync(join(root, folder)).sort() : []

/** A manifest's fields, of which nothing is known but their names. */
export const manifestOf = (folder: string): ReadonlyMap<string, unknown> =>
  new Map(Object.entries(JSON.parse(read(join(folder, "package.json")))))

/** Where what is no page of the site can be looked at. */
export const sourceOf = (path: string, line?: number): string =>
  `${manifestOf("").get("repository")}/blob/main/${path}${line === undefined ? "" : `#L${line}`}`
