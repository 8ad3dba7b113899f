/** Which files of the repository are pages, and where each stands on the site. */
import { posix } from "node:path"
import { exists, list, manifestOf, read } from "./repository.js"

/** A page in Markdown, with links as they are in its source, relative to it. */
export interface Page {
  /** Where it stands on the site, without an ending: `guides/core`. */
  readonly path: string
  /** The file that it is made from, or the folder's file nearest to it. */
  readonly source: string
  readonly title: string
  readonly text: string
}

/** Pages that stand together in the bar at the side. */
export interface Section {
  readonly title: string
  readonly pages: ReadonlyArray<Page>
  readonly isCollapsed: boolean
}

/** What has a guide, in the order in which it is read. */
export const guided = [
  "packages/core",
  "packages/adapters/node",
  "packages/adapters/fetch",
  "packages/sandbox",
  "packages/journal",
  "packages/follow",
  "packages/promise",
  "apps/cli",
  "apps/http-demo",
  "apps/worker",
  "apps/benchmarks"
] as const

/** What a package is called without its scope. */
export const shortName = (folder: string): string =>
  `${manifestOf(folder).get("name")}`.replace(/^@smmkit\//, "")

const titleOf = (text: string): string => /^# (.+)$/m.exec(text)?.[1] ?? "Untitled"

const page = (path: string, source: string, title?: string): Page => {
  const text = read(source)
  return { path, source, text, title: title ?? titleOf(text) }
}

const guidesOf = (folder: string): ReadonlyArray<Page> => {
  const name = shortName(folder)
  return [
    page(`guides/${name}`, `${folder}/README.md`, name),
    ...list(`${folder}/docs`).map((file) =>
      page(`guides/${name}/${posix.basename(file, ".md")}`, `${folder}/docs/${file}`)
    )
  ]
}

/** Where a page stands among those of its folder: as the folder's index lists it. */
const placeOf = ({ path }: Page, folder: string): number =>
  path.endsWith("/index") ? -1 : read(`apps/docs/${folder}/index.md`).indexOf(`(${posix.basename(path)}.md)`)

/** The pages of a folder of this app. */
const folderOf = (folder: string): ReadonlyArray<Page> =>
  list(`apps/docs/${folder}`)
    .filter((file) => file.endsWith(".md"))
    .map((file) => `${folder}/${posix.basename(file, ".md")}`)
    .map((path) => page(path, `apps/docs/${path}.md`))
    // An index first, and then as it lists the others.
    .sort((a, b) => placeOf(a, folder) - placeOf(b, folder))

/** The page at the door, which the bar at the side does not list. */
export const home = (): Page => page("index", "apps/docs/index.md", "smmkit")

/** All pages that somebody wrote; those of the reference are made from docstrings. */
export const written = (): ReadonlyArray<Section> => [
  {
    title: "Start",
    isCollapsed: false,
    pages: [
      page("guides/start", "README.md", "smmkit"),
      page("guides/agents", "AGENTS.md", "Rules and programs, on one page"),
      page("guides/contributing", "CONTRIBUTING.md")
    ]
  },
  { title: "Recipes", isCollapsed: false, pages: folderOf("recipes") },
  { title: "Coming from another client", isCollapsed: false, pages: folderOf("migration") },
  ...guided
    .filter((folder) => exists(`${folder}/README.md`))
    .map((folder) => ({ title: shortName(folder), isCollapsed: true, pages: guidesOf(folder) }))
]
