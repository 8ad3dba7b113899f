import type { Meaning } from "../Meaning.js"

/**
 * What the words of a refusal stand for, over all languages at once: `concepts: spellings`.
 *
 * A signed concept is one that a "not" turns round: "found" is `+found`, "not found" and "bulunamadı" are
 * `-found`. A spelling that ends in `*` is a stem, and `_` holds together words that mean it jointly.
 * Spellings stand without accents and without fillers, since both are passed over in a text.
 */
export const words = `
filler: the a is was be been to on than your temporarily neworder el может быть puede ser que
not: not no non cannot cant dont doesnt unable nao tidak не нет нельзя khong 不 未 غير
not after: nicht pas degil edilemez olamaz
or: or and ya_da или atau ou
skip: if success* refill_status service_unavailable not_required no_error
key: key apikey token* credential* токен* ключ* anahtar* clave chave cle schlussel 密钥 مفتاح
auth: unauthorized
api: api
user: user* account* hesa* аккаунт* akun* cuenta* conta
funds: fund* balan* credit* money bakiye* баланс* средств* saldo fond* guthaben solde so_du 余额 رصيد
service: servi* услуг* сервис* layanan* dich_vu 服务 خدمة
link: link* url* target ссылк* baglanti* tautan enlace lien* 链接 رابط
link user: profile*
quantity: quant* qty amount sayi* miktar* колич* jumlah cantidad so_luong 数量
min: min minim* миним* minimum_sayi toi_thieu 最小
quantity min: mindestmenge
max: max maxim* maks* макс* maksimum_sayidan toi_da 最大
order: orde* siparis* заказ* pesanan pedido* commande* bestell* don_hang 订单 طلب
id: id ids number номер*
+refill: refil* рефил* восстановл* telafi*
+cancel: cancel* iptal* отмен* dibatalkan
comment: comment* коммент* yorum* komentar coment*
dripfeed: drip* runs interval
request: request* attempts запрос* istek* permintaan solicit* requis* requete* anfrage* yeu_cau 请求
method: method
action: action* действ* islem* accion*
param: param* field* alan* veri парам* campo* 参数
+valid: valid* correct* верн* gecerli hop_le صالح*
-valid: bad broken invalid* gecersiz недейств* ungultig* 无效 错误
-valid invalid: invalid
-valid wrong: incor* wrong hatali salah неверн* некорр* неправ*
+found: found mevcut find such provided exist* encontr* ditemukan найден* сущест* trouv* gefunden ton_tai tim_thay 存在 找到 موجود*
-found: unknown introuvable bulunamad* yok неизвест*
+enough: enough suf* yeterli достат* хвата* cukup mencukupi genug* du كاف*
-enough: insuf* yetersiz недостат* 不足
+on: enabled avail* support* allow* permit* eligib* possib* доступ* поддерж* tersedia dispon* 可用 متاح*
+on active: activ* pending process* progress aktif активн* выполня* ativ* devam_eden
active have: gonderim_olan
-on: inact* disab* suspen* banned block* deactiv* expir* unavail* pasif* kapali aski* indispon* nonaktif недоступ* неактив* отключ* заблок* невозмож* inativ* desativ* desactiv* bloque*
-on unsupported: unsupport* not_support*
+done: complet* finish* tamaml* заверш* выполнен*
+made: creat*
-made: fail* gagal
empty: empty blank
need: required missing eksik gerekli zorunlu wajib обязат* отсутств* не_указан* obligat* obrigat* falt* 缺少
param need: permintaan_tidak_sesuai
+less: less lower below smaller small low мень* менее ниже kurang menor* 小于 低于
-less: least menos
+more: more greater higher above exce* reached high large* бол* превыш* lebih melebihi mayor* maior* buyuk* asil* 大于 超过
-more: most
must: must should debe* deve* harus должн*
range: between range между antara entre
quantity range: follow_limit
limit: limit* лимит*
many: too_many often frequent too_fast слишком_много частые cok_fazla terlalu_banyak demasiad* muit* trop zu_viele qua_nhieu 过多 频繁
many request: rate_limit*
wait: wait*
second: second*
hour: hour* час
early: early
already: already уже zaten sudah ja ya
duplicate: dupl* дубл*
have: have there есть var tienes ha
next: next another before
previous: previous
private: private
+down: maintenance bakim* обслуж* технические_работы manut* manten* pemelihara* wartung* bao_tri 维护
quota: quota
body: body payload json content_type media_type request_format
body -valid: malformed_request
body +more: request_entity
domain: verify_domain
endpoint: endpoint
endpoint -found: url_not_found_this
error: err* ошибк* hata* kesalahan
occurred: occur* unexpected произош* olustu ocurri* ocorreu terjadi
error occurred: went_wrong unknown_error error_process*
internal: internal server system database sunucu* interno внутрен* sistem*
botcheck: captcha just_moment checking_browser
ip: ip
off: payment deposit provider csrf
`

