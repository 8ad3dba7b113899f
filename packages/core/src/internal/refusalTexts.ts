import type { Meaning } from "../Meaning.js"

/**
 * What the words of a refusal stand for, over all languages at once: `concepts: spellings`.
 *
 * A signed concept is one that a "not" turns round: "found" is `+found`, "not found" and "bulunamadı" are
 * `-found`. A spelling that ends in `*` is a stem, and `_` holds together words that only mean it jointly.
 * Case and accents do not count. Fillers are passed over, so spellings are written without them.
 */
export const words = `
filler: the a an is are was were be been being to of for on in at by with this your you we can could will has does please sorry neworder yet de la le est e может быть bu bir
not: not no non cannot cant dont doesnt unable nao nicht kein* pas tidak не нет нельзя degil edilemez olamaz khong 不 不能 未 没有 غير لا لم
or: or and ya_da veya ve или и atau oder ou y
skip: if success* если jika eger
key: key keys apikey token ключ* anahtar* clave chave cle schlussel khoa 密钥 مفتاح
api: api
auth: unauthorized authentication authorization
user: user* account* kullanici* hesa* akun* аккаунт* пользовател* cuenta* usuario* conta konto tai_khoan 账户 حساب*
funds: fund* balan* credit* money wallet bakiye* saldo* баланс* средств* денег guthaben solde fondos so_du 余额 رصيد*
service: servi* layanan* услуг* сервис* dienst dich_vu 服务 خدمة
link: link* url* target profile* baglanti* tautan ссылк* enlace* lien* 链接 رابط
quantity: quant* qty amount* sayi* miktar* jumlah* колич* кол cantidad* menge so_luong 数量 كمية
min: min minim* мин миним* mindest* toi_thieu 最小 最低 ادنى
max: max maxim* maks* макс* toi_da 最大 最高 اقصى
order: orde* siparis* pesanan* заказ* pedido* commande* bestell* don_hang 订单 طلب
id: id ids number numara* номер*
+refill: refil* рефил* докрут* восстанов* telafi* isi_ulang 补单
+cancel: cancel* annul* storn* iptal* отмен* batal* dibatalkan huy 取消
comment: commen* comen* koment* komment* yorum* коммент* 评论
dripfeed: drip* runs interval*
request: request* istek* запрос* permintaan* solicit* petic* requisic* requete* anfrage* yeu_cau 请求
action: action* accion* acao действи* islem*
method: method
param: param* field* data veri alan* парам* поле поля campo* champ* 参数
+valid: valid* correct* gecerli верн* корр* действ* gultig hop_le صالح* صحيح*
-valid: bad broken invalid* gecersiz недейств* невалид* ungultig* 无效
-valid invalid: invalid
-valid malformed: malformed
-valid wrong: incor* wrong hatali yanlis salah неверн* неправ* некорр* errad* falsch* sai
-valid error: 错误
+found: found find such exist* encontr* ditemukan найден* сущест* trouv* gefunden ton_tai tim_thay 存在 找到 موجود*
-found: bulunamad* yok
-found unknown: unknown неизвест* bilinmeyen
+enough: enough suf* yeterli достат* хвата* cukup mencukupi assez genug du 足够 كاف*
-enough: insuf* yetersiz недостат* 不足
+on: enabled avail* support* allow* permit* eligib* possib* tersedia доступ* поддерж* возмож* dispon* verfugbar posib* 可用 支持 متاح*
+on active: activ* running pending process* progress aktif активн* ativ* devam_eden gonderim_olan 进行中 نشط*
-on: inact* inativ* disab* suspen* banned block* bloque* deactiv* desactiv* desativ* deaktiv* gesperrt unsupport* pasif kapali askiya неактив* отключ* заблок* недоступ* nonaktif 禁用 停用 معطل*
-on gone: unavail*
+done: complet* finish* deliver* заверш* выполнен* tamaml* selesai conclu* 完成
+made: creat* placed
-made: fail* gagal basarisiz falh* 失败
-fit: tidak_sesuai
need: requir* missing empty blank not_empty obligat* obrigat* falt* manqu* fehlt eksik zorunlu gerekli bos_olamaz wajib diperlukan kosong обязат* отсутств* не_указан* не_пуст* thieu 缺少 不能为空 مطلوب*
fill: fill doldur* заполн*
+less: less lower below under smaller fewer low small меньше менее ниже мало kurang menor* menos weniger dusuk altinda kucuk az nho_hon 小于 低于 少于 اقل
-less: least en_az
+more: more greater higher above over exceed* larg* bigger high больше более выше превыш* lebih melebihi mayor* superior* exced* maior* mehr fazla buyuk asildi asamaz yuksek lon_hon vuot_qua 大于 超过 高于 超出 اكثر
-more: most en_fazla
must: must should debe* deve* doit muss harus должн* olmali* phai 必须
between: between arasinda между antara entre zwischen 之间
range: range
limit: limit* лимит*
reached: reached exhausted достигн*
follow: follow
rate: rate
often: often frequent* частые часто sering 频繁
many: too_many слишком_много cok_fazla terlalu_banyak demasiad* muit* trop zu_viele qua_nhieu 过多
many request: طلبات_كثيرة
try: attempts
wait: wait* подожд* bekle* tunggu esper* aguard*
second: second* секунд* saniye* detik segundo*
hour: hour* час часа часов saat jam horas
early: early soon рано
expired: expir* истек*
already: already уже zaten sudah ja ya deja bereits 已
duplicate: dupl* дубл* 重复
have: have есть var
previous: previous предыдущ*
private: priva* закрыт* gizli
temporarily: temporarily
maintenance: maintenance bakim* обслужив* технические_работы pemelihara* manten* manuten* wartung* bao_tri 维护 صيانة
quota: quota kota
format: format
body: body payload json entity content_type
domain: domain
endpoint: endpoint route
server: server* servid* serveur сервер* sunucu* 服务器
system: syst* sistem* систем* 系统
internal: internal interno внутрен*
database: database
error: err* hata* ошибк* kesalahan fehler loi
occurred: occur* unexpected произош* olustu ocurri* ocorreu terjadi survenu* aufgetreten xay_ra
went: went_wrong
botcheck: captcha cloudflare just_moment checking_browser enable_javascript
ip: ip
off: csrf payment deposit provider
`

