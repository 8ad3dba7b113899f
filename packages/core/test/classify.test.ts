import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"
import { classify } from "../src/internal/classify.js"
import { Meaning } from "../src/Meaning.js"

/** Every text of the protocol's list of refusals, with what it means. */
const listed = Schema.decodeUnknownSync(Schema.parseJson(Schema.Array(Schema.Tuple(Schema.String, Meaning))))(
  readFileSync(new URL("./fixtures/refusals.json", import.meta.url), "utf8")
)

/** Spellings that the protocol does not list; ` / ` stands between them. */
const unseen: Readonly<Partial<Record<Meaning, string>>> = {
  "bad-key": `API key is invalid / Wrong api key / Invalid key / Your API key is wrong! / INVALID_API_KEY /
    invalidApiKey / error.incorrect_api_key / API key not found / API key is required / Missing API key /
    apikey missing / The API key you provided is not valid. / API key doesn't exist / Invalid API token /
    Api key is disabled / Неверный API ключ / Ключ API не найден / API ключ недействителен /
    Chave de API inválida / Chave API incorreta / Clave API no válida / Clave de API incorrecta /
    Clé API invalide / Ungültiger API-Schlüssel / API key tidak valid / API Key tidak ditemukan /
    Geçersiz API anahtarı / API anahtarı bulunamadı / API key không hợp lệ / API密钥无效 / API密钥错误 /
    مفتاح API غير صالح / Unauthorized / Incorrect API Key or it's expired`,
  "account-disabled": `Account is disabled / Account suspended / User is banned /
    Your account has been blocked / account_inactive / Your account isn't active /
    Hesabınız askıya alındı / Аккаунт заблокирован / Conta suspensa / Cuenta bloqueada / Akun tidak aktif /
    Account deactivated, contact support`,
  "insufficient-funds": `Insufficient funds / You don't have enough balance /
    You don&#039;t have enough funds / insufficient_funds / Not enough money / Low balance /
    Balance is too low / Insufficient credits / insufficientFunds / error.not_enough_funds /
    Insufficient balance. Please add funds to your account. /
    Your balance is not enough to place this order / There are not enough funds in your account /
    Недостаточно средств / Недостаточно денег на балансе / Saldo insuficiente / Fondos insuficientes /
    Saldo anda tidak mencukupi / Saldo kurang / Yetersiz bakiye / Bakiye yeterli değil /
    Solde insuffisant / Nicht genügend Guthaben / Số dư không đủ / 余额不足 / رصيد غير كاف / الرصيد غير كافي /
    An error occurred: insufficient funds`,
  "bad-service": `Invalid service / Service is invalid / Wrong service ID / Service does not exist /
    No such service / SERVICE_NOT_FOUND / serviceNotFound / Unknown service /
    Service with ID 55 not found / The selected service is invalid. / Неверный ID услуги /
    Услуга не найдена / Сервис не существует / Serviço não encontrado / Serviço inválido /
    Servicio no encontrado / ID de servicio incorrecto / Layanan tidak valid / Geçersiz servis /
    Servis bulunamadı / Service non trouvé / Servis mevcut değil / Dịch vụ không tồn tại / 服务不存在 /
    الخدمة غير موجودة`,
  "service-disabled": `Service is inactive / Service disabled / This service is currently unavailable /
    Service is under maintenance / Disabled service ID / service_disabled /
    Service is not available at the moment / Услуга недоступна / Услуга отключена /
    Сервис временно недоступен / Serviço indisponível / Servicio no disponible / Layanan tidak tersedia /
    Layanan nonaktif / Servis aktif değil / Servis şu anda pasif / 服务不可用`,
  "bad-link": `Link is invalid / Invalid URL / invalid_link / LINK_INVALID / Wrong link / Link not found /
    Broken link / Invalid link format / Link is not valid for this service /
    Invalid link for this service / Invalid service link / The URL is incorrect / Private account / Your profile is private /
    error.incorrect_link / Bad link: https://example.com/order/not/found / Неверная ссылка /
    Некорректная ссылка / Link inválido / Enlace no válido / Lien invalide / Geçersiz link /
    Bağlantı hatalı / Link tidak valid / Target tidak ditemukan / Liên kết không hợp lệ / 链接无效 /
    رابط غير صالح`,
  "quantity-low": `Quantity must be at least 100 / quantity below min / Min quantity is 10 /
    Minimum order is 100 / quantityTooLow / Quantity is too low / Quantity is less than the minimum /
    Quantity cannot be less than 10 / min_quantity / Minimum amount: 50 /
    Quantity should be greater than 9 / Min. quantity 20 / Minimum order quantity not met /
    Количество меньше минимального / Минимальное количество: 100 / Количество должно быть не менее 10 /
    Quantidade mínima é 100 / Cantidad mínima: 50 / La cantidad es menor que el mínimo /
    Jumlah minimal 100 / Jumlah kurang dari minimum / Minimum sipariş miktarı 100 / Miktar minimumdan az /
    Quantité minimale: 10 / Mindestmenge ist 10 / Số lượng tối thiểu là 100 / 数量低于最小值 /
    Quantity must not be below 100`,
  "quantity-high": `Quantity must be less than 1000 / Quantity is too high / quantity exceeds maximum /
    Max quantity is 500 / max_quantity / Quantity cannot exceed 1000 /
    Quantity must not be greater than 1000 / QUANTITY_ABOVE_MAX / Quantity can't be more than 500 /
    Максимальное количество: 1000 / Количество больше максимального / Количество должно быть не более 10 /
    Quantidade máxima é 100 / La cantidad supera el máximo / Jumlah maksimal 1000 /
    Jumlah melebihi maksimum / Maksimum miktar 500 / Quantité maximale: 100 / Số lượng tối đa là 100 /
    数量超过最大值`,
  "quantity-range": `Invalid quantity / Quantity out of range / Incorrect quantity /
    Quantity must be between min 10 and max 1000 / Min quantity 10, max quantity 1000 /
    Quantity should be more than 10 and less than 500 / quantity_out_of_range /
    Количество должно быть между 10 и 100 / A quantidade deve estar entre 10 e 100 /
    Jumlah harus antara 10 dan 100 / Quantity less than minimum or more than maximum / 数量必须介于最小和最大之间`,
  "missing-parameter": `Missing parameter / missing_parameter / Required field missing: quantity /
    Parameter 'service' is required / Please fill in all required fields / Order ID is required /
    Service is required / Missing orders parameter / Quantity can't be empty /
    Link and quantity are required / Order ID is required parameter. Please check your API Manual /
    Refill ID is required / Не указан обязательный параметр / Отсутствует параметр service /
    Parâmetro obrigatório ausente / Falta el parámetro service /
    Parameter tidak lengkap: wajib diisi quantity / Eksik parametre / 缺少参数`,
  "bad-comments": `Comments field is required / Comments can not be empty / Comment list is empty /
    Not enough comments / Missing comments / Parameter comments is missing / Комментарии обязательны /
    Comentários inválidos / Geçersiz yorum`,
  "bad-dripfeed": `Drip-feed is not available for this service / Dripfeed not supported /
    Invalid interval / Runs is required / Invalid runs / Interval must be at least 5 / drip_feed_disabled /
    Minimum runs is 2`,
  "min-above-max": `Min cannot be greater than max / Minimum must not be higher than maximum /
    Минимум не может быть больше максимума / El mínimo no puede ser mayor que el máximo /
    Minimum maksimumdan büyük olamaz`,
  "duplicate-active": `An order with this link is already in progress /
    There is already an active order for this link / You already have an active order /
    This link already has an order / link_duplicate / Duplicate link /
    You have pending order with this link / Order with this link already exists /
    Active order exists for this link / Previous order is not completed /
    У вас уже есть активный заказ на эту ссылку / Заказ с этой ссылкой уже выполняется /
    Ya existe un pedido activo para este enlace / Já existe um pedido ativo com este link /
    Bu link için devam eden bir siparişiniz var / Sudah ada pesanan aktif dengan link ini`,
  quota: `Quota exceeded / Order limit reached / quota_exceeded / Maximum concurrent orders limit reached`,
  "order-not-found": `Order ID is incorrect / Wrong order ID / Order ID not found / order_not_found /
    orderNotFound / ORDER_NOT_FOUND / Invalid order / No such order / Order does not exist /
    Incorrect orders ID / Order #55 was not found / Order number is invalid / Order could not be found /
    Неверный ID заказа / Заказ не найден / Заказ не существует / Pedido não encontrado /
    Pedido não existe / ID do pedido inválido / Pedido no encontrado / Pesanan tidak ditemukan /
    Geçersiz sipariş ID / Böyle bir sipariş yok / Commande non trouvée / Bestellung nicht gefunden /
    Đơn hàng không tồn tại / 订单不存在 / 未找到订单 / الطلب غير موجود`,
  "refill-unavailable": `Refill not available / Refill unavailable / Refill is not supported /
    Order is not eligible for refill / Refill expired / Refill period has expired /
    This order cannot be refilled / Refill is not allowed for this order / refill_disabled /
    No refill for this service / Рефилл недоступен для этой услуги / Refill tidak tersedia /
    Refill não disponível`,
  "refill-too-early": `Order not completed / The order is not completed yet /
    Please wait 24 hours before requesting a refill / Refill requested less than 24 hours ago /
    Too early to refill / Order is not finished / Заказ не завершен`,
  "refill-already": `Refill is already in progress / Refill already exists / already refilled /
    Refill request is already pending / You have already requested a refill`,
  "refill-not-found": `Refill ID not found / Invalid refill ID / refill_not_found /
    error.incorrect_refill_id / Refill does not exist / Рефилл не найден / Refill não encontrado /
    No refill found`,
  "refill-failed": `Refill request failed / Could not create refill / refill_failed /
    Failed to request refill`,
  "cancel-impossible": `Order can't be canceled / You cannot cancel this order / Cancel is not available /
    Cancellation is not allowed / Cancel is not supported for this service / This order is not cancelable /
    Unable to cancel order / Cannot cancel / Order is already completed / Failed to cancel order /
    Order cannot be canceled because it is completed / cancel_not_allowed / Заказ нельзя отменить /
    Заказ уже выполнен / Pedido não pode ser cancelado / Sipariş iptal edilemez /
    Pesanan tidak dapat dibatalkan`,
  "cancel-already": `Order already canceled / Cancellation already requested / already_cancelled /
    Заказ уже отменен`,
  "rate-limited": `Too Many Requests / rate_limit_exceeded / RATE_LIMITED / tooManyRequests /
    Rate limit reached, slow down / Too many attempts / API request limit exceeded /
    Too many requests, please try again later. / You are sending requests too fast /
    Please wait 5 seconds before the next order / Слишком много запросов / Слишком частые запросы /
    Muitas solicitações / Demasiadas solicitudes / Terlalu banyak permintaan / Çok fazla istek /
    Trop de requêtes / Zu viele Anfragen / Quá nhiều yêu cầu / 请求过多 / 请求过于频繁`,
  "bad-action": `Action not found / Unknown action / Wrong action / INVALID_ACTION /
    error.incorrect_request / Action is not supported / Unsupported action / Method not allowed /
    Invalid method / Неверный запрос / Неизвестное действие / Geçersiz işlem / Unsupported method /
    Acción no válida`,
  maintenance: `We are under maintenance / Site is under maintenance, try later / Maintenance mode /
    Bakımdayız / Ведутся технические работы / Em manutenção / En mantenimiento / Sedang pemeliharaan /
    Wartungsarbeiten / 系统维护`,
  "wrong-address": `The requested URL was not found on this server. / Endpoint not found /
    Unable to verify domain`,
  "bad-request": `Invalid request body / Malformed request / Invalid JSON / Unsupported content type /
    Request entity too large / Payload too large / Invalid JSON body`,
  blocked: `Just a moment... / Complete the captcha / Your IP is blocked / IP address is banned /
    Checking your browser`,
  "server-error": `Something went wrong / Server error / An error occurred / An unexpected error occurred /
    Database error / Unknown error / internal_server_error / InternalServerError /
    Error processing request / Произошла ошибка / Внутренняя ошибка сервера / Ocurrió un error /
    Ocorreu um erro / Erro interno do servidor / Terjadi kesalahan / Bir hata oluştu / Sistem hatası`
}

