import type { Meaning } from "../src/Meaning.js"

/** Refusals that the protocol does not list, by what they mean; ` / ` stands between them. */
export const known: Readonly<Partial<Record<Meaning, string>>> = {
  "bad-key": `API key is invalid / Wrong api key / Invalid key / Your API key is wrong! / INVALID_API_KEY /
    invalidApiKey / error.incorrect_api_key / API key not found / API key is required / Missing API key /
    apikey missing / The API key you provided is not valid. / API key doesn't exist / Invalid API token /
    Api key is disabled / Неверный API ключ / Ключ API не найден / API ключ недействителен /
    Chave de API inválida / Chave API incorreta / Clave API no válida / Clave de API incorrecta /
    Clé API invalide / Ungültiger API-Schlüssel / API key tidak valid / API Key tidak ditemukan /
    Geçersiz API anahtarı / API anahtarı bulunamadı / API key không hợp lệ / API密钥无效 / API密钥错误 /
    مفتاح API غير صالح / Unauthorized / Incorrect API Key or it's expired / Api key is not correct /
    Error! Wrong API Key. / Неверный ключ API. Проверьте настройки / A chave da API é inválida /
    The provided API key is invalid. / API key was not provided / You must provide an API key /
    Error: key not valid / API key has been disabled / ❌ API key wrong / Access denied: invalid API key /
    API key salah atau tidak ditemukan / Не указан API ключ / Неверный токен / API anahtarı yanlış /
    Clave API inválida / Token inválido / Chave inválida / Der API-Schlüssel ist ungültig /
    La clé API est invalide / Sai API key / 无效的API密钥`,
  "account-disabled": `Account is disabled / Account suspended / User is banned / Your account has been blocked /
    account_inactive / Your account isn't active / Hesabınız askıya alındı / Аккаунт заблокирован /
    Conta suspensa / Cuenta bloqueada / Akun tidak aktif / Account deactivated, contact support /
    Account has been suspended, please contact support / Hesabınız pasif durumda / Account disabled /
    User suspended / Account is locked / Your account is blocked by admin / User account inactive /
    accountSuspended / Аккаунт не активен / Tu cuenta está suspendida / Usuario bloqueado /
    Conta desativada / Akun anda telah di suspend`,
  "insufficient-funds": `Insufficient funds / You don't have enough balance / You don&#039;t have enough funds /
    insufficient_funds / Not enough money / Low balance / Balance is too low / Insufficient credits /
    insufficientFunds / error.not_enough_funds / Insufficient balance. Please add funds to your account. /
    Your balance is not enough to place this order / There are not enough funds in your account /
    Недостаточно средств / Недостаточно денег на балансе / Saldo insuficiente / Fondos insuficientes /
    Saldo anda tidak mencukupi / Saldo kurang / Yetersiz bakiye / Bakiye yeterli değil / Solde insuffisant /
    Nicht genügend Guthaben / Số dư không đủ / 余额不足 / رصيد غير كاف / الرصيد غير كافي /
    An error occurred: insufficient funds / You don't have sufficient funds to complete this order /
    Balance not sufficient for this order / You have not enough funds on balance /
    Bakiyeniz yetersizdir, lütfen bakiye ekleyin / Seu saldo é insuficiente /
    Saldo Anda tidak mencukupi untuk melakukan pemesanan / balance_insufficient /
    Your balance is too low to place this order / You don’t have enough money in your account /
    You have insufficient balance. Please recharge. / Not enough credit / User balance is not enough /
    Insufficent balance / no money / Your balance is less than the order amount /
    Not enough funds on your balance: need 1.20, have 0.30 /
    You can't afford this order: insufficient funds / balance is not sufficient /
    Недостаточно средств для оформления заказа / На вашем счету недостаточно средств /
    Пополните баланс, недостаточно средств / Yeterli bakiyeniz yok /
    Yetersiz bakiye, lütfen bakiye yükleyin / No tiene saldo suficiente / Sin saldo / Fundos insuficientes /
    Nicht genug Guthaben / Votre solde est insuffisant / Saldo anda kurang, silahkan deposit /
    Số dư không đủ để đặt hàng / Saldo insufficiente / Недостатньо коштів на балансі /
    الرصيد غير كاف لإتمام الطلب / 账户余额不足`,
  "bad-service": `Invalid service / Service is invalid / Wrong service ID / Service does not exist / No such service /
    SERVICE_NOT_FOUND / serviceNotFound / Unknown service / Service with ID 55 not found /
    The selected service is invalid. / Неверный ID услуги / Услуга не найдена / Сервис не существует /
    Serviço não encontrado / Serviço inválido / Servicio no encontrado / ID de servicio incorrecto /
    Layanan tidak valid / Geçersiz servis / Servis bulunamadı / Service non trouvé / Servis mevcut değil /
    Dịch vụ không tồn tại / 服务不存在 / الخدمة غير موجودة / The requested service was not found /
    Услуга не существует или удалена / El ID del servicio no es válido / ID layanan tidak ditemukan /
    bad_service / Service not exist / Requested service not found / Service id 1234 is incorrect /
    Service unknown / Неверный идентификатор услуги / Такой услуги не существует / Неверный сервис /
    Böyle bir servis yok / Seçilen servis bulunamadı / ID de servicio no válido / ID do serviço inválido /
    Service nicht gefunden / Le service n'existe pas / Layanan salah / Dịch vụ không hợp lệ /
    Servizio non valido / 服务ID错误`,
  "service-disabled": `Service is inactive / Service disabled / This service is currently unavailable /
    Service is under maintenance / Disabled service ID / service_disabled /
    Service is not available at the moment / Услуга недоступна / Услуга отключена /
    Сервис временно недоступен / Serviço indisponível / Servicio no disponible / Layanan tidak tersedia /
    Layanan nonaktif / Servis aktif değil / Servis şu anda pasif / 服务不可用 /
    The service is currently disabled by the administrator / Bu servis pasif durumdadır /
    Layanan sedang tidak tersedia / Service is disabled / This service is currently under maintenance /
    The service is deactivated / Service deactivated by admin / Услуга временно недоступна /
    Услуга неактивна / Servis bakımda / El servicio está inactivo / Serviço inativo /
    O serviço não está disponível / Service désactivé / Servizio non disponibile`,
  "bad-link": `Link is invalid / Invalid URL / invalid_link / LINK_INVALID / Wrong link / Link not found /
    Broken link / Invalid link format / Link is not valid for this service / Invalid link for this service /
    Invalid service link / The URL is incorrect / Private account / Your profile is private /
    Link account is banned / The target account is suspended / error.incorrect_link / Bad link: https://example.com/order/not/found / Неверная ссылка /
    Некорректная ссылка / Link inválido / Enlace no válido / Lien invalide / Geçersiz link /
    Bağlantı hatalı / Link tidak valid / Target tidak ditemukan / Liên kết không hợp lệ / 链接无效 /
    رابط غير صالح / The URL you entered is invalid / error.link_invalid / Link formatı hatalı /
    O link informado é inválido / 链接无效，请检查 / incorrectLink / The link you entered is incorrect /
    Link not valid / Url is not valid / Wrong link format / Link can't be empty / Missing link /
    Link field required / Invalid username or link / Not a valid Instagram URL /
    Page not found for this link / Account is private / Private profile / error.invalid_link /
    Ссылка указана неверно / Не указана ссылка / Link hatalı / Geçersiz bağlantı / Link gerekli /
    Enlace incorrecto / URL no válida / Cuenta privada / Link não é válido / Link obrigatório /
    Der Link ist ungültig / Le lien est invalide / Link salah / Akun private / Link non valido /
    رابط غير صحيح / 无效的链接`,
  "quantity-low": `Quantity must be at least 100 / quantity below min / Min quantity is 10 / Minimum order is 100 /
    quantityTooLow / Quantity is too low / Quantity is less than the minimum /
    Quantity cannot be less than 10 / min_quantity / Minimum amount: 50 /
    Quantity should be greater than 9 / Min. quantity 20 / Minimum order quantity not met /
    Количество меньше минимального / Минимальное количество: 100 / Количество должно быть не менее 10 /
    Quantidade mínima é 100 / Cantidad mínima: 50 / La cantidad es menor que el mínimo /
    Jumlah minimal 100 / Jumlah kurang dari minimum / Minimum sipariş miktarı 100 / Miktar minimumdan az /
    Quantité minimale: 10 / Mindestmenge ist 10 / Số lượng tối thiểu là 100 / 数量低于最小值 /
    Quantity must not be below 100 / Quantity must be minimum 10 / quantity_less_than_minimum /
    Girilen miktar minimumdan düşük / A quantidade mínima permitida é 50 / min_quantity_error /
    quantityLessThanMin / Quantity is below minimum 50 / Minimum quantity for this service is 100 /
    The quantity field must be at least 50. / Quantity must be greater or equal to 50 /
    Quantity cannot be lower than 100 / Quantity may not be less than 10 / Minimum order is 100 units /
    Qty less than min / Amount is less than minimum / At least 100 quantity required /
    Quantity less then minimum 100 / Quantity does not meet the minimum / Minimun quantity is 10 /
    Количество не может быть меньше 100 / Минимальный заказ 100 / Minimum sipariş adedi 100 /
    Minimum 100 adet sipariş verebilirsiniz / Cantidad menor que el mínimo 100 / El pedido mínimo es 100 /
    A quantidade mínima é 100 / Die Menge ist kleiner als das Minimum / Mindestbestellmenge 100 /
    La quantité minimale est de 100 / Jumlah pesanan minimal 100 / Jumlah minimum pesanan 100 /
    Số lượng nhỏ hơn tối thiểu / La quantità è inferiore al minimo / 最小数量为100`,
  "quantity-high": `Quantity must be less than 1000 / Quantity is too high / quantity exceeds maximum /
    Max quantity is 500 / max_quantity / Quantity cannot exceed 1000 /
    Quantity must not be greater than 1000 / QUANTITY_ABOVE_MAX / Quantity can't be more than 500 /
    Максимальное количество: 1000 / Количество больше максимального / Количество должно быть не более 10 /
    Quantidade máxima é 100 / La cantidad supera el máximo / Jumlah maksimal 1000 /
    Jumlah melebihi maksimum / Maksimum miktar 500 / Quantité maximale: 100 / Số lượng tối đa là 100 /
    数量超过最大值 / The quantity is greater than the maximum allowed (5000) / quantity_greater_than_maximum /
    Girilen miktar maksimumdan yüksek / Jumlah melebihi maksimal 10000 / quantity_too_high /
    Quantity more than max 1000 / Quantity exceeds the maximum / Quantity too large /
    Maximum quantity exceeded / The quantity must not be greater than 1000. /
    Quantity must be lower than 1000 / Quantity cannot be higher than 1000 / Maximum order is 1000 /
    Qty more than max / Maximum order quantity is 1000 / Quantity bigger than max /
    Количество превышает максимальное / Количество должно быть меньше 1000 /
    Превышено максимальное количество / Adet maksimum 1000 olmalıdır / Cantidad mayor que el máximo 1000 /
    La cantidad excede el máximo / A quantidade máxima é 1000 / Die Menge ist größer als das Maximum /
    La quantité maximale est de 1000 / Maksimal order 1000 / Jumlah maksimum 1000 /
    Số lượng vượt quá tối đa / 数量大于最大值`,
  "quantity-range": `Invalid quantity / Quantity out of range / Incorrect quantity /
    Quantity must be between min 10 and max 1000 / Min quantity 10, max quantity 1000 /
    Quantity should be more than 10 and less than 500 / quantity_out_of_range /
    Количество должно быть между 10 и 100 / A quantidade deve estar entre 10 e 100 /
    Jumlah harus antara 10 dan 100 / Quantity less than minimum or more than maximum / 数量必须介于最小和最大之间 /
    Invalid quantity value / Quantity is invalid / Incorrect amount / Quantity not in range /
    Quantity must be between 10 - 1000 / Quantity must be within min and max / Quantity not allowed /
    Количество должно быть от 10 до 1000 / Geçersiz miktar / Adet geçersiz / Cantidad incorrecta /
    Ungültige Menge / Jumlah tidak valid / Số lượng không hợp lệ / 无效的数量`,
  "missing-parameter": `Missing parameter / missing_parameter / Required field missing: quantity /
    Parameter 'service' is required / Please fill in all required fields / Order ID is required /
    Service is required / Missing orders parameter / Quantity can't be empty /
    Link and quantity are required / Order ID is required parameter. Please check your API Manual /
    Refill ID is required / Не указан обязательный параметр / Отсутствует параметр service /
    Parâmetro obrigatório ausente / Falta el parámetro service /
    Parameter tidak lengkap: wajib diisi quantity / Eksik parametre / 缺少参数 /
    The quantity parameter is missing / Не указан параметр service / Parâmetro obrigatório faltando /
    required_fields_missing / Missing required fields / Some parameters are missing /
    Please fill all the required fields / Field service is required / The order field is required. /
    No service specified / orders is required / Missing order id / Quantity missing /
    Parameter not specified / Отсутствуют обязательные параметры / Eksik parametreler / Miktar gerekli /
    Faltan parámetros obligatorios / La cantidad es obligatoria / O campo quantidade é obrigatório / 缺少必填参数`,
  "bad-comments": `Comments field is required / Comments can not be empty / Comment list is empty / Not enough comments /
    Missing comments / Parameter comments is missing / Комментарии обязательны / Comentários inválidos /
    Geçersiz yorum / Комментарии указаны неверно / Comments required / Please enter comments /
    Comments missing / Comments are invalid / Duplicate comments / Comments count is less than minimum /
    Please provide at least 10 comments / Комментарии не могут быть пустыми / Некорректные комментарии /
    Geçersiz yorumlar / Comentarios no válidos / Commenti non validi`,
  "bad-dripfeed": `Drip-feed is not available for this service / Dripfeed not supported / Invalid interval /
    Runs is required / Invalid runs / Interval must be at least 5 / drip_feed_disabled / Minimum runs is 2 /
    The service does not support drip-feed / Dripfeed disabled / Service does not support drip feed /
    Invalid drip-feed parameters / Interval is required / Interval not allowed / Interval cannot be empty /
    Услуга не поддерживает drip-feed / Bu servis dripfeed desteklemiyor /
    Drip feed no está disponible para este servicio / Layanan tidak mendukung dripfeed`,
  "min-above-max": `Min cannot be greater than max / Minimum must not be higher than maximum /
    Минимум не может быть больше максимума / El mínimo no puede ser mayor que el máximo /
    Minimum maksimumdan büyük olamaz / Minimum must be less than maximum / Minimum greater than maximum /
    Minimum is higher than maximum / Минимальное количество больше максимального`,
  "duplicate-active": `Önceki sipariş tamamlanmadı / An order with this link is already in progress / There is already an active order for this link /
    You already have an active order / This link already has an order / link_duplicate / Duplicate link /
    You have pending order with this link / Order with this link already exists /
    Active order exists for this link / Previous order is not completed /
    У вас уже есть активный заказ на эту ссылку / Заказ с этой ссылкой уже выполняется /
    Ya existe un pedido activo para este enlace / Já existe um pedido ativo com este link /
    Bu link için devam eden bir siparişiniz var / Sudah ada pesanan aktif dengan link ini /
    There is an active order for this link, please wait until it is completed /
    У вас уже есть активный заказ по этой ссылке / Já existe um pedido ativo para este link /
    active_order_exists / duplicateLink / There is an active order with this link /
    Active order with same link exists / Order for this link is still in progress /
    Same link order is already in progress / Wait until the previous order is completed /
    Link already has an active order / У вас уже есть заказ с этой ссылкой /
    Bu bağlantı için aktif siparişiniz var / Ya tienes un pedido activo con este enlace /
    Você já tem um pedido ativo com este link / Pesanan dengan target yang sama masih dalam proses`,
  quota: `Quota exceeded / Order limit reached / quota_exceeded / Maximum concurrent orders limit reached /
    url_quota_exceeded / Daily quota reached / You have reached your daily order limit /
    Order limit exceeded for this link / URL limit reached`,
  "order-not-found": `Order ID is incorrect / Wrong order ID / Order ID not found / order_not_found / orderNotFound /
    ORDER_NOT_FOUND / Invalid order / No such order / Order does not exist / Incorrect orders ID /
    Order #55 was not found / Order number is invalid / Order could not be found / Неверный ID заказа /
    Заказ не найден / Заказ не существует / Pedido não encontrado / Pedido não existe /
    ID do pedido inválido / Pedido no encontrado / Pesanan tidak ditemukan / Geçersiz sipariş ID /
    Böyle bir sipariş yok / Commande non trouvée / Bestellung nicht gefunden / Đơn hàng không tồn tại /
    订单不存在 / 未找到订单 / الطلب غير موجود / There is no order with such ID / Заказ с указанным ID не найден /
    O pedido não existe / Không tìm thấy đơn hàng này / orderNotExist / Order doesn't exist /
    Order with ID 123 not found / Order ID is invalid / Order ID doesn't exist / Unknown order id /
    Order not found or not yours / Неверный заказ / Некорректный ID заказа / Hatalı sipariş numarası /
    Bu ID ile sipariş bulunamadı / El pedido no existe / ID de orden inválido /
    O pedido não foi encontrado / Ungültige Bestellnummer / ID de commande invalide /
    ID pesanan tidak ditemukan / Không tìm thấy đơn hàng / Mã đơn hàng không tồn tại / 无效的订单ID`,
  "refill-unavailable": `Refill not available / Refill unavailable / Refill is not supported / Order is not eligible for refill /
    Refill expired / Refill period has expired / This order cannot be refilled /
    Refill is not allowed for this order / refill_disabled / No refill for this service /
    Рефилл недоступен для этой услуги / Refill tidak tersedia / Refill não disponível /
    Refill is not available for this order / Telafi mevcut değil / Bu sipariş için telafi mevcut değil /
    No refill available / جبران موجود نیست / 不支持补单 / Bu servis için telafi desteklenmiyor / refillNotAllowed /
    Refill is not possible for this order / Refill period expired / This service does not have refill /
    This order is not eligible for a refill / Cannot refill this order / Service has no refill guarantee /
    The service doesn't support refills / Рефилл невозможен / Рефилл не поддерживается /
    Refill no disponible / Serviço sem refill / Layanan tidak mendukung refill /
    Layanan ini tidak ada refill`,
  "refill-too-early": `Order not completed / The order is not completed yet / Please wait 24 hours before requesting a refill /
    Refill requested less than 24 hours ago / Too early to refill / Order is not finished /
    Заказ не завершен / Refill is available only 24 hours after the last one, wait /
    Order not completed yet / Order must be completed to request refill / Refill not available yet /
    Last refill was less than 24 hours ago / Order not finished yet / Заказ ещё не выполнен /
    El pedido no está completado`,
  "refill-already": `Refill is already in progress / Refill already exists / already refilled /
    Refill request is already pending / You have already requested a refill /
    A refill request already exists for this order / Refill already pending / Refill already submitted /
    Refill request already exists / There is already a refill in progress /
    Order is already being refilled / Рефилл уже запрошен / Запрос на рефилл уже отправлен /
    Zaten telafi talebi var / Refill já solicitado / Refill sudah pernah diajukan`,
  "refill-not-found": `Refill ID not found / Invalid refill ID / refill_not_found / error.incorrect_refill_id /
    Refill does not exist / Рефилл не найден / Refill não encontrado / No refill found / refillNotFound /
    Refill ID does not exist / Refill ID invalid / Refill with ID 5 not found / Refills not found /
    Рефилл с таким ID не найден / Geçersiz refill ID / ID de refill incorrecto / ID refill salah`,
  "refill-failed": `Refill request failed / Could not create refill / refill_failed / Failed to request refill /
    Refill could not be created, try later / refill_error / Unable to create refill /
    Failed to process refill / Refill gagal`,
  "cancel-impossible": `Order can't be canceled / You cannot cancel this order / Cancel is not available /
    Cancellation is not allowed / Cancel is not supported for this service / This order is not cancelable /
    Unable to cancel order / Cannot cancel / Order is already completed / Failed to cancel order /
    Order cannot be canceled because it is completed / cancel_not_allowed / Заказ нельзя отменить /
    Заказ уже выполнен / Pedido não pode ser cancelado / Sipariş iptal edilemez /
    Pesanan tidak dapat dibatalkan / The order cannot be cancelled at this stage /
    Bu sipariş iptal edilemez durumda / Pesanan ini tidak dapat dibatalkan / cancel_not_available /
    cancelNotAllowed / Cancel is disabled / Cancel is not possible / Cancellation not possible /
    Cancelling is not allowed / This service does not support cancellation / Order can't be cancelled /
    Order is not cancellable / Order not eligible for cancel / You can't cancel this order /
    Unable to cancel / Could not cancel order / Completed orders cannot be canceled /
    Order was already completed / Cancel request failed / Нельзя отменить заказ / Отмена недоступна /
    Не удалось отменить заказ / Bu sipariş iptal edilemez / Sipariş zaten tamamlandı /
    No se puede cancelar / O pedido não pode ser cancelado / Cancelamento indisponível /
    Pesanan sudah selesai`,
  "cancel-already": `Order already canceled / Cancellation already requested / already_cancelled / Заказ уже отменен /
    Order already cancelled / Order was already canceled / Cancel request already sent /
    Cancellation has already been requested / Заказ уже был отменён / Sipariş zaten iptal edilmiş /
    El pedido ya está cancelado / Pesanan sudah dibatalkan`,
  "rate-limited": `Too Many Requests / rate_limit_exceeded / RATE_LIMITED / tooManyRequests /
    Rate limit reached, slow down / Too many attempts / API request limit exceeded /
    Too many requests, please try again later. / You are sending requests too fast /
    Please wait 5 seconds before the next order / Слишком много запросов / Слишком частые запросы /
    Muitas solicitações / Demasiadas solicitudes / Terlalu banyak permintaan / Çok fazla istek /
    Trop de requêtes / Zu viele Anfragen / Quá nhiều yêu cầu / 请求过多 / 请求过于频繁 /
    You have made too many requests, please slow down / Request limit exceeded, try again in 1 minute /
    Çok fazla istek gönderdiniz, lütfen bekleyin / RATE_LIMIT_REACHED / Too many requests from your IP /
    You have exceeded your API rate limit / Requests limit exceeded / You are making requests too fast /
    Слишком много запросов, попробуйте позже / Çok fazla istek gönderdiniz /
    Zu viele Anfragen, bitte später erneut versuchen / Terlalu banyak request / 请求次数过多`,
  "bad-action": `Action not found / Unknown action / Wrong action / INVALID_ACTION / error.incorrect_request /
    Action is not supported / Unsupported action / Method not allowed / Invalid method / Неверный запрос /
    Неизвестное действие / Geçersiz işlem / Unsupported method / Acción no válida /
    The action you requested is invalid / Action parameter is invalid / No such action /
    Action does not exist / Unknown method / API method not found / The selected action is invalid. /
    Wrong request / Некорректный запрос / Hatalı istek / Solicitud incorrecta / Action tidak valid`,
  maintenance: `We are under maintenance / Site is under maintenance, try later / Maintenance mode / Bakımdayız /
    Ведутся технические работы / Em manutenção / En mantenimiento / Sedang pemeliharaan / Wartungsarbeiten /
    系统维护 / The panel is currently under maintenance / На сайте ведутся технические работы /
    O site está em manutenção / under_maintenance / The panel is under maintenance, please try again later /
    Website is under maintenance. We will be back soon / Site is in maintenance mode /
    API is under maintenance / We are currently performing maintenance / Сайт на техническом обслуживании /
    Сайт на обслуживании / Site şu anda bakımda / Estamos en mantenimiento / Sistema em manutenção /
    Site en maintenance / Website sedang maintenance / 系统维护中`,
  "wrong-address": `The requested URL was not found on this server. / Endpoint not found / Unable to verify domain`,
  "bad-request": `Invalid request body / Malformed request / Invalid JSON / Unsupported content type /
    Request entity too large / Payload too large / Invalid JSON body / Invalid content type /
    Payload is too large / Некорректный JSON / Ungültiges JSON`,
  blocked: `Just a moment... / Complete the captcha / Your IP is blocked / IP address is banned /
    Checking your browser / Checking your browser before accessing / Your IP address has been banned /
    Your IP is not allowed / Ваш IP заблокирован / Seu IP foi bloqueado`,
  "server-error": `Something went wrong / Server error / An error occurred / An unexpected error occurred /
    Database error / Unknown error / internal_server_error / InternalServerError /
    Error processing request / Произошла ошибка / Внутренняя ошибка сервера / Ocurrió un error /
    Ocorreu um erro / Erro interno do servidor / Terjadi kesalahan / Bir hata oluştu / Sistem hatası /
    Internal Error. Please contact support / Sunucu hatası oluştu / Une erreur interne est survenue /
    unexpected_error / An internal error occurred / An error has occurred /
    Error occurred while processing your request / Something went wrong, please try again later /
    Unexpected server error / There was an error processing your request / Системная ошибка /
    İşlem sırasında hata oluştu / Ha ocurrido un error / Erreur interne du serveur / Kesalahan server /
    Kesalahan sistem`
}
