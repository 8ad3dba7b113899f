/**
 * What is known of refusals, in two parts: what any call may be refused with, and what only those that speak
 * of orders.
 */
import type { Meaning } from "../../Meaning.js"

/**
 * What the words of a refusal stand for, over all languages at once, as a text may mix them: a line for each
 * concept, `concepts:spellings`, in the order of their letters. A line without a colon goes on with the one before.
 *
 * A signed concept is one that a "not" turns round: "found" is `+found`, "not found" and "bulunamadı" are
 * `-found`. A spelling of five letters or more is a stem, as is one that ends in `*`, and `_` holds together
 * words that mean it jointly. Spellings may stand as they are written or as `fold` leaves them: without
 * accents, Thai without marks, Russian in Latin letters ("zakaz"). They are without fillers too, which texts may have.
 *
 * What says that something was done (`did`) is no refusal, whatever else it says, and `claim` is what may
 * say so. `off` are words of another subject, and a sentence with a word of `skip` tells nothing. A `plain`
 * word has no part in any meaning, but says nothing beside it either. What a sentence is about is marked with `!`,
 * which a word behind `for`, or before `of`, loses: "not available for this service" is said of something else.
 *
 * A language that has a word for "more" here has its word for "must" too: "must be more than 10" is said of
 * too little, "is more than 10" of too much.
 *
 * The languages: English, Arabic, Chinese, French, German, Indonesian, Italian,
 * Japanese, Korean, Persian, Polish, Portuguese, Russian, Spanish, Thai, Turkish, Ukrainian, Vietnamese.
 */