/** Texts that are no refusal, or not a known one; ` / ` stands between them. */
const isMeaning = Schema.is(Schema.UndefinedOr(Meaning))

const unknown = `OK / Success / null / 0 / error / Error / failed / order / Order / balance / link /
  100.84 / {} / [] / ... / ??? / true / API key is valid / Your API key is correct /
  You have enough funds / Sufficient balance / Funds added / Balance: 10 USD / balance of service /
  Your order was placed / Order added / Order completed / Order is completed / Order is in progress /
  Completed / Your order is active / Order canceled / Your order has been cancelled /
  Link added successfully / Link is valid / Valid link / Service is active / Service is available /
  Service found / Order found / Refill is available / Refill requested / Refill created /
  Refill is enabled for this service / Cancel requested / Cancel is available /
  Your order will be refill asap. Thank you for patience / Incomplete / Incomplete order / Pending /
  In progress / Partial / Processing / incompleted / Awaiting / Order incomplete / Something odd /
  Not found / not_found / Bad Gateway / gateway error / Bad request / Service Unavailable /
  503 Service Temporarily Unavailable / The service is unavailable. / Forbidden / Access denied / Timeout /
  Gateway timeout / Please try again later / Temporarily unavailable / Quantity / Minimum / Maximum /
  Minimum deposit amount is 10 / Payment method not allowed / Invalid coupon / Invalid promo code /
  Invalid CSRF token / Provider not found / Not enough funds on provider balance / Payment required /
  Insufficient permissions / Insufficient stock / Too many cooks / The key to success / Order ahead /
  Enough said / Undefined array key order / To order this service, just login to the bot / User logged in /
  Contact support / Contact us if your account is suspended /
  If the link is invalid the order will be cancelled / Maintenance completed / No maintenance planned /
  Empty Data / No data / hello world / Service or order not found / Order ID 5: invalid link / Incorrect order ID or service / Link or service is invalid /
  API key is not invalid / Captain / recaption / balanced / keyboard is invalid / elderly found not /
  misquantity minimum / İ ı I i / сообщение / Всё хорошо / Заказ выполнен / Ключ верный /
  Средств достаточно / Pedido encontrado / Saldo suficiente / Chave de API válida / Sipariş bulundu /
  Bakiyeniz yeterli / Layanan aktif / Saldo cukup / Pesanan ditemukan / 成功 / 订单存在 / نجاح /
  Invalid API key. Order not found. / Invalid request id / Failed to fetch refill status /
  Invalid Request: link broken and order missing or service or key / Quantity is 100 / Link /
  Your order with this link is in progress / Your refill is in progress /
  Your refill will start within 24 hours / Service list is empty / Please wait a few seconds /
  Action required: verify your email / This action is not allowed / You have 3 active orders /
  Service found no errors / No error occurred / Private link created / API key is not required /
  Your order for this link was sent / Refill / Cancel / Comments`

