/** How other panels word what the canonical one says, by the beginning of the canonical words. */
import * as Refusals from "../refusals.js"

type Wording = ReadonlyArray<readonly [canonical: string, theirs: string, code: number]>

const low = "Quantity less than minimal"
const high = "Quantity more than maximum"

/** The Turkish script, which puts a number beside each error. */
export const turkish: Wording = [
  [Refusals.badRequest, "Eksik veri", 101],
  [Refusals.badKey, "API key hatalı", 102],
  [Refusals.accountDisabled, "Hesabınız pasif", 103],
  [Refusals.badOrder, "Sipariş bulunamadı.", 104],
  [Refusals.badService, "Servis pasif ya da bulunamadı", 105],
  [Refusals.missing, "Gerekli alanları doldurmalısınız.", 107],
  [low, "Minimum sayıyı karşılayamadınız.", 108],
  [high, "Maksimum sayı aşıldı.", 109],
  [Refusals.minAboveMax, "Minimum sayı Maksimum sayıdan büyük olamaz.", 110],
  [Refusals.noFunds, "Bakiyeniz yetersiz", 113],
  [Refusals.activeOrder, "Gönderim olan bağlantıya yeni bir sipariş giremezsiniz.", 113]
]

export const indonesian: Wording = [
  [Refusals.badKey, "API Key salah", 0],
  [Refusals.badService, "Layanan tidak ditemukan", 0],
  [Refusals.missing, "Permintaan tidak sesuai", 0],
  [Refusals.noFunds, "Saldo tidak cukup", 0]
]

/** Names of texts that were never translated. */
export const keys: Wording = [
  [Refusals.badService, "error.incorrect_service_id", 0],
  [Refusals.badOrder, "error.incorrect_order_id", 0],
  [Refusals.badLink, "neworder.error.link", 0],
  [low, "neworder.error.min_quantity", 0],
  [high, "neworder.error.max_quantity", 0],
  [Refusals.noFunds, "neworder.error.not_enough_funds", 0],
  [Refusals.activeOrder, "neworder.error.link_duplicate", 0]
]

/** A script that says the opposite of what it means: the quantity is above the maximum. */
export const misworded: Wording = [[high, "Quantity less than maximum", 0]]

/** The HTTP status of panels that do not answer errors with 200. */
export const statuses: Wording = [
  [Refusals.badKey, "", 401],
  [Refusals.accountDisabled, "", 403]
]

interface Worded {
  readonly words: string
  readonly code: number | undefined
}

/** The words of a refusal in another wording; the numbers at the canonical end are kept where it has them. */
export const reword = (words: string, wording: Wording): Worded => {
  const [canonical, theirs, code] = wording.find(([canonical]) => words.startsWith(canonical)) ?? []
  if (canonical === undefined || theirs === undefined) return { words, code: undefined }
  const rest = /[.]$|^[a-z.]+_/.test(theirs) ? "" : words.slice(canonical.length)
  return { words: theirs + rest, code }
}
