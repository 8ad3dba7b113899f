/** A catalogue as panels send it: prices as text with decimals, 3000 different ones, and bounds as text. */

const types = ["Default", "Custom Comments", "Package", "Poll", "Mentions", "Subscriptions"]
const networks = ["Instagram", "TikTok", "YouTube", "Telegram"]
const things = ["Followers", "Likes", "Views", "Comments", "Shares"]

export const catalogue = (size: number): string =>
  JSON.stringify(
    Array.from({ length: size }, (_, at) => {
      const [network, thing] = [networks[at % networks.length], things[at % things.length]]
      return {
        service: at + 1,
        name: `${network} ${thing} ${at} | HQ | Max 10K | 30 days refill`,
        type: types[at % types.length],
        category: `${network} ${thing} ${at % 80}`,
        rate: (((at * 7919) % 3000) / 1000 + 0.01).toFixed(at % 2 === 0 ? 2 : 4),
        min: String(10 * (1 + (at % 10))),
        max: String(10_000 * (1 + (at % 50))),
        refill: at % 2 === 0,
        cancel: at % 3 === 0
      }
    })
  )
