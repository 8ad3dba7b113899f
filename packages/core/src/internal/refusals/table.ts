/**
 * What is known of refusals, in two parts: what any call may be refused with, and what only those that speak
 * of orders.
 */
import type { Meaning } from "../../Meaning.js"

/**
 * What the words of a refusal stand for, over all languages at once, as a text may mix them: a line for each
 * concept, `concepts: spellings`, English first. A line that begins with blanks goes on with the one before.
 *
 * A signed concept is one that a "not" turns round: "found" is `+found`, "not found" and "bulunamadı" are
 * `-found`. A spelling of five letters or more is a stem, as is one that ends in `*`, and `_` holds together
 * words that mean it jointly. Spellings may stand as they are written or as `fold` leaves them: without
 * accents, Russian in Latin letters ("zakaz"). They are without fillers too, which texts may have.
 *
 * What says that something was done (`did`) is no refusal, whatever else it says, and `claim` is what may
 * say so. `off` are words of another subject, and a sentence with a word of `skip` tells nothing. A `plain`
 * word has no part in any meaning, but says nothing beside it either.
 *
 * A language that has a word for "more" here has its word for "must" too: "must be more than 10" is said of
 * too little, "is more than 10" of too much.
 *
 * The languages, as they stand in a line: English, Arabic, Chinese, French, German, Indonesian, Italian,
 * Japanese, Korean, Persian, Polish, Portuguese, Russian, Spanish, Thai, Turkish, Ukrainian, Vietnamese.
 */