/**
 * The meanings by what their texts have in common: a rule is a set of concepts that stand near each other,
 * `|` parting those of which one will do. The rule with most concepts wins, then the closest one.
 *
 * `=` allows nothing else in the text, `>` wants the order given, and `~` is a last resort for texts that
 * no other rule knows.
 */
export const meanings: ReadonlyArray<readonly [Meaning | undefined, string]> = [
  // "Incorrect request or API key" names two; the key is the one that can be put right.
  ["bad-key", "key -valid|-found|-on|need|expired, request key -valid, key param need, api user -on"],
  ["bad-key", "=api -valid, =auth, auth -made|-valid|need"],
  ["account-disabled", "user -on"],
  ["insufficient-funds", "funds -enough|+less"],
  // A Turkish text says "off or not found" of a service: what is sure is that it cannot be ordered.
  ["bad-service", "service -valid|-found, service -on -found"],
  ["service-disabled", "service -on|maintenance"],
  ["bad-link", "link -valid|-found|-on|need|private, user private, =link error"],
  ["quantity-low", "quantity|order min, +less min, quantity +less|-less, quantity +more min, quantity must +more"],
  // "Quantity less than maximum 10000" says what should have been: where a limit is named, it decides.
  ["quantity-high", "quantity max, +more max, quantity +more|-more, quantity +less max, quantity must +less"],
  ["quantity-range", "quantity between|range|-valid, quantity|order min max, quantity must min max, follow limit"],
  ["quantity-range", "quantity must +more +less, quantity min max +more +less, =quantity error"],
  ["min-above-max", ">min +more|-more max, >min max +more|-more, >min max quantity +more|-more"],
  ["missing-parameter", "param|quantity|service|order|id|action|+refill need, param|request -fit, fill param"],
  ["missing-parameter", "link need param|quantity|service, param -enough"],
  ["bad-comments", "comment -valid|-enough|need|+less|duplicate, comment param|service need, comment duplicate order"],
  ["bad-dripfeed", "dripfeed -on|-valid|need|+less|-less|min, dripfeed service -on, dripfeed param need"],
  ["duplicate-active", "active order link, already order link, link order -done, link duplicate"],
  ["duplicate-active", "link duplicate error, have active order, previous order -done|active"],
  ["quota", "quota +more|reached, order limit +more|reached"],
  ["order-not-found", "order -found, order id -valid|-found, =order -valid"],
  ["refill-unavailable", "+refill -on|expired, +refill service|order -on, -refill service|order"],
  ["refill-too-early", "order -done, +refill hour|early, +refill order -done"],
  ["refill-already", "+refill already|active"],
  ["refill-not-found", "+refill -found, +refill id -valid|-found, =+refill -valid"],
  // "Invalid Request" is one panel's answer to a refill; with anything beside it, it is about something else.
  ["refill-failed", "+refill -made, =+refill error, =request -valid invalid"],
  ["cancel-impossible", "-cancel order, =-cancel, +cancel -on|-made, +cancel service|order -on, already order +done"],
  ["cancel-already", "+cancel already"],
  ["rate-limited", "rate limit, rate limit +more, order rate limit +more, request limit +more, request quota +more"],
  ["rate-limited", "many request|try, request often, wait second"],
  ["bad-action", "action -valid|-found|-on, request wrong, request action -valid, method -valid|-on"],
  ["maintenance", "~maintenance"],
  // The second is what a web server says of a path that it does not have.
  ["wrong-address", "domain not, link -found server, endpoint -found"],
  ["bad-request", "request format -valid, body -valid|-on|+more, request body -valid, malformed request, =request +more"],
  ["blocked", "~botcheck, ip -on"],
  ["server-error", "~internal|server|system|database error, ~error occurred, ~>error active request|order"],
  ["server-error", "~>unknown error, ~went"],
  // The words of HTTP's 503, and texts about money, keys and limits that are not the caller's.
  [undefined, "=service -on gone, =service -on gone temporarily, off funds -enough, off key -valid"],
  [undefined, "off quantity min, off method -on, maintenance +done, +refill status -made, request wrong param"]
]
