/** The least program that asks for the balance: one call with the fetch in node, which is there sooner than undici from its package. */
const { SMMKIT_URL = "", SMMKIT_KEY = "" } = process.env
const reply = await fetch(SMMKIT_URL, {
  method: "POST",
  body: new URLSearchParams({ key: SMMKIT_KEY, action: "balance" })
})
const { balance, currency } = JSON.parse(await reply.text())
console.log(`${balance} ${currency}`)
process.exit(0)

export {}
