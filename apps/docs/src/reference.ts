/** The pages of the API reference: one for each public module, from what was compiled. */
import { posix } from "node:path"
import { type Export, type Module, moduleOf, writtenIn } from "./declarations.js"
import { anchorOf } from "./headings.js"
import { guided, type Page, type Section, shortName } from "./pages.js"
import { exists, list, manifestOf, read, sourceOf } from "./repository.js"

interface Documented {
  readonly path: string
  /** How a program gets it. */
  readonly imported: string
  readonly title: string
  readonly file: string
  readonly module: Module
}

/** The entry points of a package, each with the `.d.ts` of it. */
const entriesOf = (folder: string): ReadonlyArray<readonly [entry: string, file: string]> => {
  const exports: unknown = manifestOf(folder).get("exports")
  return Object.entries(typeof exports === "object" && exports !== null ? exports : {}).flatMap(
    ([entry, target]: readonly [string, unknown]) =>
      typeof target === "object" && target !== null && "types" in target && typeof target.types === "string"
        ? [[entry, posix.join(folder, target.types)] as const]
        : []
  )
}

/** The modules of a package: those that an entry point exports under names, and what it exports itself. */
const modulesOf = (folder: string): ReadonlyArray<Documented> => {
  const short = shortName(folder)
  const entries = entriesOf(folder)
  const named = entries
    .filter(([entry]) => !entry.includes("*"))
    .flatMap(([entry, file]) => {
      const from = posix.join(`@smmkit/${short}`, entry)
      const base = posix.join("reference", short, entry)
      const module = moduleOf(file)
      const own = { path: entry === "." ? `${base}/all` : base, title: from, file, module }
      return [
        ...(module.exports.length > 0 ? [{ ...own, imported: `import { … } from "${from}"` }] : []),
        ...module.namespaces.map((namespace) => ({
          path: `${base}/${namespace.name}`,
          imported: `import { ${namespace.name} } from "${from}"`,
          title: entry === "." ? namespace.name : `${posix.basename(entry)}/${namespace.name}`,
          file: namespace.file,
          module: moduleOf(namespace.file)
        }))
      ]
    })
  // A module that has an entry point of its own as well stands where it is named first; then what a pattern opens.
  const first = new Map(named.toReversed().map((one) => [one.file, one]))
  const files = new Set(first.keys())
  const opened = entries
    .filter(([, file]) => file.includes("*"))
    .flatMap(([, pattern]) =>
      list(posix.dirname(pattern)).map((name) => posix.join(posix.dirname(pattern), name))
    )
    .filter((file) => file.endsWith(".d.ts") && !file.endsWith("/index.d.ts") && !files.has(file))
    .map((file) => {
      const title = posix.basename(file, ".d.ts")
      const imported = `import * as ${title} from "@smmkit/${short}/${title}"`
      return { path: `reference/${short}/${title}`, imported, title, file, module: moduleOf(file) }
    })
  return [...[...first.values()].toReversed(), ...opened]
}

/** The line of the source that declares a name. */
const lineOf = ({ name, file }: Export): string => {
  const source = writtenIn(file)
  if (!exists(source)) return sourceOf(source)
  const declares = new RegExp(
    `^export (declare )?(abstract )?(const|class|function|interface|type|namespace) ${name}\\b`
  )
  const at = read(source)
    .split("\n")
    .findIndex((line) => declares.test(line))
  return sourceOf(source, at < 0 ? undefined : at + 1)
}

const code = (text: string): string => `\`\`\`ts\n${text.trim()}\n\`\`\``

const entryOf = (one: Export, addressOf: (name: string, file: string) => string | undefined): string => {
  const links = one.uses.flatMap(({ name, file }) => {
    const address = addressOf(name, file)
    return address === undefined ? [] : [`[\`${name}\`](${address})`]
  })
  return [
    `### ${one.name}`,
    one.about,
    code(one.signature),
    links.length > 0 ? `Named here: ${links.join(", ")}.` : "",
    ...one.examples.map((example) => `Example:\n\n${code(example)}`),
    `Since ${one.since ?? "0.1.0"}. [Source](${lineOf(one)})`
  ]
    .filter((part) => part !== "")
    .join("\n\n")
}

const pageOf = (
  documented: Documented,
  addressOf: (name: string, file: string) => string | undefined
): Page => {
  const { path, imported, title, file, module } = documented
  const categories = [...new Set(module.exports.map(({ category }) => category))].sort()
  const text = [
    `# ${title}`,
    code(imported),
    module.about,
    ...categories.flatMap((category) => [
      `## ${category[0]?.toUpperCase()}${category.slice(1)}`,
      ...module.exports.filter((one) => one.category === category).map((one) => entryOf(one, addressOf))
    ])
  ]
  return { path, source: file, title, text: `${text.filter((part) => part !== "").join("\n\n")}\n` }
}

/** The first page: every module with the first sentence about it. */
const contents = (sections: ReadonlyArray<Section>): Page => ({
  path: "reference/index",
  source: "apps/docs/src/reference.ts",
  title: "Every module",
  text: [
    "# Reference",
    "Every public module of every package, from the docstrings. The examples run in a test; `assert` is that of `node:assert/strict`.",
    ...sections.flatMap(({ title, pages }) => [
      `## ${title}`,
      pages.map((page) => `- [${page.title}](/${page.path})${firstSentence(page)}`).join("\n")
    ])
  ].join("\n\n")
})

/** What a module's page says first, after its title and how it is imported. */
const firstSentence = ({ text }: Page): string => {
  const [, , about = ""] = text.split("\n\n")
  const [sentence = ""] = about.replace(/\s+/g, " ").split(/(?<=\.) /)
  return sentence === "" || sentence.startsWith("#") ? "" : `: ${sentence}`
}

/** The whole reference, a section for each package. */
export const reference = (): ReadonlyArray<Section> => {
  const packages = guided
    .filter((folder) => folder.startsWith("packages/"))
    .map((folder) => ({ folder, modules: modulesOf(folder) }))
  const addresses = new Map<string, string>()
  for (const { path, module } of packages.flatMap(({ modules }) => modules)) {
    for (const { name, file } of module.exports) {
      const key = `${file}#${name}`
      if (!addresses.has(key)) addresses.set(key, `/${path}#${anchorOf(name)}`)
    }
  }
  const sections = packages.map(({ folder, modules }) => ({
    title: `@smmkit/${shortName(folder)}`,
    isCollapsed: true,
    pages: modules.map((one) => pageOf(one, (name, file) => addresses.get(`${file}#${name}`)))
  }))
  return [{ title: "Reference", isCollapsed: false, pages: [contents(sections)] }, ...sections]
}
