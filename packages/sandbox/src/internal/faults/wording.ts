/** How other panels word what the canonical one says, by the beginning of the canonical words. */
import * as Refusals from "../refusals.js"

export type Wording = ReadonlyArray<readonly [canonical: string, theirs: string, code: number]>

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
  [Refusals.noFunds, "Saldo tidak cukup", 0],
  [low, "Jumlah pesan tidak sesuai", 0],
  [high, "Jumlah pesan tidak sesuai", 0]
]

export const vietnamese: Wording = [
  [Refusals.noRefill, "Dịch vụ này không hỗ trợ bảo hành", 0],
  [Refusals.refillRequested, "Đơn hàng này đã được yêu cầu bảo hành trước đó", 0],
  [
    Refusals.activeOrder,
    "Bạn vừa đặt dịch vụ này cho chính link này (#100034). Đợi 10 phút hoặc dùng link khác.",
    0
  ],
  [Refusals.tooFast, "Mỗi phút chỉ đặt được 3 đơn. Vui lòng thử lại sau.", 0]
]

/** Whole sentences, and one for two things. */
export const sentences: Wording = [
  [Refusals.accountDisabled, "API access is switched off for this account.", 0],
  [Refusals.maintenance, "This panel is temporarily unavailable", 0],
  [Refusals.badDripFeed, "Incorrect runs", 0],
  [Refusals.tooManyRuns, "Incorrect runs", 0],
  [Refusals.notCompleted, "Refill can only be requested on a completed or partial order.", 0],
  [Refusals.refillRequested, "There is already an open request for this order.", 0],
  [Refusals.cancelRequested, "There is already an open request for this order.", 0],
  [Refusals.notCreated, "Order could not be created", 0],
  [Refusals.tooFast, "You can place 3 orders per minute. Try again shortly.", 0],
  [low, "Quantity out of bounds", 0],
  [high, "Quantity out of bounds", 0]
]

/** As few words as will do. */
export const terse: Wording = [
  [Refusals.accountDisabled, "Account restricted", 0],
  [Refusals.missing, "Missing data", 0],
  [Refusals.badOrder, "Invalid Order Ids", 0],
  [Refusals.cannotCancel, "Order already sent to provider", 0],
  [Refusals.notCompleted, "Only completed orders can be refilled", 0],
  [Refusals.notCreated, "Failed to create order", 0],
  [Refusals.tooFast, "Spam protection, wait 7 seconds", 0],
  [low, "You did not meet the minimum number.", 0]
]

/** The total and the limit, as a formula. */
export const formulas: Wording = [[high, "Total quantity (20000) must be <= #", 0]]

/** Names of texts that were never translated. */
export const keys: Wording = [
  [Refusals.badService, "error.incorrect_service_id", 0],
  [Refusals.badOrder, "error.incorrect_order_id", 0],
  [Refusals.badLink, "neworder.error.link", 0],
  [Refusals.noComments, "neworder.error.comment", 0],
  [low, "neworder.error.min_quantity", 0],
  [high, "neworder.error.max_quantity", 0],
  [Refusals.noFunds, "neworder.error.not_enough_funds", 0],
  [Refusals.activeOrder, "neworder.error.link_duplicate", 0]
]

/** A script that says the opposite of what it means: the quantity is above the maximum. */
export const misworded: Wording = [[high, "Quantity less than maximum #", 0]]

/** The HTTP status of panels that do not answer errors with 200. */
export const statuses: Wording = [
  [Refusals.badKey, "", 401],
  [Refusals.accountDisabled, "", 403]
]

interface Worded {
  readonly words: string
  readonly code: number | undefined
}

/** The words of a refusal in another wording, the limit that they name in place of `#`. */
export const reword = (words: string, wording: Wording): Worded => {
  const [canonical, theirs, code] = wording.find(([canonical]) => words.startsWith(canonical)) ?? []
  if (canonical === undefined || theirs === undefined) return { words, code: undefined }
  const limit = words.slice(canonical.length).trim()
  return { words: limit === "" ? theirs : theirs.replace("#", limit), code }
}
