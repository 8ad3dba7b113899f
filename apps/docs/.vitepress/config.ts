import { readFileSync } from "node:fs"
import { type DefaultTheme, defineConfig } from "vitepress"
import { anchorOf } from "../src/headings.js"

/** The bar at the side, as `src/main.ts` has written it beside the pages. */
const sidebar: DefaultTheme.SidebarMulti = JSON.parse(
  readFileSync(new URL("../dist/pages/sidebar.json", import.meta.url), "utf8")
)

export default defineConfig({
  title: "smmkit",
  description: "A typed, money-safe toolkit for the SMM panel API v2",
  srcDir: "dist/pages",
  outDir: "dist/site",
  cacheDir: "dist/cache",
  head: [["link", { rel: "icon", href: "data:," }]],
  markdown: {
    // No page is HTML: what looks like a tag in a docstring is a type.
    html: false,
    anchor: { slugify: anchorOf },
    theme: { light: "github-light-high-contrast", dark: "github-dark" }
  },
  themeConfig: {
    nav: [
      { text: "Guides", link: "/guides/start", activeMatch: "^/guides/" },
      { text: "Recipes", link: "/recipes/", activeMatch: "^/recipes/" },
      { text: "Migration", link: "/migration/", activeMatch: "^/migration/" },
      { text: "Reference", link: "/reference/", activeMatch: "^/reference/" }
    ],
    sidebar,
    outline: [2, 3],
    search: {
      provider: "local",
      options: {
        // Who searches wants to be told first, and to look it up then.
        miniSearch: {
          searchOptions: {
            boostDocument: (path: string) =>
              path.includes("/recipes/") ? 3 : path.includes("/reference/") ? 1 : 2
          }
        }
      }
    }
  }
})