/** What any call may be refused with: the key, the limit, the state of the panel. */
export const accessWords = `filler: the a is was be to on than your tempor neworder are under mojet byty el puede ser que se bi duoc co_the
not: no not non never cannot dont doesnt unable غير لا 不 未 ne tidak nie nao sem net nelyza sin ไม่ khong chua
or: or lub ou ili abo hoac
skip: refill_status service_unavail no_error if when esli
off: payment deposit upstream licens card refund csrf descr
key: key apikey token مفتاح 密钥 cle schlus キー 키* کلید klucz chave kluq clave คีย์ anahtar khoa_api chiave
auth: unauth
api: api
user: user accou حساب 账户 帐户 账号 konto akun アカウント ユーザー 계정 사용자 کاربر uzytkow conta usuar akkau cuent บัญชี ผู้ใช้
  hesa* oblikov akaun tai_khoan nguoi_dung
max: max maxim maks* up_to 最大 最多 まで 최대* حداکثر สูงสุด en_fazla toi_da الحد_الأقصى
request: reques requet attempt query queries calls call req 请求 anfrag permint richiest リクエスト 요청 درخواست zadan
  zapytan solici requisic zapros คำขอ istek zapit yeu_cau 操作 访问 demand aufruf petici طلبات للطلبات
rate: rate debit 速率 レート 속도 qastot laju
method: method
action: actio アクション 작업 عملیات akcja akcji acao deistv accio islem dia hanh_dong thao_tac
param: param field 参数 pflicht パラメータ 매개변수 파라미터 پارامتر pola พารามิเตอร์ alan* veri tham_so truong du_lieu
param -given: missing_data permintaan_tidak_sesuai
+valid: valid corre صحيح* صالح* gult sesuai 有効 正しく 유효* 올바르 معتبر prawidl popraw vern* deistvit ถูกต้อง gecerl
  diisn hop_le
-valid: bad broken 无效 错误 ungult 無効 不正 잘못 نامعتبر اشتباه نادرست bledn nedeis ผิด gecers nediisn sai
-valid invalid: inval nieprawidl niepopraw
-valid wrong: incor wrong falsch salah nevern nekor neprav yanlis hatali nevirn khong_dung khong_chinh_xac
+found: found exist such موجود 存在 找到 trouv gefun ditemu 見つかり 존재 یافت پیدا وجود znalez istniej encon suxes naiden trovat esist
  พบ มีอยู่ mevcut znaiden isnue ton_tai tim_thay
-found: unknown 찾을_수_없* neizv bulunamad bulunmu yok introuv 找不到
+on: enabled avail 可用 verfug tersed 利用でき 使用でき دسترس dostep dostu dispon พร้อมใช้งาน พร้อมให้บริการ kha_dung
  san_sang
+may: allow permit whitel can_place can_make
+may only: can_only
+can: support eligi possib 支持 mendukung でき 지원 امکان پشتیبانی obslug podder สามารถ รองรับ destek ho_tro
-on: inact disab suspen banned block deac* expir lock* switched_off turned_off restrict 禁用 封禁 停用 冻结 desact
  gesper nonakt blok* diblo 停止 凍結 정지 비활성 차단 중지 غیرفعال مسدود معلق wylacz zawiesz nieaktyw inativ desat
  bloq* otklu zablo neaktiv ระงับ ปิดใช้งาน pasif aski* vimkn prizup bi_khoa da_khoa vo_hieu tam_khoa bi_tat
  tam_tat tam_ngung tam_dung ngung_hoat_dong ngung_cung_cap han_che
-on gone: unavail 사용할_수_없* 이용할_수_없* niedostep indisp nedostup
-can: unsupp 불가* 할_수_없* niemozl nie_mozna nevoz desteklem desteklenm nemojl ne_mojna
empty: empty blank 为空 خالی pust* vacio bos de_trong bo_trong trong
-given: requir missing 缺* wajib obblig 必須 필요 필수 누락 الزامی wymagan brak brakuj obrigat falt* otsut obaza obligat
  จำเป็น eksik gerek obovaz vidsut thieu bat_buoc
+given: provided specified ukazan
+more: more greater higher above excee reached high large 超过 大于 高于 super 超え 上回 초과* 보다_많* 보다_큽* بیشتر wieksz attein erreich
  wiecej przekr wyzsz bolee bolyw prevy dosti mayor มากกว่า เกิน buyuk asild bilyw perevi lon_hon nhieu_hon
  cao_hon vuot تجاوز* melebihi terlampau depass uberschrit 超出 exced 達し isqerp hit
limit: limit batas gioi_han حد 限制 limite 制限 上限 한도* 제한* ขีดจำกัด sinir محدودیت
+many: too_many 过多 频繁 trop zu_viele terlalu_banyak tropp 多すぎ 너무_많* بیش_از_حد zbyt_wiele zbyt_duzo za_duzo
  zbyt_czest muitas muitos sliwkom_mnogo sliwkom_qast* demasiad มากเกินไป บ่อยเกินไป cok_fazla zabagato zanadto
  qua_nhieu qua_nhanh qua_thuong_xuyen كثيرة كثير كبير_جدا terlalu_sering terlalu_cepat زياد* nadto cok_sik
+many request: slow_down too_fast too_often too_quick rate_limited throttl flood_control
rate limit: ratelimi ratenlimit
wait: wait tunggu お待ち 기다* 잠시 صبر منتظر poczek odczek podojd โปรดรอ กรุณารอ zaqek doi vui_long_cho xin_cho
  hay_cho try_again_in retry_after انتظار
second: second* minut* sec secs short_time short_period 秒 detik menit 分後 초 초후 분* ثانیه دقیقه sekund sekun วินาที
  นาที hvilin giay phut ثواني* ثانية دقيقة دقائق
hour: hour* jam qas* saat godin gio tieng
next: next sled* tiep_theo berikutnya
+down: صيانة mainte 维护 wartun pemeli メンテナンス 점검 تعمیر przerwa_tech* prace_tech* konserw manut obslu tehni
  mantenim ปิดปรับปรุง กำลังปรับปรุง บำรุงรักษา bakim bao_tri
here: site websi panel we mode sedang 시스템 사이트 سایت پنل em sait raboty en ระบบ roboti bang_dieu_khien الموقع sito
quota: quota
body: body payload json content_type request_format format_zaprosa
body -valid: malformed_request
body +more: request_entity
domain: verify_domain
endpoint: endpoi
endpoint -found: url_not_found_this
error: err* 出错 fehler kesal エラー 오류* خطا* blad erro owibk ข้อผิดพลาด hata* pomilk loi
occurred: occur unexpe terjadi ocorre proiz ocurri olustu xay_ra
error occurred: went_wrong unknown_error error_process error_placing timeo timed time_out curl c_url deadl
  gone_away sqlst connection_re* connection_lost connection_fail provider_time* prevyweno_vrem*
internal here: server system 系统 sistem he_thong
internal: intern databa 服务器 serveu サーバー 内部 서버* 내부* سرور داخلی wewn serwer servid vnutr ภายใน เซิร์ฟเวอร์ sunucu
  may_chu noi_bo
botcheck: captcha just_moment checking_browser
ip: ip
only: only hanya apenas somente tolyk solo sadece yalnizca chi
per: per_minute per_second per_hour per_min per_sec every_minute a_minute a_second an_hour each_minute
  each_second every_second every_hour perunit 每分钟 每秒 每小时 par_minut par_second par_heure pro_minut pro_sekund
  pro_stund per_menit per_detik per_jam al_minuto al_secondo 分間に 秒間に 分あたり 秒あたり 분당 초당 시간당 در_دقیقه در_ثانیه
  در_ساعت na_minut na_sekund na_godzin por_minuto por_segundo por_hora v_minutu v_sekundu v_qas ต่อนาที
  ต่อวินาที ต่อชั่วโมง dakikada saniyede saatte na_hvilinu na_godinu moi_phut moi_giay moi_gio
spam: spam* flood antifl antisp
plain: trwa calis you i it this that these those of for in at with by as and then from after before please try again later
  soon shortly moment contact our admin help sorry code http response access rights place make send all
  each per same new one another current now time times too some any will do does did 请 稍 后 再 试 veuillez plus
  tard votre de la le les bitte spater ihr ihre versuchen silakan silahkan coba lagi nanti anda しばらく してから もう 一度
  お試し ください が は です 中 다시 시도 후 주세요 شما این با لطفا دوباره prosze ponownie pozniej por favor tente novamente
  mais tarde seu sua pojaluista poprobuite pozje dla vaw* intente nuevamente mas su tu กรุณา โปรด ลอง ใหม่
  อีกครั้ง ของคุณ คุณ lutfen tekrar sonra deneyin daha bud* laska sprob* pizniw* vui_long thu lai sau ban cua
  nay cho dat voi va nua تم لقد المسموح من عدد جدا رجاء يرجى ada telah sebelum permitid
plain state: status
not after: pas nicht ません しません ありません ない 않* نیست نشد نشده ندارد نمیباشد نمی degil edilem olamaz
request limit: anfragelimit
wait cooldown: cooldown cool_down
quantity: koliq จำนวน للكمية
count: 횟수 回数 次数`

