/** The site's pages with files included and links leading where they lead on the site; and links that lead nowhere. */
import { posix } from "node:path"
import { anchorsOf, inProse } from "./headings.js"
import { home, type Page, type Section, written } from "./pages.js"
import { reference } from "./reference.js"
import { exists, read, sourceOf } from "./repository.js"

/** All sections of the site, ready to be built, and what is wrong with them. */
export interface Site {
  readonly home: Page
  readonly sections: ReadonlyArray<Section>
  readonly complaints: ReadonlyArray<string>
}

const languages: Readonly<Record<string, string>> = {
  ".ts": "ts",
  ".mjs": "js",
  ".json": "json",
  ".txt": "text"
}

/** A line `<<< program.ts` becomes the file of that name beside the page. */
const included = ({ source, text }: Page, complaints: Array<string>): string =>
  text.replace(/^<<< (\S+)$/gm, (_, name: string) => {
    const file = posix.join(posix.dirname(source), name)
    if (!exists(file)) complaints.push(`${source}: there is no ${file} to include`)
    const language = languages[posix.extname(file)] ?? "text"
    return `\`\`\`${language}\n${exists(file) ? read(file).trimEnd() : ""}\n\`\`\``
  })

const link = /(?<=\]\()(?!https?:|mailto:)([^)\s#]*)(#[^)\s]+)?(?=\))/g

/** The page of a path of the repository: of the file itself, or of a folder's README. */
const pageAt = (pages: ReadonlyArray<Page>, path: string): Page | undefined =>
  pages.find(({ source }) => source === path || source === posix.join(path, "README.md"))

/** Makes all pages, and checks each link between them, with its anchor. */
export const assemble = (): Site => {
  const complaints: Array<string> = []
  const raw = [...written(), ...reference()].map((section) => ({
    ...section,
    pages: section.pages.map((page) => ({
      ...page,
      text: included(page, complaints).replace(/^<!--.*?-->\n?/gm, "")
    }))
  }))
  const pages = raw.flatMap((section) => section.pages)
  const anchors = new Map(pages.map(({ path, text }) => [path, anchorsOf(text)]))
  const byPath = new Map(pages.map((page) => [page.path, page]))

  const target = (from: Page, path: string, anchor: string): string => {
    const wanted = path.startsWith("/") ? path.slice(1) : posix.join(posix.dirname(from.source), path)
    const page = path === "" ? from : path.startsWith("/") ? byPath.get(wanted) : pageAt(pages, wanted)
    if (page === undefined) {
      if (path.startsWith("/") || !exists(wanted)) complaints.push(`${from.source}: ${path} leads nowhere`)
      return sourceOf(wanted) + anchor
    }
    if (anchor !== "" && anchors.get(page.path)?.has(anchor.slice(1)) !== true)
      complaints.push(`${from.source}: ${path}${anchor} is no heading of ${page.source}`)
    return path === "" ? anchor : `/${page.path}${anchor}`
  }
  const linked = (page: Page): Page => ({
    ...page,
    text: inProse(page.text, (prose) =>
      prose.replace(link, (_, path: string, anchor: string | undefined) => target(page, path, anchor ?? ""))
    )
  })
  const sections = raw.map((section) => ({ ...section, pages: section.pages.map(linked) }))
  return { home: linked(home()), sections, complaints }
}
