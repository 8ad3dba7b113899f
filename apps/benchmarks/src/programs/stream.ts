/** Streams the statuses of so many orders, and prints how many were answered and the peak of its memory in bytes. */
import * as Smmkit from "../clients/smmkit.js"

const [url = "", count = ""] = process.argv.slice(2)
const smmkit = await Smmkit.make(url)
const answered = await smmkit.stream(Number(count))
await smmkit.close()
console.log(JSON.stringify({ answered, peak: process.resourceUsage().maxRSS * 1024 }))
