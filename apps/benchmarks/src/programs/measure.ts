/** Measures one figure and prints its rows, in a process of its own, so that no figure warms up another. */
import { figures } from "../figures/index.js"

const [id, size] = process.argv.slice(2)
const figure = figures.find((figure) => figure.id === id)
if (figure === undefined) throw new Error(`No figure is called ${id}`)
console.log(JSON.stringify(await figure.measure(size !== "small")))
process.exit(0)