/**
 * The meanings by what their texts have in common: a rule is a set of concepts that stand near each other,
 * `|` parting those of which one will do. The rule with most concepts wins, then the closest one.
 *
 * `=` allows nothing else in the text, and `~` is for rules that give way to every other: they hold what a
 * refusal of another kind mentions too.
 */
export const meanings: ReadonlyArray<readonly [Meaning | undefined, string]> = [
  ["bad-key", "key -valid|-found|-on|need|empty, api user -on -found, =auth"],
  ["account-disabled", "user -on"],
  ["insufficient-funds", "funds -enough|+less, funds +enough -found"],
  // A service that is "off or not found" (a Turkish text) is not there for this account.
  ["bad-service", "service -valid|-found"],
  ["service-disabled", "~service -on|+down, service -on user"],
  ["bad-link", "link -valid|-found|-on|need|empty, link service -valid, private user, =link error"],
  ["quantity-low", "quantity|order min, quantity +less|-less, quantity must +more"],
  // "Quantity less than maximum 10000" says what should have been: where a limit is named, it decides.
  ["quantity-high", "quantity max, quantity +more|-more, quantity +less max, quantity must +less"],
  ["quantity-range", "quantity range|-valid, quantity|order min max, quantity must min max, =quantity error"],
  ["quantity-range", "quantity must +more +less, quantity min max +more +less"],
  ["min-above-max", "=min max +more|-more, =min max must +more|-more"],
  ["missing-parameter", "~param|quantity need|empty, ~service|id need, link quantity need"],
  ["bad-comments", "comment -valid|-enough|need|empty|duplicate"],
  ["bad-dripfeed", "dripfeed -on|-valid|need|min|-less"],
  [
    "duplicate-active",
    "active order link have|already|+found, already|-done order link, already have active order"
  ],
  ["duplicate-active", "previous order active|-done, link duplicate"],
  ["quota", "quota +more, order limit +more"],
  ["order-not-found", "order -found, order id -valid, =order -valid"],
  ["refill-unavailable", "+refill -on, -refill service|order"],
  ["refill-too-early", "order -done, +refill hour +less|wait, +refill early"],
  ["refill-already", "+refill already"],
  ["refill-not-found", "+refill -found, -refill +found, +refill id -valid, =+refill -valid"],
  // "Invalid Request" is one panel's answer to a refill; with anything beside it, it is about something else.
  ["refill-failed", "+refill -made, =request -valid invalid"],
  ["cancel-impossible", "-cancel order, =-cancel, +cancel -on|-made, already order +done"],
  ["cancel-already", "+cancel already"],
  ["rate-limited", "many request, request limit|quota +more, wait second next"],
  // "Incorrect request or API key" gives way to the key, which is what can be put right.
  ["bad-action", "action|method -valid|-found, method -on, action unsupported, ~request wrong"],
  ["maintenance", "~+down"],
  ["wrong-address", "not domain, endpoint -found"],
  ["bad-request", "body -valid|-on|+more"],
  ["blocked", "~botcheck, ip -on"],
  ["server-error", "~error occurred|internal"],
  // Known to be something else: the panel's own money, what the website says of payments and its forms.
  [
    undefined,
    "off funds -enough, off key -valid, off quantity min, off method -on, request wrong param, +down +done"
  ],
  [undefined, "link|service|quantity|param order id -valid, or link service -valid"]
]
