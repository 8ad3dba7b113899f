/**
 * Holds the docs to the truth: every public export has a docstring with an example, every example
 * compiles and runs, every snippet of a page is in a file that runs, every npm script that a page names exists, and so
 * does every test that a `how-it-works.md` names.
 */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { pathToFileURL } from "node:url"
import ts from "typescript"
import { folders, readJson, tsc } from "./workspace.mjs"

const packages = folders()
  .map(({ dir }) => dir)
  .filter((dir) => dir.startsWith("packages/"))
const complaints = []

const textOf = (comment) => (typeof comment === "string" ? comment : ts.getTextOfJSDocComment(comment)) ?? ""

/** The exported declarations of a module, each with its docs. */
const exportsOf = (file) => {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true)
  const named = (statement) => (ts.isFunctionDeclaration(statement) ? statement.name?.text : undefined)
  return source.statements.flatMap((statement, place) => {
    // Of a function with several signatures, the first one has the docs.
    const before = source.statements[place - 1]
    if (before !== undefined && named(statement) !== undefined && named(before) === named(statement))
      return []
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : []
    if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return []
    const names = ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.map(({ name }) => name.getText())
      : [statement.name?.getText() ?? "default"]
    const doc = ts.getJSDocCommentsAndTags(statement).find(ts.isJSDoc)
    const tags = (doc?.tags ?? []).map((tag) => ({ name: tag.tagName.text, text: textOf(tag.comment) }))
    const isType =
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isModuleDeclaration(statement)
    return names.map((name) => ({ name, isType, about: textOf(doc?.comment), tags, file }))
  })
}

