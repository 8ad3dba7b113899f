/** What a compiled module exports, read from its `.d.ts`: names, docs, and signatures as they were written. */
import { posix } from "node:path"
import ts from "typescript"
import { exists, read } from "./repository.js"

/** One exported name; a type and a value of the same name are one. */
export interface Export {
  readonly name: string
  /** The `.d.ts` that declares it. */
  readonly file: string
  readonly about: string
  readonly examples: ReadonlyArray<string>
  readonly since: string | undefined
  readonly category: string
  readonly signature: string
  /** The names that its signature uses, each with the file that declares it. */
  readonly uses: ReadonlyArray<{ readonly name: string; readonly file: string }>
}

/** A module: what it says of itself, what it exports, and the modules that it exports under a name. */
export interface Module {
  readonly about: string
  readonly exports: ReadonlyArray<Export>
  readonly namespaces: ReadonlyArray<{ readonly name: string; readonly file: string }>
}

type Comment = Parameters<typeof ts.getTextOfJSDocComment>[0]
const textOf = (comment: Comment): string => ts.getTextOfJSDocComment(comment) ?? ""

/** The file of an import from another, or nothing where it is none of smmkit's. */
const resolve = (from: string, specifier: string): string | undefined => {
  if (specifier.startsWith(".")) return posix.join(posix.dirname(from), specifier.replace(/\.js$/, ".d.ts"))
  const [, name, module] = /^@smmkit\/(core|sandbox|journal|follow)\/(\w+)$/.exec(specifier) ?? []
  return name === undefined ? undefined : `packages/${name}/dist/${module}.d.ts`
}

const specifierOf = (node: ts.ImportDeclaration | ts.ExportDeclaration): string =>
  node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier)
    ? node.moduleSpecifier.text
    : ""

/** Which name of which file each name stands for that a module imports; `*` is the whole file. */
const importsOf = (source: ts.SourceFile, file: string) => {
  const imports = new Map<string, { readonly name: string; readonly file: string }>()
  for (const node of source.statements.filter(ts.isImportDeclaration)) {
    const target = resolve(file, specifierOf(node))
    const bindings = node.importClause?.namedBindings
    if (target === undefined || bindings === undefined) continue
    if (ts.isNamespaceImport(bindings)) imports.set(bindings.name.text, { name: "*", file: target })
    else
      for (const { name, propertyName } of bindings.elements)
        imports.set(name.text, { name: (propertyName ?? name).text, file: target })
  }
  return imports
}

type Declaration = ts.Statement & { readonly name?: ts.Node }

const namesOf = (statement: Declaration): ReadonlyArray<string> =>
  ts.isVariableStatement(statement)
    ? statement.declarationList.declarations.map(({ name }) => name.getText())
    : ts.isClassDeclaration(statement) ||
        ts.isFunctionDeclaration(statement) ||
        ts.isInterfaceDeclaration(statement) ||
        ts.isTypeAliasDeclaration(statement) ||
        ts.isModuleDeclaration(statement) ||
        ts.isEnumDeclaration(statement)
      ? [statement.name?.getText() ?? "default"]
      : []

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)

/** A declaration's text without what says nothing to its reader. */
const signatureOf = (statement: ts.Statement): string =>
  statement
    .getText()
    .replace(/^export (declare )?/, "")
    .replace(/^\s*\* @(since|category).*\n/gm, "")
    .replace(/^\s*\/\*\*(\s|\*)*\*\/\n/gm, "")
    .replaceAll("    ", "  ")

/** The type that a class extends by a name which the compiler gave it, such as `NotFound_base`. */
const baseOf = (statement: ts.Statement, all: ReadonlyArray<ts.Statement>): ReadonlyArray<ts.Statement> => {
  const base = ts.isClassDeclaration(statement)
    ? statement.heritageClauses?.[0]?.types[0]?.getText()
    : undefined
  return base?.endsWith("_base") === true ? all.filter((other) => namesOf(other).includes(base)) : []
}

