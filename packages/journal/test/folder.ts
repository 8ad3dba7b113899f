import { mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { memory } from "../crash/postgres.js"

/** One folder for all test files of a run, which take folders of their own in it; it goes when the run is over. */
export default (project: TestProject) => {
  const folder = mkdtempSync(join(memory(), "smmkit-journal-"))
  project.provide("folder", folder)
  return () => rmSync(folder, { recursive: true, force: true })
}

declare module "vitest" {
  interface ProvidedContext {
    /** Where tests put their files. */
    readonly folder: string
  }
}