const examplesOf = ({ tags }) =>
  tags.filter(({ name }) => name === "example").map(({ text }) => text.replace(/^```.*$/gm, ""))

for (const dir of packages.filter((dir) => existsSync(join(dir, "src")))) {
  const modules = readdirSync(join(dir, "src")).filter((name) => name.endsWith(".ts") && name !== "index.ts")
  const declared = modules.flatMap((name) => exportsOf(join(dir, "src", name)))
  for (const one of declared) {
    const has = (tag) => one.tags.some(({ name }) => name === tag)
    const where = `${one.file}: ${one.name}`
    if (!has("since")) complaints.push(`${where} has no @since`)
    if (!one.isType && one.about === "") complaints.push(`${where} has no sentence about what it is`)
    if (!one.isType && !has("category")) complaints.push(`${where} has no @category`)
    if (!one.isType && !has("example")) complaints.push(`${where} has no @example`)
  }

  // Inside the package, so that an example imports the package by its own name.
  const work = join(dir, ".docs")
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  const files = declared.flatMap((one) =>
    examplesOf(one).map((text, at) => {
      const file = `${basename(one.file, ".ts")}.${one.name}.${at}.ts`
      writeFileSync(join(work, file), `import assert from "node:assert/strict"\n${text}\nexport {}\n`)
      return file
    })
  )
  writeFileSync(
    join(work, "tsconfig.json"),
    JSON.stringify({
      extends: `${dir.replace(/[^/]+/g, "..")}/../tsconfig.base.json`,
      compilerOptions: {
        composite: false,
        incremental: false,
        declaration: false,
        declarationMap: false,
        sourceMap: false,
        noUnusedLocals: false,
        types: ["node"],
        rootDir: ".",
        outDir: "out"
      },
      include: ["*.ts"]
    })
  )
  const compiled = spawnSync(tsc, ["-p", work], { encoding: "utf8" })
  if (compiled.status !== 0) complaints.push(compiled.stdout.trim())
  for (const file of compiled.status === 0 ? files : []) {
    await import(pathToFileURL(join(work, "out", file.replace(/\.ts$/, ".js"))).href).catch((error) =>
      complaints.push(`${dir}: the example of ${file} fails: ${error instanceof Error ? error.stack : error}`)
    )
  }
  console.log(`${dir}: ${declared.length} exports, ${files.length} examples run`)
}

/** A page's snippet stands, word for word, in a program that is run: an example, or a test in plain JavaScript. */
const flat = (code) => code.replace(/^\s+/gm, "").trim()
const filesOf = (dir) => (existsSync(dir) ? readdirSync(dir).map((name) => join(dir, name)) : [])
const pages = [
  "README.md",
  "AGENTS.md",
  "CONTRIBUTING.md",
  ...folders().flatMap(({ dir }) => [join(dir, "README.md"), ...filesOf(join(dir, "docs"))])
].filter(existsSync)
const programs = packages
  .flatMap((dir) => [
    ...filesOf(join(dir, "examples")),
    ...filesOf(join(dir, "test")).filter((file) => file.endsWith(".mjs"))
  ])
  .map((file) => flat(readFileSync(file, "utf8")))
const { scripts } = readJson("package.json")
/** The package that an import comes from. */
const packageOf = (name) =>
  name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/")
for (const page of pages) {
  const text = readFileSync(page, "utf8")
  const blocks = (languages) =>
    [...text.matchAll(new RegExp(`^\`\`\`(?:${languages})\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(([, code]) =>
      code.trim()
    )
  const snippets = blocks("ts|tsx|js|mjs")
  const above = text.slice(0, text.search(/^```(?:ts|js)$/m)).matchAll(/npm install ([^`\n]*)/g)
  const installed = [...above].flatMap(([, names]) =>
    names.split(" ").map((name) => name.replace(/(?<=.)@.*/, ""))
  )
  for (const [, name] of (snippets[0] ?? "").matchAll(/ from "([^"]+)"/g)) {
    if (!name.startsWith("node:") && !installed.includes(packageOf(name)))
      complaints.push(`${page}: no install line above the first program names ${packageOf(name)}`)
  }
  for (const snippet of snippets) {
    if (!programs.some((program) => program.includes(flat(snippet)))) {
      complaints.push(`${page}: a snippet is in no file that is run: ${snippet.split("\n")[0]}`)
    }
  }
  // In a block of commands as in a sentence.
  for (const [, named, short] of text.matchAll(/\bnpm (?:run ([\w:-]+)|(test|start)\b)/g)) {
    const script = named ?? short
    if (!(script in scripts)) complaints.push(`${page}: there is no script ${script}`)
  }
}

/** The titles of a file's tests: what a call is told first, or what a named effect is called. */
const titlesOf = (file) => {
  const titles = []
  const visit = (node) => {
    const [first] = ts.isCallExpression(node) ? node.arguments : []
    const isName = ts.isPropertyAssignment(node) && node.name.getText() === "name"
    const title = isName ? node.initializer : first
    if (title !== undefined && ts.isStringLiteralLike(title)) titles.push([title.text])
    // Of a title with parts that differ, what stands between them; a few letters would fit to anything.
    if (title !== undefined && ts.isTemplateExpression(title)) {
      const parts = [title.head.text, ...title.templateSpans.map(({ literal }) => literal.text)]
      if (parts.join("").length >= 12) titles.push(parts)
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true))
  return titles
}

/** Whether a title is the one that is named, by its whole or up to a comma. */
const isNamed = (name) => (parts) =>
  parts.length === 1
    ? parts[0] === name || parts[0].startsWith(`${name},`)
    : new RegExp(
        `^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".+")}$`,
        "s"
      ).test(name)

/** What a promise of `how-it-works.md` names in quotation marks is a test, by its title. */
const titles = [...packages, "apps/cli"]
  .flatMap((dir) => [join(dir, "test"), join(dir, "src/testing")])
  .filter(existsSync)
  .flatMap((dir) => readdirSync(dir, { recursive: true }).map((name) => join(dir, name)))
  .filter((file) => file.endsWith(".ts"))
  .flatMap(titlesOf)
for (const file of packages.map((dir) => join(dir, "docs/how-it-works.md")).filter(existsSync)) {
  const prose = readFileSync(file, "utf8").replace(/```[\s\S]*?```|`[^`\n]*`/g, "")
  const named = [...prose.matchAll(/"([^"\n]+)"/g)].map(([, title]) => title)
  for (const title of named.filter((title) => !titles.some(isNamed(title)))) {
    complaints.push(`${file}: there is no test "${title}"`)
  }
  console.log(`${file}: ${named.length} tests named`)
}

if (complaints.length > 0) {
  console.error(complaints.join("\n"))
  console.error(`${complaints.length} complaints about the docs`)
  process.exit(1)
}