/** The `.ts` that a `.d.ts` is made from. */
export const writtenIn = (file: string): string => file.replace("/dist/", "/src/").replace(/\.d\.ts$/, ".ts")

const parsed = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, exists(file) ? read(file) : "", ts.ScriptTarget.Latest, true)

/**
 * The docs of the module itself: the first comment of its source, unless it belongs to a declaration. In the
 * `.d.ts` it is left out with the import behind it, where no type needs that.
 */
const aboutModule = (source: ts.SourceFile): string => {
  const [first] = source.statements
  const ranges =
    first === undefined ? [] : (ts.getLeadingCommentRanges(source.text, first.getFullStart()) ?? [])
  const comments = ranges
    .map(({ pos, end }) => source.text.slice(pos, end))
    .filter((comment) => comment.startsWith("/**"))
  if (first !== undefined && isExported(first) && comments.length < 2) return ""
  return (comments[0] ?? "")
    .replace(/^\/\*\*|\*\/$/g, "")
    .replace(/^[ \t]*\* ?/gm, "")
    .replace(/^@\w+.*$/gm, "")
    .trim()
}

/** What a module exports itself, without what it passes on. */
const ownExports = (source: ts.SourceFile, file: string): ReadonlyArray<Export> => {
  const imports = importsOf(source, file)
  const exported = source.statements.filter(isExported)
  const names = [...new Set(exported.flatMap(namesOf))]
  const usesOf = (nodes: ReadonlyArray<ts.Node>) => {
    const uses = new Map<string, { readonly name: string; readonly file: string }>()
    const add = (name: string, from: string) => uses.set(`${from}#${name}`, { name, file: from })
    const visit = (node: ts.Node): void => {
      if (ts.isQualifiedName(node) && ts.isIdentifier(node.left)) {
        const imported = imports.get(node.left.text)
        if (imported?.name === "*") add(node.right.text, imported.file)
      }
      if (ts.isIdentifier(node)) {
        const imported = imports.get(node.text)
        if (imported !== undefined && imported.name !== "*") add(imported.name, imported.file)
        else if (names.includes(node.text)) add(node.text, file)
      }
      ts.forEachChild(node, visit)
    }
    nodes.forEach(visit)
    return [...uses.values()]
  }
  return names.map((name) => {
    const own = exported.filter((statement) => namesOf(statement).includes(name))
    const statements = own.flatMap((statement) => [...baseOf(statement, [...source.statements]), statement])
    const docs = own.flatMap((statement) => ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc))
    const tags = docs.flatMap((doc) => doc.tags ?? [])
    const tagged = (tag: string) =>
      tags.filter(({ tagName }) => tagName.text === tag).map(({ comment }) => textOf(comment).trim())
    return {
      name,
      file,
      about: docs
        .map(({ comment }) => textOf(comment))
        .join("\n\n")
        .trim(),
      examples: tagged("example"),
      since: tagged("since")[0],
      category: tagged("category")[0] ?? "models",
      signature: statements.map(signatureOf).join("\n\n"),
      uses: usesOf(statements).filter((use) => use.name !== name || use.file !== file)
    }
  })
}

/** Reads a module with all that it passes on from others. */
export const moduleOf = (file: string): Module => {
  const source = parsed(file)
  const exports = [...ownExports(source, file)]
  const namespaces: Array<{ readonly name: string; readonly file: string }> = []
  for (const node of source.statements.filter(ts.isExportDeclaration)) {
    const target = resolve(file, specifierOf(node))
    if (target === undefined) continue
    const clause = node.exportClause
    if (clause === undefined) exports.push(...moduleOf(target).exports)
    else if (ts.isNamespaceExport(clause)) namespaces.push({ name: clause.name.getText(), file: target })
    else {
      const passed = clause.elements.map(({ name, propertyName }) => (propertyName ?? name).getText())
      exports.push(...moduleOf(target).exports.filter(({ name }) => passed.includes(name)))
    }
  }
  return { about: aboutModule(parsed(writtenIn(file))), exports, namespaces }
}