/** What any call may be refused with: the key, the limit, the state of the panel. */
export const accessWords = `filler:a are be bi byty co_the duoc el is mojet neworder on puede que se ser tempor than the to under was your
not:cannot chua doesnt dont khong nao ne nelyza net never nie no non not sem sin tidak unable غير لا ليس ไม 不 无法 未
or:abo hoac ili lub or ou
skip:esli if no_error refill_status service_unavail when
off:card csrf deposit descr licens payment refund upstream
key:anahtar apikey chave chiave clave cle key khoa_api klucz kluq schlus token مفتاح کلید คย キー 密钥 키*
auth:unauth
api:api
user user!:accou akaun akkau akun compte conta cuent hesa* konto nguoi_dung oblikov tai_khoan user usuar uzytkow
حساب کاربر บญช ผใช アカウント ユーザー 帐户 账号 账户 계정 사용자
max:en_fazla maks* max maxim toi_da up_to الحد_الأقصى حداکثر สงสด まで 最多 最大 최대*
request:anfrag attempt aufruf call calls demand istek permint petici queries query req reques requet requisic
richiest solici yeu_cau zadan zapit zapros zapytan درخواست طلبات للطلبات คาขอ リクエスト 操作 访问 请求 요청
rate:debit laju qastot rate レート 速率 속도
method:method
action:acao accio actio akcja akcji deistv dia hanh_dong islem thao_tac عملیات アクション 작업
param:alan* du_lieu field param pflicht pola tham_so truong veri پارامتر พารามเตอร パラメータ 参数 매개변수 파라미터
param -given:missing_data permintaan_tidak_sesuai
+valid:corre deistvit diisn gecerl gult hop_le popraw prawidl sesuai valid vern* صالح* صحيح* معتبر ถกตอง 有効 正しく 올바르
유효*
-valid:bad bledn broken gecers nedeis nediisn sai ungult اشتباه نادرست نامعتبر ผด 不正 无效 無効 错误 잘못
-valid invalid:inval niepopraw nieprawidl
-valid wrong:errat falsch hatali incor khong_chinh_xac khong_dung nekor neprav nevern nevirn salah wrong yanlis
+found:ditemu encon esist exist found gefun isnue istniej mevcut naiden such suxes tim_thay ton_tai trouv trovat
znaiden znalez موجود وجود پیدا یافت พบ มอย 存在 找到 見つかり 존재
-found:bulunamad bulunmu introuv neizv unknown yok 找不到 찾을_수_없*
+on:avail dispon dostep dostu enabled kha_dung san_sang tersed verfug دسترس متاح พรอมใชงาน พรอมใหบรการ 使用でき 利用でき 可用
+may:allow can_make can_place permit whitel
+may only:can_only
+can:support
-on:aski* banned bi_khoa bi_tat block blok* bloq* da_khoa deac* deakt desact desat diblo disab disatt expir gesper
han_che inact inativ lock* neaktiv ngung_cung_cap ngung_hoat_dong nieaktyw nonakt otklu pasif prizup restrict sospes
suspen switched_off tam_dung tam_khoa tam_ngung tam_tat turned_off vimkn vo_hieu wylacz zablo zawiesz غیرفعال
مسدود معلق ปดใชงาน ระงบ 停止 停用 冻结 凍結 封禁 禁用 비활성 정지 중지 차단
-on gone:indisp kullanilam nedostup niedostep unavail 사용할_수_없* 이용할_수_없*
-can:unsupp
empty:blank bo_trong bos de_trong empty pust* trong vacio خالی 为空
-given:bat_buoc brak brakuj eksik falt* fehlt gerek missing obaza obblig obligat obovaz obrigat otsut requir thieu
vidsut wajib wymagan الزامی จาเปน 必須 缺* 누락 필수 필요
+given:provided specified ukazan
+more:above asild attein bilyw bolee bolyw buyuk cao_hon depass dosti erreich exced excee greater high higher hit
isqerp large lon_hon mayor melebihi more nhieu_hon perevi prevy przekr reached super terlampau uberschrit vuot
wiecej wieksz wyzsz بیشتر تجاوز* มากกวา เกน 上回 大于 超え 超出 超过 達し 高于 보다_많* 보다_큽* 초과*
limit:batas gioi_han limit sinir حد محدودیت ขดจากด 上限 制限 限制 제한* 한도*
+many:cok_fazla cok_sik demasiad muitas muitos nadto qua_nhanh qua_nhieu qua_thuong_xuyen sliwkom_mnogo
sliwkom_qast* terlalu_banyak terlalu_cepat terlalu_sering too_many trop tropp za_duzo zabagato zanadto zbyt_czest
zbyt_duzo zbyt_wiele zu_viele بیش_از_حد زياد* كبير_جدا كثير كثيرة บอยเกนไป มากเกนไป 多すぎ 过多 频繁 너무_많*
+many request:flood_control rate_limited slow_down throttl too_fast too_often too_quick
rate limit:ratelimi ratenlimit
wait:doi hay_cho odczek poczek podojd retry_after try_again_in tunggu vui_long_cho wait xin_cho zaqek انتظار صبر
منتظر กรณารอ โปรดรอ お待ち 기다* 잠시
second:detik giay hvilin menit minut* phut sec second* secs sekun short_period short_time ثانية ثانیه ثواني* دقائق
دقيقة دقیقه นาท วนาท 分後 秒 분* 초 초후
hour:gio godin hour* jam qas* saat tieng
next:berikutnya next sled* tiep_theo
+down:bakim bao_tri konserw mainte mantenim manut obslu pemeli prace przerwa_tech* tehni wartun تعمیر صيانة
กาลงปรบปรง บารงรกษา ปดปรบปรง メンテナンス 维护 점검
here:bang_dieu_khien em en mode panel raboty roboti sait sedang site sito we websi الموقع سایت پنل ระบบ 사이트 시스템
quota:quota
body:body content_type format_zaprosa json payload request_format
body -valid:malformed_request
body +more:request_entity
domain:verify_domain
endpoint:endpoi
endpoint -found:url_not_found_this
error:blad err* fehler hata* kesal loi owibk pomilk خطا* ขอผดพลาด エラー 出错 오류*
occurred:occur ocorre ocurri olustu proiz terjadi unexpe xay_ra
error occurred:c_url connection_fail connection_lost connection_re* curl deadl error_placing error_process
gone_away prevyweno_vrem* provider_time* sqlst time_out timed timeo unknown_error went_wrong
internal here:he_thong server sistem system 系统
internal:databa intern may_chu noi_bo serveu servid serwer sunucu vnutr wewn داخلی سرور ภายใน เซรฟเวอร サーバー 内部 服务器
내부* 서버*
botcheck:captcha checking_browser just_moment
ip:ip
only:apenas chi hanya only sadece solo somente tolyk yalnizca
per:a_minute a_second al_minuto al_secondo an_hour dakikada each_minute each_second every_hour every_minute
every_second moi_giay moi_gio moi_phut na_godinu na_godzin na_hvilinu na_minut na_sekund par_heure par_minut
par_second per_detik per_hour per_jam per_menit per_min per_minute per_sec per_second perunit por_hora por_minuto
por_segundo pro_minut pro_sekund pro_stund saatte saniyede v_minutu v_qas v_sekundu در_ثانیه در_دقیقه در_ساعت
ตอชวโมง ตอนาท ตอวนาท 分あたり 分間に 每分钟 每小时 每秒 秒あたり 秒間に 분당 시간당 초당
spam:antifl antisp flood spam*
plain:access ada admin after again all and anda another any as at ban before bitte bud* by calis coba code contact
cua current daha dat de deneyin did do does each favor from help http i ihr ihre intente it la lagi lai laska
later le les lutfen mais make mas moment nanti nay new novamente now nua nuevamente of one our permitid pizniw*
place please plus pojaluista ponownie poprobuite por pozje pozniej prosze response rights same sau sebelum send seu
shortly silahkan silakan some sonra soon sorry spater sprob* su sua tard tarde tekrar telah tente that then these
this those thu time times too trwa* try tu va vaw* versuchen veuillez voi votre vui_long will with you المسموح این
با تم جدا دوباره رجاء شما عدد لطفا لقد من يرجى กรณา ของคณ คณ ลอง อกครง โปรด ใหม お試し が ください してから しばらく です は もう 一度 中 再
后 稍 试 请 다시 시도 주세요 후
plain state:status
plain for:bei cho dla for fur in para per pour untuk برای لهذه
plain of:icin
not after:degil edilem nicht olamaz pas ندارد نشد نشده نمی نمیباشد نیست ありません しません ない ません 않*
request limit:anfragelimit
wait cooldown:cool_down cooldown
quantity:koliq للكمية จานวน
count:回数 次数 횟수`

