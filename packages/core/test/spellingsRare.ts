import type { Meaning } from "../src/Meaning.js"

/** Refusals that need not be known, but may be taken for nothing else; ` / ` stands between them. */
export const rare: Readonly<Partial<Record<Meaning, string>>> = {
  "bad-service": `Такой услуги нет / Couldn't find service with id 77 / Hizmet bulunamadı / Servizio non trovato /
    Послугу не знайдено / لم يتم العثور على الخدمة / ไม่พบบริการ / Service ID galat hai`,
  "order-not-found": `Такого заказа нет / Could not find order / Неверный номер заказа / ID ordine non valido /
    Замовлення не знайдено / شناسه سفارش نامعتبر است / 注文が見つかりません / 订单号错误 / ऑर्डर नहीं मिला`,
  "bad-key": `authentication_error / API key revoked / Invlid API key / Apikey tidak terdaftar /
    Falscher API-Schlüssel / Невірний API ключ / API キーが無効です / API key không đúng / مفتاح API مطلوب`,
  "account-disabled": `You have been banned / Hesabınız engellenmiş / Konto gesperrt / Tài khoản bị khóa /
    حساب شما مسدود شده است / 帐户已被禁用 / アカウントが停止されています / Compte suspendu`,
  "insufficient-funds": `Out of balance / Не хватает средств / Guthaben reicht nicht aus / Vous n'avez pas assez de fonds /
    Za mało środków na koncie / موجودی شما کافی نمی باشد / ليس لديك رصيد كاف / 잔액이 부족합니다 /
    ยอดเงินของคุณไม่พอ / आपके खाते में पर्याप्त राशि नहीं है / <b>Insufficient balance</b>`,
  "service-disabled": `Service is turned off / This service is offline / Услуга на техобслуживании /
    Bu servis şu anda kullanılamıyor / Dienst nicht verfügbar / Layanan dinonaktifkan / Dịch vụ tạm ngưng /
    Servizio disattivato / سرویس غیرفعال است / الخدمة غير متوفرة / サービスは利用できません / 服务已关闭 /
    This service is paused`,
  "bad-link": `Please check your link / Link doesn't match the service / Post not found / Instagram user not found /
    Недопустимая ссылка / Профиль закрыт / El perfil es privado / Falscher Link / Link tidak boleh kosong /
    Đường dẫn không hợp lệ / Błędny link / لینک نامعتبر است / الرابط خاطئ / リンクが無効です / 링크가 올바르지 않습니다 /
    链接不能为空 / Profil gizli`,
  "quantity-low": `Quantity too small / Min: 100 / Количество слишком мало / Минимальное кол-во: 100 /
    La cantidad debe ser al menos 100 / A quantidade deve ser maior que 100 /
    La quantité doit être au moins 100 / Jumlah terlalu sedikit / Ilość mniejsza niż minimalna /
    حداقل تعداد 100 / الكمية أقل من الحد الأدنى / จำนวนขั้นต่ำ 100 / 最低下单数量为100`,
  "quantity-high": `Quantity should be at most 1000 / You can order maximum 1000 / Maksimum sipariş adedi 1000 /
    Cantidad demasiado alta / Quantité trop élevée / Quantità massima 1000 / حداکثر تعداد 1000 /
    الكمية أكبر من الحد الأقصى / 数量超出限制`,
  "quantity-range": `Quantity outside allowed limits / The quantity must be a number. / Quantity must be multiple of 100 /
    Количество вне диапазона / Jumlah tidak sesuai / Невірна кількість / الكمية غير صالحة / 수량이 올바르지 않습니다 /
    数量必须在10到1000之间`,
  "missing-parameter": `No quantity / Action is required / Incomplete parameters / Не переданы обязательные параметры /
    Не хватает параметров / Faltan datos / Pflichtfeld fehlt / Le champ service est requis /
    Permintaan tidak lengkap / Thiếu tham số bắt buộc / Thiếu dữ liệu / Brakujące parametry /
    پارامترهای ضروری ارسال نشده است / الكمية مطلوبة / 参数不能为空 / Erforderliche Parameter fehlen`,
  "bad-comments": `Укажите комментарии / Les commentaires sont requis / Komentar wajib diisi / Коментарі обов'язкові /
    评论无效 / Kommentare fehlen`,
  "bad-dripfeed": `Serviço não suporta drip feed`,
  "min-above-max": `Min value is bigger than max value / O mínimo não pode ser maior que o máximo /
    Das Minimum darf nicht größer als das Maximum sein`,
  "duplicate-active": `You have another order for the same link / Link currently active /
    Another order with this link is in progress / You cannot order the same link twice /
    У вас есть активный заказ на эту ссылку. Дождитесь завершения /
    Bu link ile devam eden siparişiniz bulunuyor / Você tem um pedido ativo com este link /
    Vous avez déjà une commande active avec ce lien / Link này đang có đơn hàng hoạt động /
    Hai già un ordine attivo con questo link / شما یک سفارش فعال با این لینک دارید / このリンクの注文が既に進行中です`,
  quota: `Too many active orders / Sipariş limiti aşıldı / Cuota excedida / Batas pesanan tercapai`,
  "refill-unavailable": `Refill period is over / Восстановление недоступно / Докрутка недоступна / Reposición no disponible /
    Refill nicht möglich / Recharge non disponible / إعادة التعبئة غير متاحة / 该订单不支持补量`,
  "refill-too-early": `You can refill after 24 hours / Refill can be requested in 12 hours / Рефилл доступен через 24 часа /
    24 saat sonra telafi isteyebilirsiniz / Pesanan belum selesai / الطلب غير مكتمل /
    O pedido ainda não foi concluído`,
  "refill-already": `refill_in_progress / Восстановление уже запущено / Refill déjà demandé`,
  "refill-not-found": `Could not find refill / Refill introuvable`,
  "refill-failed": `Couldn't request refill / Refill request was rejected / Ошибка при создании рефилла /
    Error al crear refill / Échec du refill`,
  "cancel-impossible": `Can't cancel / İptal mümkün değil / La commande ne peut pas être annulée /
    Tidak dapat membatalkan pesanan / Đơn hàng đã hoàn thành / Замовлення не можна скасувати /
    الإلغاء غير متاح / 订单无法取消 / 订单已完成`,
  "cancel-already": `Đơn hàng đã bị hủy`,
  "rate-limited": `throttled / API limit exceeded / Too many calls / Please wait at least 5 seconds between orders /
    Maximum requests per minute exceeded / Подождите 5 секунд перед следующим заказом /
    Çok sık istek gönderiyorsunuz / Ha superado el límite de solicitudes / Limite de taxa excedido /
    Trop de demandes / Bạn thao tác quá nhanh / Забагато запитів / طلبات كثيرة جدا / 요청이 너무 많습니다 / 操作过于频繁 /
    Requests are too frequent`,
  "bad-action": `Unrecognized action / Undefined action / Метод не найден / Geçersiz istek / Ação desconhecida /
    Ungültige Aktion / Aksi tidak valid / Nieprawidłowa akcja / الإجراء غير صالح / アクションが無効です`,
  maintenance: `Maintenance in progress / Bakım çalışması / Wir führen Wartungsarbeiten durch / In manutenzione /
    Технічні роботи / الموقع في وضع الصيانة / กำลังปรับปรุงระบบ`,
  "bad-request": `malformed_json / Unsupported media type / Malformed payload / Formato de solicitud inválido`,
  blocked: `Verify that you are not a robot / DDoS protection by Cloudflare / 您的IP已被封禁`,
  "server-error": `Fatal error / SQLSTATE[HY000] [2002] Connection refused / There was a problem processing your request /
    Error while creating order / Что-то пошло не так / Sunucu hatası / Error del servidor /
    Se ha producido un error / Algo deu errado / Ein Fehler ist aufgetreten / Une erreur est survenue /
    Lỗi máy chủ / Lỗi không xác định / Błąd serwera / خطای سرور / حدث خطأ / خطأ داخلي / 서버 오류 / 系统错误 /
    服务器内部错误`
}
