import { mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { memory, startPostgres } from "../crash/postgres.js"

/** One server and one folder for all test files; each takes databases and folders of its own. */
export default async (project: TestProject) => {
  const server = await startPostgres({ durable: false })
  if (server === undefined && process.env["CI"] !== undefined)
    throw new Error("no PostgreSQL: npm run machine")
  project.provide("postgres", server?.url ?? "")
  const folder = mkdtempSync(join(memory(), "smmkit-journal-"))
  project.provide("folder", folder)
  return async () => {
    rmSync(folder, { recursive: true, force: true })
    await server?.remove()
  }
}

declare module "vitest" {
  interface ProvidedContext {
    /** The server's address; empty where PostgreSQL is not installed. */
    readonly postgres: string
    /** Where tests put their files. */
    readonly folder: string
  }
}