const spellings = (text: string): ReadonlyArray<string> =>
  text
    .split(/\/\s/)
    .map((it) => it.trim())
    .filter((it) => it !== "")

const say = (texts: ReadonlyArray<readonly [string, string | undefined]>) => {
  const wrong = texts.flatMap(([text, meaning]) => {
    const found = classify(text)
    return found === meaning ? [] : [`${JSON.stringify(text)} is ${found}, not ${meaning}`]
  })
  if (wrong.length > 0) assert.fail(wrong.join("\n"))
}

describe("classify", () => {
  const variants: Record<string, (text: string) => string> = {
    "as it is listed": (text) => text,
    "in upper case": (text) => text.toUpperCase(),
    "in lower case": (text) => text.toLowerCase(),
    "in Turkish upper case": (text) => text.toLocaleUpperCase("tr"),
    "in Turkish lower case": (text) => text.toLocaleLowerCase("tr"),
    "without accents": (text) => text.normalize("NFD").replace(/\p{M}/gu, ""),
    "with other numbers": (text) => text.replace(/\d+/g, "87654"),
    "with a number behind": (text) => `${text.replace(/\.$/, "")} 4711`,
    "without a full stop": (text) => text.replace(/\.+$/, ""),
    "with a full stop": (text) => `${text.replace(/\.+$/, "")}.`,
    "with an exclamation mark": (text) => `${text.replace(/\.+$/, "")}!`,
    "with details behind": (text) => `${text.replace(/\.+$/, "")}: details 8f3a`,
    "with details in brackets": (text) => `${text.replace(/\.+$/, "")} (trace 8f3a)`,
    "with a link behind": (text) => `${text.replace(/\.+$/, "")} https://example.com/api/not-found?key=bad`,
    "with an error sign before": (text) => `Error: ${text}`,
    "with advice behind": (text) => `${text.replace(/\.+$/, "")}. Please contact our support.`,
    "with wide spaces": (text) => `\n\t ${text.replace(/ /g, " \u00a0 ")} \r\n`
  }
  for (const [name, vary] of Object.entries(variants)) {
    it(`knows every listed text ${name}`, () => say(listed.map(([text, meaning]) => [vary(text), meaning])))
  }

  it("has an example of every meaning that comes as a text", () => {
    const meanings = new Set(listed.map(([, meaning]) => meaning))
    assert.deepStrictEqual(
      Meaning.literals.filter((meaning) => !meanings.has(meaning)),
      ["blocked"]
    )
  })

  for (const [meaning, texts] of Object.entries(unseen)) {
    it(`knows unlisted spellings of ${meaning}`, () => say(spellings(texts).map((text) => [text, meaning])))
    // In capitals nothing would part the words of such a key.
    const plain = spellings(texts).filter((text) => !/\p{Ll}\p{Lu}/u.test(text))
    it(`knows them of ${meaning} in upper case`, () =>
      say(plain.map((text) => [text.toUpperCase(), meaning])))
  }

  it("leaves alone what it does not know", () => say(spellings(unknown).map((text) => [text, undefined])))

  it("tries enough spellings", () => {
    assert.isAtLeast(Object.values(unseen).flatMap(spellings).length, 150)
    assert.isAtLeast(spellings(unknown).length, 80)
  })

  it("reads a refusal before long details, and no page, document or table", () => {
    const details = " detail".repeat(100)
    assert.strictEqual(classify(`Incorrect order ID.${details}`), "order-not-found")
    assert.isUndefined(classify(`Incorrect order ID.${details.repeat(10)}`))
    assert.isUndefined(classify(`${details} Incorrect order ID`))
    assert.isUndefined(classify("<html><body>Invalid API key</body></html>"))
    assert.isUndefined(classify("<!DOCTYPE html>\nToo many requests"))
    assert.isUndefined(classify("Warning<br />\nInvalid API key"))
  })

  it("never throws, whatever the text", () => {
    const words = listed.flatMap(([it]) => it.split(" ")).concat("\ud800", "\0", "<", "&#", "not")
    const text = FastCheck.oneof(
      FastCheck.string({ unit: "binary", maxLength: 3000 }),
      FastCheck.array(FastCheck.integer({ min: 0, max: 0xffff })).map((it) => String.fromCharCode(...it)),
      FastCheck.array(FastCheck.constantFrom(...words)).map((it) => it.join(" "))
    )
    FastCheck.assert(FastCheck.property(text, (it) => isMeaning(classify(it))))
  })

  it("bears texts made to be slow", () => {
    const parts = "a|<a|<|\u0301|\ufdfa|not |İ|aB|订|Invalid key |min.|&#|\ud800| ".split("|")
    for (const part of parts) {
      for (const length of [499, 2000, 1_000_000]) {
        assert.ok(isMeaning(classify(part.repeat(length).slice(0, length))))
      }
    }
  })
})
