import { mkdtempSync, rmSync, statfsSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { startPostgres } from "../crash/postgres.js"

/** Where files are in memory, if there is room: none of these tests takes the disk away. */
const memory = () => {
  try {
    const { bavail, bsize } = statfsSync("/dev/shm")
    return bavail * bsize > 2 ** 30 ? "/dev/shm" : tmpdir()
  } catch {
    return tmpdir()
  }
}

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
