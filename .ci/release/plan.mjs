/**
 * Which packages a set of changesets releases, and how far each moves.
 *
 * Changesets make whoever has a package as its peer a new major once the peer leaves its range, and release
 * nothing for what is bundled. Here a dependent moves as far as the line does that it stands on.
 */
import semver from "semver"

const levels = ["none", "patch", "minor", "major"]
const higher = (a, b) => (levels.indexOf(a) > levels.indexOf(b) ? a : b)

/** Whether `^old` no longer takes the new version: then npm refuses a mix of the two lines. */
const leavesItsLine = (old, next) => !semver.satisfies(next, `^${old}`)

/** What breaks: a minor before 1.0.0, a major from then on. */
const breaking = (version) => (semver.major(version) === 0 ? "minor" : "major")

/** What is bundled carries within it what others leave to their user to install. */
const bundledBy = ({ scripts = {}, devDependencies = {} }) =>
  scripts.bundle === undefined ? [] : Object.keys(devDependencies)

/**
 * The releases of these manifests: `{ name, type, oldVersion, newVersion, changesets }`, and for dependents
 * that move along a changeset that says so.
 */
export const releasesOf = (manifests, changesets) => {
  const byName = new Map(manifests.map((manifest) => [manifest.name, manifest]))
  const types = new Map()
  for (const { releases } of changesets)
    for (const { name, type } of releases) types.set(name, higher(types.get(name) ?? "none", type))
  const next = (name) => semver.inc(byName.get(name).version, types.get(name))
  const reasons = new Map()
  const raise = (name, type, reason) => {
    if (higher(types.get(name) ?? "none", type) === (types.get(name) ?? "none")) return false
    types.set(name, type)
    reasons.set(name, reason)
    return true
  }
  const moveAlong = (manifest) => {
    const { name, version, peerDependencies = {}, dependencies = {} } = manifest
    return [...types.keys()]
      .filter((moved) => byName.has(moved) && types.get(moved) !== "none")
      .map((moved) => {
        const to = next(moved)
        const leaves = leavesItsLine(byName.get(moved).version, to)
        const isStoodOn = moved in peerDependencies || moved in dependencies
        if (isStoodOn && leaves) return raise(name, breaking(version), `Stands on ${moved} ${to}.`)
        if (bundledBy(manifest).includes(moved)) return raise(name, "patch", `Bundles ${moved} ${to}.`)
        return false
      })
      .includes(true)
  }
  const published = manifests.filter((manifest) => manifest.private !== true)
  while (published.map(moveAlong).includes(true)) {
    // Whoever moved may move others.
  }
  const along = published
    .filter(({ name }) => reasons.has(name))
    .map(({ name }) => ({
      id: `along-${name.replace(/\W+/g, "-")}`,
      summary: reasons.get(name),
      releases: [{ name, type: types.get(name) }]
    }))
  const all = [...changesets, ...along]
  const releases = published
    .filter(({ name }) => (types.get(name) ?? "none") !== "none")
    .map(({ name, version }) => ({
      name,
      type: types.get(name),
      oldVersion: version,
      newVersion: next(name),
      changesets: all.filter(({ releases }) => releases.some((one) => one.name === name)).map(({ id }) => id)
    }))
  return { changesets: all, releases }
}
