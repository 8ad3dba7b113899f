/** `npm run version`: takes up the changesets: new versions, changelogs, and the changesets are gone. */
import applyReleasePlan from "@changesets/apply-release-plan"
import { read } from "@changesets/config"
import getReleasePlan from "@changesets/get-release-plan"
import { getPackages } from "@manypkg/get-packages"
import { releasesOf } from "./plan.mjs"

const here = process.cwd()
const packages = await getPackages(here)
const config = await read(here, packages)
const planOf = getReleasePlan.default ?? getReleasePlan
const apply = applyReleasePlan.default ?? applyReleasePlan
const { changesets, preState } = await planOf(here)
const plan = releasesOf(
  packages.packages.map(({ packageJson }) => packageJson),
  changesets
)
await apply({ ...plan, preState }, packages, config)
for (const { name, oldVersion, newVersion } of plan.releases)
  console.log(`${name} ${oldVersion} -> ${newVersion}`)