/** What only those calls can be refused with that speak of orders; a program that asks for the balance does not carry it. */
export const orderWords = `filler claim: requested
order claim: ordered
+did: ok okay success placed accepted received added queued 成功 criad uspewn sozdan prinat cread stvoren thanh_cong
  da_tao da_dat da_nhan da_them dat_hang_thanh
platform: instag tiktok tik_tok facebo youtub you_tube twitter telegr
off provider: provider suppl
funds: fund* balan credit money رصيد* 余额 solde guthab saldo 残高 잔액 잔고 موجودی srodk sreds fond* ยอดเงิน เครดิต
  bakiy kowt* so_du tien
service: servi خدمة 服务 dienst layan サービス 서비스 سرویس خدمات uslug บริการ poslug dich_vu
link: link* url target رابط* 链接 lien* link リンク 링크 لینک ssylk enlac ลิงก์ ลิงค์ baglan posilan duong_dan
link user: profil
quantity: quant qty amount كمية 数量 menge jumlah 수량 تعداد ilosc cantid sayi* miktar adet kilyk so_luong
quantity min: minimum_number mindest
min: min minim 最小 最低 최소* حداقل ขั้นต่ำ toi_thieu الحد_الأدنى
order: orde* طلب* 订单 commande bestel pesanan 注文 주문 سفارش zamowien pedid zakaz คำสั่งซื้อ ออเดอร์ sipar zamovlen ordine
  don
id: id ids number numara ma
+refill -on: no_refill_avail telafi_mevcut_degil جبران_موجود_نیست
+refill: refil 补量 补单 補充 リフィル 리필 جبران ریفیل uzupeln เติม telafi vidnov bao_hanh
+cancel: cancel 取消 dibatal キャンセル 취소* لغو anulow otmen ยกเลิก iptal skasuv skasov huy
comment: commen coment komme yorum binh_luan
dripfeed: drip* runs interval
+enough: enough 足り suf* كاف* 足 genug ausrei mencuk cukup 十分 کافی wystarcz sufic dostat พอ yeterl vistaq du يكفي
-enough: insuf 不足 부족 ناکافی niewystarcz nedost yeters
+on active: activ pendin progress 進行中 処理中 진행 فعال aktywn aktiv vypol aktif devam_ed* hoat_dong dang_chay نشط attiv
  dang_xu_ly
+done: complet finish over partial 完成 selesai lengkap 完了 완료 تکمیل zakoncz conclu zaverw vypolnen เสร็จ tamam
  vikonan hoan_thanh hoan_tat
+made: creat tao
+did +made: created
-made: fail* gagal that_bai
-given enter: enter provide fill vui_long_nhap
-less: least co_najmniej it_nhat
+less: less lower below low 低于 小于 少于 kurang inferi 未満 下回 미만 보다_작* کمتر nizsz mniej menor meny* menee small klein
  น้อยกว่า ต่ำกว่า menw* nho_hon it_hon thap_hon duoi
must: must should has requires need* 必须 harus باید musi deve* dolj* debe* ต้อง olmali povin phai يجب doit doiv muss musst
  必要 해야*
lt: ltsign
gt: gtsign
range: between range bounds 介于 antara mejdu ot_do entre nam_trong_khoang trong_khoang tu_den
quantity range: follow_limit
early: early yet
already: already still deja bereits sudah masih gia 既に すでに 이미 قبلا juz ja uje ya แล้ว zaten vje da
already claim: 已
+duplicate: dupl*
have: have there avez دارید masz var mae* co لديك あります
previous: previous anteri onceki predyd poprzed vorher precedent truoc_do
+private: privat privad
recent: just_ordered just_placed recently_ordered baru_saja az_once vua_dat
sent: sent gui
open: open
must +more: 以上 이상이어야
must +less: 以下 이하여야
funds -enough: brak_srodk za_malo_srodk
active have: gonderim_olan
-done: tamamlanma`

