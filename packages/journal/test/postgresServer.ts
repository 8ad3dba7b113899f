import type { TestProject } from "vitest/node"
import { startPostgres } from "../crash/postgres.js"
import folder from "./folder.js"

/** One server and one folder for all test files; each takes databases and folders of its own. */
export default async (project: TestProject) => {
  const server = await startPostgres({ durable: false })
  if (server === undefined && process.env["CI"] !== undefined)
    throw new Error("no PostgreSQL: npm run machine")
  project.provide("postgres", server?.url ?? "")
  const removeFolder = folder(project)
  return async () => {
    removeFolder()
    await server?.remove()
  }
}

declare module "vitest" {
  interface ProvidedContext {
    /** The server's address; empty where PostgreSQL is not installed. */
    readonly postgres: string
  }
}