/** What only those calls can be refused with that speak of orders; a program that asks for the balance does not carry it. */
export const orderWords = `filler claim:requested
order claim:ordered
+did:accepte accetta aceit acepta added angenommen aufgegeben being_processed berhasil confirmed cread creato cree*
criad da_dat da_nhan da_tao da_them dat_hang_thanh diterima effettuat enregistre erfolgr erstellt exito kabul_edildi
oformlen ok okay olusturuldu order_submitted passee placed prinat przyjet queued razmexen realizad recebid received
recibid registered ricevut siparis_alindi siparis_verildi siparisiniz_alindi siparisiniz_verildi sozdan stvoren
succes sucess thanh_cong uspewn uspiwn utworzon zlozon تم_استلام تم_انشاء تم_قبول ثبت_شد موفقيت สาเรจ
作成されました 受け付けました 已下单 已创建 已提交 成功 생성되* 접수되*
plain:oformleni
platform:facebo instag telegr tik_tok tiktok twitter you_tube youtub
off:targeti
off provider:provider suppl
funds:bakiy balan credit fond* fund* guthab kowt* money saldo so_du solde sreds srodk tien رصيد* موجودی
ยอดเงน เครดต 余额 残高 잔고 잔액
service service!:dich_vu dienst layan poslug servi uslug خدمات خدمة سرویس บรการ サービス 服务 서비스
link:baglan duong_dan enlac lien* link link* posilan ssylk target url رابط* لینک ลงก ลงค リンク 链接 링크
link user:profil
quantity:adet amount cantid ilosc jumlah kilyk menge miktar qty quant sayi* so_luong تعداد كمية 数量 수량
quantity min:mindest minimum_number
min:min minim toi_thieu الحد_الأدنى حداقل ขนตา 最低 最小 최소*
order order!:bestel commande don orde* ordine pedid pesanan sipar zakaz zamovlen zamowien سفارش طلب* คาสงซอ ออเดอร
注文 订单 주문
id:id ids ma numara number
+refill -on:no_refill_avail telafi_mevcut_degil جبران_موجود_نیست
+refill:bao_hanh nachful refil reposic telafi uzupeln vidnov جبران ریفیل เตม リフィル 补单 补量 補充 리필
+can:destek eligi ho_tro mendukung obslug podder possib امکان پشتیبانی รองรบ สามารถ でき 支持 지원
-can:desteklem desteklenm ne_mojna nemojl nevoz nie_mozna niemozl yapilam 불가* 수_없*
+cancel:annul anulow cancel dibatal huy iptal otmen skasov skasuv storn إلغاء لغو ยกเลก キャンセル 取消 취소*
comment:binh_luan coment commen komme yorum
dripfeed:drip* interval runs
+enough:ausrei cukup dostat du enough genug mencuk reicht suf* vistaq wystarcz yeterl كاف* يكفي کافی พอ 十分 足 足り
-enough:insuf nedost niewystarcz yeters ناکافی 不足 부족
+on active:activ aktif aktiv aktywn attiv dang_chay dang_xu_ly devam_ed* hoat_dong pendin progress vypol فعال نشط
処理中 進行中 진행
+done:complet conclu finish hoan_tat hoan_thanh lengkap over partial selesai tamam vikonan vypolnen zakoncz zaverw
تکمیل เสรจ 完了 完成 완료
+made:creat tao
+did +made:created
-made:fail* gagal that_bai
occurred:survenu حدث
error occurred:系统错误
-given enter:enter fill provide vui_long_nhap
-less:co_najmniej it_nhat least
+less:below duoi inferi it_hon klein kurang less low lower menee menor menw* meny* mniej nho_hon nizsz small
thap_hon کمتر ตากวา นอยกวา 下回 低于 小于 少于 未満 미만 보다_작*
must:debe* deve* doit doiv dolj* harus has musi muss musst must need* olmali phai povin requires should باید يجب
ตอง 必要 必须 해야*
lt:ltsign
gt:gtsign
range:antara between bounds entre mejdu nam_trong_khoang ot_do range trong_khoang tu_den 介于
quantity range:follow_limit
early:early yet
already:already bereits da deja gia ja juz masih still sudah uje vje ya zaten قبلا แลว すでに 既に 이미
already claim:已
+duplicate:dupl*
have:avez co have mae* masz there var دارید لديك あります
previous:anteri onceki poprzed precedent predyd previous truoc_do vorher
+private:privad privat
recent:az_once baru_saja just_ordered just_placed recently_ordered vua_dat
sent:gui sent
open:open
must +more:以上 이상이어야
must +less:以下 이하여야
funds -enough:brak_srodk za_malo_srodk
active have:gonderim_olan
-done:tamamlanma`

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
  ["account-disabled", "user! -on, api -on user, ~=api -on"],
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
  ["insufficient-funds", "funds -enough|+less, funds +enough -found|-given, =not funds"],
  // A service that is "off or not found" (a Turkish text) is not there for this account.
  ["bad-service", "service -valid, service! -found"],
  ["service-disabled", "~service! -on, service +down, service! -on user"],
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
  [undefined, "platform user -on, order state -valid|-found, order +can -found"],
  ["quota", "quota +more, order|link limit +more, order max +more"],
  ["order-not-found", "order! -found, order id -valid, =order -valid"],
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
  ["server-error", "~order -made -did, ~@add order error, order -made +made"],
  [undefined, "+down +done, quantity|order funds min|max, +refill +cancel +on|-on"],
  [undefined, "or service -on link|key|funds|quantity, link|service|quantity|param order id -valid"]
]
