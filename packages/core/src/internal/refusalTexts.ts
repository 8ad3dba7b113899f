import type { Meaning } from "../Meaning.js"

/**
 * What the words of a refusal stand for, over all languages at once: `concepts: spellings`.
 *
 * A signed concept is one that a "not" turns round: "found" is `+found`, "not found" and "bulunamadı" are
 * `-found`. A spelling of five letters or more is a stem, as is one that ends in `*`, and `_` holds together
 * words that mean it jointly. Spellings stand as `fold` leaves them: without accents, Russian in Latin letters
 * ("zakaz"). They are without fillers too, which texts may have.
 *
 * What says that something was done (`did`) is no refusal, whatever else it says. `off` are words of another
 * subject, and a sentence with a word of `skip` tells nothing.
 *
 * A language that has a word for "more" here has its word for "must" too: "must be more than 10" is said of
 * too little, "is more than 10" of too much.
 */
export const words = `filler: the a is was be to on than your tempor neworder el mojet byty puede ser que se are under requested
not: not no non never cannot dont doesnt unable nao tidak ne net nelyza khong 不 未 غير sin sem
not after: nicht pas degil edilem olamaz
or: or ili ou
skip: refill_status service_unavail no_error if when esli
+did: success uspewn 成功 placed accepted received added queued sozdan prinat cread criad
off: payment deposit provider suppl upstream licens card refund csrf descr
key: key apikey token kluq anahtar clave chave cle schlus 密钥 مفتاح
auth: unauth
api: api
user: user accou hesa* akkau akun cuent conta usuar
funds: fund* balan credit money bakiy sreds saldo fond* guthab solde so_du 余额 رصيد*
service: servi uslug layan dich_vu 服务 خدمة
link: link* url target ssylk baglan enlac lien* 链接 رابط*
link user: profil
quantity: quant qty amount sayi* miktar adet koliq jumlah cantid menge so_luong 数量
min: min minim toi_thieu 最小
quantity min: mindest
max: max maxim maks* toi_da 最大
order: orde* sipar zakaz pesanan pedid commande bestel don_hang 订单 طلب*
id: id number numara
+refill: refil telafi
+cancel: cancel iptal otmen dibatal
comment: commen komme yorum coment
dripfeed: drip* runs interval
request: reques requet attempt zapros istek permint solici anfrag yeu_cau 请求
rate: rate
method: method
action: actio deistv islem accio
param: param field alan* veri pola 参数
+valid: valid corre deistvit vern* gecerl hop_le صحيح* صالح*
-valid: bad broken gecers nedeis ungult sai 无效 错误
-valid invalid: inval
-valid wrong: incor wrong hatali yanlis salah nevern nekor neprav
+found: found mevcut such exist encon ditemu naiden suxes trouv gefun ton_tai tim_thay 存在 找到 موجود
-found: unknown neizv bulunamad bulunmu yok
+enough: enough suf* yeterl dostat cukup mencuk genug du كاف*
-enough: insuf yeters nedost 不足
+on: enabled avail dostu tersed dispon 可用
+may: allow permit
+can: support eligi possib podder mendukung
+on active: activ aktif aktiv pendin progress vypol devam_ed*
active have: gonderim_olan
-on: inact disab suspen banned block deac* unavail pasif aski* indisp nonakt nedostup neaktiv otklu zablo inativ desat desact bloq* blok* diblo expir lock*
-can: unsupp nevoz desteklem desteklenm
+done: complet finish over tamam zaverw vypolnen conclu selesai lengkap
-done: tamamlanma
+made: creat
+did +made: created
-made: fail* gagal
empty: empty blank pust* bos
-given: requir missing eksik gerek wajib obaza otsut obligat obrigat falt* 缺*
-given enter: enter provide fill
+given: provided specified ukazan
param -given: permintaan_tidak_sesuai
-less: least
+less: less lower below low meny* menee kurang menor
+more: more greater higher above excee reached high large bolee bolyw prevy dosti mayor buyuk
must: must should has need* debe* deve* harus dolj* olmali
range: between range mejdu antara entre ot_do
quantity range: follow_limit
limit: limit
+many: too_many too_fast sliwkom_mnogo sliwkom_qast* cok_fazla terlalu_banyak demasiad muitas trop zu_viele qua_nhieu 过多 频繁
+many request: slow_down
wait: wait
second: second
hour: hour* qas*
early: early yet
already: already still uje zaten sudah masih ya ja da 已
+duplicate: dupl*
have: have there var
next: next sled*
previous: previous
+private: privat privad
+down: mainte bakim obslu tehni manut mantenim pemeli wartun 维护
here: site websi panel we mode sait raboty em en sedang
quota: quota
body: body payload json content_type request_format format_zaprosa
body -valid: malformed_request
body +more: request_entity
domain: verify_domain
endpoint: endpoi
endpoint -found: url_not_found_this
error: err* owibk hata* kesal fehler
occurred: occur unexpe proiz olustu ocurri ocorre terjadi
error occurred: went_wrong unknown_error error_process error_placing timeo timed time_out curl c_url deadl gone_away sqlst connection_re* connection_lost provider_time* prevyweno_vrem*
internal here: system sistem server 系统
internal: intern databa serveu vnutr 服务器
botcheck: captcha just_moment checking_browser
ip: ip`

