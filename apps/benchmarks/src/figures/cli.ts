/** The command line, as whole processes: from the start of node to its end. */
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { alternate } from "../harness/alternate.js"
import { programPath, startPanel } from "../harness/child.js"
import { type Figure, row } from "../harness/figure.js"

const execute = promisify(execFile)

export const smmkit = fileURLToPath(new URL("../../../cli/dist/bin.js", import.meta.url))

/** Runs node to its end, and gives what it printed. */
export const node = async (args: ReadonlyArray<string>, url = ""): Promise<string> => {
  const env = { ...process.env, SMMKIT_URL: url, SMMKIT_KEY: "fake-key" }
  return (await execute(process.execPath, args, { env })).stdout
}

export const bareBalance = programPath("bareBalance")

export const cli: Figure = {
  id: "cli",
  measure: async (whole) => {
    const panel = await startPanel()
    const rounds = whole ? { rounds: 21, warmUp: 2 } : { rounds: 1, warmUp: 0 }
    const version = await alternate(
      { smmkit: () => node([smmkit, "--version"]), limit: () => node(["-e", "0"]) },
      rounds
    )
    const balance = await alternate(
      {
        smmkit: () => node([smmkit, "balance"], panel.url),
        limit: () => node([bareBalance], panel.url)
      },
      rounds
    )
    await panel.stop()
    return [
      row("`smmkit --version`, whole process, against `node -e 0`", 2, version, "wall", null),
      row("`smmkit balance`, whole process, against a bare script", 2.5, balance, "wall", null)
    ]
  }
}