/**
 * The meanings by what their texts have in common: a rule is a set of concepts that stand near each other,
 * `|` parting those of which one will do. The rule with most concepts wins, then the closest one.
 *
 * `=` allows nothing else in the text, and `~` is for rules that give way to every other: they hold what a
 * refusal of another kind mentions too. What a rule with `?` finds is never said whole. Without a meaning are
 * those that are known to be something else, or about two things of which one may be right.
 */
export type Rules = ReadonlyArray<readonly [Meaning | undefined, string]>

/** What any call may be refused with. */
export const accessRules: Rules = [
  ["bad-key", "key -valid|-found|-on|-given|empty, api user -on -found, =auth"],
  ["account-disabled", "user -on, ~=api -on"],
  ["missing-parameter", "~param -given|empty"],
  [
    "rate-limited",
    "+many request, +many request +more, request|rate limit|quota|quantity +more, rate request +more, request count +more, max request +more, request +may +more, wait second next, =rate limit, spam wait|second|+more, only order|request second|hour, only|+may order|request per, ~=wait second, =cooldown, cooldown second, limit order per +more, wait second range order|request, limit +more wait second, +many order second, api limit +more"
  ],
  // Who states a limit means that it was passed, but a panel may state it beside whatever it answers.
  [
    "rate-limited",
    "?max order|request per, ?limit request|rate per, ?=order per, ?=limit request, ?=limit request quantity, ?~request per, ?limit request second|hour"
  ],
  // "Incorrect request or API key" gives way to the key, which is what can be put right.
  ["bad-action", "action|method -valid|-found, method -can|-may, action -can, ~request wrong"],
  ["maintenance", "=+down, ~+down here|api, here|api gone"],
  ["wrong-address", "not domain, endpoint -found"],
  ["bad-request", "body -valid|-can|+more"],
  ["blocked", "~botcheck, ip -on|-may|auth"],
  ["server-error", "~error occurred|internal"],
  [undefined, "request wrong param"]
]