/**
 * The meanings by what their texts have in common: a rule is a set of concepts that stand near each other,
 * `|` parting those of which one will do. The rule with most concepts wins, then the closest one.
 *
 * `=` allows nothing else in the text, and `~` is for rules that give way to every other: they hold what a
 * refusal of another kind mentions too.
 */
export const meanings: ReadonlyArray<readonly [Meaning | undefined, string]> = [
  ["bad-key", "key -valid|-found|-on|-given|empty, api user -on -found, =auth"],
  ["account-disabled", "user -on"],
  ["insufficient-funds", "funds -enough|+less, funds +enough -found, =not funds"],
  // A service that is "off or not found" (a Turkish text) is not there for this account.
  ["bad-service", "service -valid|-found"],
  ["service-disabled", "~service -on, service +down, service -on user"],
  ["bad-link", "link -valid|-found|-on|-can|-given|empty, link service -valid, =+private user, =link error"],
  ["quantity-low", "quantity|order min, quantity +less|-less, quantity must|enter +more, order must -less"],
  // "Quantity less than maximum 10000" says what should have been: where a limit is named, it decides.
  [
    "quantity-high",
    "quantity max, quantity +more|-more, quantity +less max, quantity must|enter +less, quantity limit|max +more, =order max"
  ],
  [
    "quantity-range",
    "quantity range|-valid|-may, quantity|order min max, =quantity error, quantity must +more +less, quantity min max +more +less"
  ],
  ["min-above-max", "=min max +more|-more, quantity min max +more|-more, =min max must +more|-more|+less"],
  [
    "missing-parameter",
    "~param|quantity -given|empty, ~param -done, ~service|id|order -given, link quantity -given"
  ],
  ["bad-comments", "comment -valid|-enough|-given|empty|+duplicate|+less"],
  ["bad-dripfeed", "dripfeed -on|-can|-may|-valid|-given|empty|min|-less"],
  [
    "duplicate-active",
    "active order link have|already|+found, already|-done order link, already have active order"
  ],
  [
    "duplicate-active",
    "previous order active|-done, previous order +done wait, link|order +duplicate, =active|already order +found"
  ],
  ["quota", "quota +more, order|link limit +more, order max +more"],
  ["order-not-found", "order -found, order id -valid, =order -valid"],
  ["refill-unavailable", "+refill -on|-can|-may, -refill service|order"],
  [
    "refill-too-early",
    "order -done, order must +done, +refill hour +less|wait, +refill early, +refill -on early"
  ],
  ["refill-already", "+refill already"],
  ["refill-not-found", "+refill -found, -refill +found, +refill id -valid, =+refill -valid"],
  // "Invalid Request" is one panel's answer to a refill; with anything beside it, it is about something else.
  ["refill-failed", "+refill -made, =request -valid invalid, =+refill error"],
  ["cancel-impossible", "-cancel order|service, =-cancel, +cancel -on|-can|-may|-made, already order +done"],
  ["cancel-already", "+cancel already"],
  ["rate-limited", "+many request, request|rate limit|quota|quantity +more, wait second next, =rate limit"],
  // "Incorrect request or API key" gives way to the key, which is what can be put right.
  ["bad-action", "action|method -valid|-found, method -can|-may, action -can, ~request wrong"],
  ["maintenance", "=+down, ~+down here|api"],
  ["wrong-address", "not domain, endpoint -found"],
  ["bad-request", "body -valid|-can|+more"],
  ["blocked", "~botcheck, ip -on|-may"],
  ["server-error", "~error occurred|internal"],
  // Known to be something else, or about two things of which one may be right.
  [
    undefined,
    "+down +done, request wrong param, quantity funds min|max, +refill +cancel +on|-on, or service -on link|key|funds|quantity"
  ],
  [undefined, "link|service|quantity|param order id -valid"]
]
