/** What a bundle has to say of others whose code is in it. */
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"

/** The licences of what is bundled, as they ask to be kept: of these files, named as they are from a folder. */
export const notices = async (bundle, folder, files) => {
  const folders = new Set(
    files.flatMap(
      (path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path)?.[1] ?? []
    )
  )
  const texts = await Promise.all(
    [...folders].sort().map(async (name) => {
      const path = join(folder, name)
      const { name: own, version, license } = JSON.parse(await readFile(join(path, "package.json"), "utf8"))
      const file = (await readdir(path)).find((name) => /^licen[cs]e/i.test(name))
      const text =
        file === undefined ? `Licensed under ${license}.` : await readFile(join(path, file), "utf8")
      return `${own} ${version}\n\n${text.trim()}\n`
    })
  )
  return `${bundle} contains parts of the following packages.\n\n${texts.join(`\n${"-".repeat(80)}\n\n`)}`
}