/** What only those calls can be refused with that speak of orders. */
export const orderRules: Rules = [
  ["insufficient-funds", "funds -enough|+less, funds +enough -found, =not funds"],
  // A service that is "off or not found" (a Turkish text) is not there for this account.
  ["bad-service", "service -valid|-found"],
  ["service-disabled", "~service -on, service +down, service -on user"],
  [
    "bad-link",
    "link -valid|-found|-on|-can|-given|empty, link service -valid, link must +valid, =+private user, =link error"
  ],
  [
    "quantity-low",
    "quantity|order min, quantity +less|-less, quantity must|enter +more, quantity must gt, order must -less"
  ],
  // "Quantity less than maximum 10000" says what should have been: where a limit is named, it decides.
  [
    "quantity-high",
    "quantity max, quantity +more|-more, quantity +less max, quantity must|enter +less, quantity must lt, quantity limit|max +more, =order max"
  ],
  [
    "quantity-range",
    "quantity range|-valid|-may, quantity|order min max, =quantity error, quantity must +more +less, quantity min max +more +less"
  ],
  ["min-above-max", "=min max +more|-more, quantity min max +more|-more, =min max must +more|-more|+less"],
  [
    "missing-parameter",
    "~quantity -given|empty, ~param -done, ~service|id|order -given, link quantity -given"
  ],
  ["bad-comments", "comment -valid|-enough|-given|empty|+duplicate|+less, =comment error"],
  ["bad-dripfeed", "dripfeed -on|-can|-may|-valid|-given|empty|min|-less|must"],
  [
    "duplicate-active",
    "active order link have|already|+found, already|-done order link, already have active order"
  ],
  [
    "duplicate-active",
    "previous order active|-done, previous order +done wait, link|order +duplicate, =active|already order +found, recent link service|order"
  ],
  ["bad-link", "link user -on"],
  [undefined, "platform user -on, order state -valid|-found"],
  ["quota", "quota +more, order|link limit +more, order max +more"],
  ["order-not-found", "order -found, order id -valid, =order -valid"],
  ["refill-unavailable", "+refill -on|-can|-may, -refill service|order"],
  [
    "refill-too-early",
    "order -done, order must +done, +refill hour +less|wait, +refill early, +refill -on early, only +refill +done, only +refill order hour, only +refill hour"
  ],
  // What is asked for is told by the action: "already an open request for this order".
  ["refill-already", "+refill already, @refill already request order, @refill open request"],
  ["refill-not-found", "+refill -found, -refill +found, +refill id -valid, =+refill -valid"],
  // "Invalid Request" is one panel's answer to a refill; with anything beside it, it is about something else.
  ["refill-failed", "+refill -made, =request -valid invalid, =+refill error"],
  [
    "cancel-impossible",
    "-cancel order|service, =-cancel, +cancel -on|-can|-may|-made, already order +done, already order sent|active provider, already order sent, only +cancel order"
  ],
  ["cancel-already", "+cancel already, @cancel already request order, @cancel open request"],
  ["server-error", "~order -made -did, order -made +made"],
  [undefined, "+down +done, quantity|order funds min|max, +refill +cancel +on|-on"],
  [undefined, "or service -on link|key|funds|quantity, link|service|quantity|param order id -valid"]
]
