/** What a word, a phrase or a sign says about the term of a refill; each is one letter of a name's outline. */
export const letters = {
  refill: "R",
  /** The sign of recycling, which panels use for services that can be refilled. */
  recycle: "e",
  day: "D",
  week: "M",
  year: "Y",
  otherUnit: "H",
  lifetime: "L",
  no: "N",
  /** Negates what follows it, and puts in doubt what it follows. */
  not: "Z",
  /** A whole "no refill" in one word. */
  without: "O",
  filler: "F",
  /** The term of something else, or one with a condition, if it stands in the same part of the name. */
  doubt: "Q",
  /** The same, if it stands right beside the term. */
  beside: "B",
  /** What a service that was refilled once says of its refills now. */
  ended: "V",
  between: "C",
  /** What the service delivers. */
  counted: "c",
  /** What is sold for a time, so that a lifetime is its own. */
  product: "p",
  crossed: "X"
} as const

/** @see {@link letters} */
export type Meaning = keyof typeof letters

const words = (text: string): ReadonlyArray<string> => text.split("|").map((word) => word.trim())

/**
 * The vocabulary of service names. Accents and letter case do not matter; a phrase may have spaces or hyphens
 * between its words. Where a word has two meanings, the more doubtful one counts.
 */
export const vocabulary: Readonly<Record<Meaning, ReadonlyArray<string>>> = {
  refill: words(
    `refill | refills | refil | refiil | refilled | refilling | refillable | autorefill | re-fill | re-fills
    | guarantee | guaranteed | guarantees | guaranted | guarenteed | guarantied | garanteed | garanted | warranty
    | telafi | telafili | telafisi | telafileri | garanti | garantili | garantisi | garantilidir
    | гарантия | гарантии | гарантией | гарантию | докрутка | докруткой | докрутки | автодокрутка | автодокрут | докрут
    | восстановление | восстановления | восстановлением | рефил | рефилл | гарантія | гарантії | гарантією | відновлення
    | reposição | reposições | garantia | garantido | garantida | garantidos | garantidas | recarga | reabastecimento
    | reposición | garantía | garantizado | garantizada | garantizados | relleno | rellenado | reabastecimiento
    | garansi | bergaransi | isi ulang | bảo hành
    | garantie | garantiert | nachfüllung | nachfüllgarantie | nachfüllen | auffüllung | auffüllgarantie | nachlieferung
    | recharge | recharges | garantis | garanties | remplissage | réapprovisionnement
    | garanzia | ricarica | ricariche | garantito | garantiti | reintegro | rifornimento
    | gwarancja | gwarancji | gwarancją | uzupełnienie | uzupełnień | uzupełnienia | hervulling | garanție
    | ضمان | الضمان | مضمون | مضمونة | تعويض | التعويض | اعادة تعبئة | اعادة ملء | ضمانت | جبران | جبران ریزش | گارانتی | אחריות | מילוי
    | záruka | záruky | záruku | garancia | garanciával | takuu | εγγύηση | εγγύησης
    | गारंटी | रिफिल | रीफिल`
  ),
  recycle: words("♻ | ♲"),
  day: words(
    `day | days | d | gün | дней | дня | день | дн | суток | днів | дні | dia | dias | día | días | hari | ngày
    | tag | tage | tagen | jour | jours | jrs | giorno | giorni | gg | dni | dzień | dagen | zile
    | يوم | يوما | ايام | روز | दिन | दिनों`
  ),
  year: words(
    `year | years | yr | yıl | yıllık | год | года | лет | рік | роки | ano | anos | año | años | tahun | năm | jahr | jahre
    | an | ans | anno | anni | rok | lata | jaar | سنة | سنوات | سال | साल`
  ),
  week: words(
    `week | weeks | hafta | haftalık | недель | недели | неделя | semana | semanas | minggu | tuần | woche | wochen
    | semaine | semaines | settimana | settimane | tygodni | اسبوع | هفته`
  ),
  otherUnit: words(
    `hour | hours | hr | hrs | h | minute | minutes | min | mins | m | month | months | mo | mon | second | seconds
    | sec | saat | dakika | dk | ay | aylık | час | часа | часов | ч | минут | мин | месяц | месяца | месяцев | мес
    | hora | horas | mês | mes | meses | jam | menit | bulan | giờ | phút | tháng | stunde | stunden | monat | monate
    | heure | heures | mois | ora | ore | mese | mesi | godzin | miesiąc | miesięcy | ساعة | ساعات | دقيقة | شهر
    | اشهر | شهور | ماه | ساعت | महीने`
  ),
  lifetime: words(
    `lifetime | life time | lifelong | life long | ∞ | ♾ | ömür boyu | ömürlük | yaşam boyu
    | пожизненная | пожизненно | пожизненный | пожизненное | пожизненной | пожизненную | навсегда | довічна | довічно
    | vitalício | vitalícia | de por vida | por vida | para toda la vida | para toda a vida
    | seumur hidup | selamanya | trọn đời | vĩnh viễn | lebenslang | lebenslange | lebenslanger
    | à vie | a vita | per sempre | dożywotnia | dożywotnie | levenslang | levenslange
    | مدى الحياة | مادام العمر | आजीवन | लाइफटाइम`
  ),
  no: words(
    `no | non | none | without | w/o | zero | yok | без | нет | немає | sem | sin | ningún | ninguna | tanpa | tiada
    | ohne | kein | keine | sans | pas de | aucun | aucune | senza | nessun | nessuna | bez | brak | geen | zonder | fără
    | ingen | inget | inga | utan | uden | uten | ilman | χωρίς | χωρις | nincs | nélkül | ללא | בלי | אין | nie ma | ليس | ليس هناك
    | بدون | لا يوجد | بلا | ندارد | बिना | कोई नहीं`
  ),
  not: words(
    "not | değil | не | não | tidak | tidak ada | tdk ada | không | không có | nicht | ikke | inte | ej | ei | όχι | plus de | غير | नहीं"
  ),
  without: words("norefill | nonrefill | telafisiz | garantisiz | nogaransi"),
  filler: words(
    `auto | automatic | button | free | full | of | for | the | with | period | policy | term | instant
    | otomatik | butonlu | süresi | süreli | ücretsiz | на | от отписок | от списаний | авто | автоматическая | протягом
    | de | da | do | del | di | por | para | com | con | automática | automático | gratis | durante | per
    | selama | dengan | masa | otomatis | tự động | trong | für | mit | avec | pendant | gratuite | na | voor | pe
    | لمدة | مع | خلال | تلقائي | مجاني | تا | की | का`
  ),
  doubt: words(
    `refund | refunds | refundable | money | moneyback | cashback | delivery | delivered | deliver | complete | completed
    | completes | completion | expire | expires | if | when | until | till | after | before | every | each | within | once | needed
    | need | required | requires | necessary | maybe | possible | sometimes | depends | varies | request | wait | waiting | gap
    | iade | teslimat | tamamlanır | içinde | sonra | önce | kadar | her
    | возврат | возврата | деньги | после | если | каждые | через | выполнение | доставка
    | reembolso | dinheiro | dinero | devolución | após | depois | antes | cada | hasta | até | después | entrega | se | si
    | jika | setelah | sebelum | setiap | hingga | sampai | uang kembali | pengembalian | sau | trước | nếu | mỗi | hoàn tiền
    | nach | vor | wenn | jede | rückgabe | geld | lieferung | après | avant | chaque | remboursement | livraison
    | daily | paid | exclude | excluding | excludes | excluded | belum | chưa
    | dopo | prima | ogni | rimborso | consegna | بعد | قبل | كل | اذا | استرداد | استرجاع | تسليم`
  ),
  beside: words(
    `per 1k | per k | per 1000 | per thousand | each 1k | for 1k | premium | boost | boosts | plan | trial | subscription | stay | stays | retention | rank | ranking | ranked | old | aged | age
    | first | last | was | ex | only after | up to | upto | less than | more than | under | over | start | starts | started | speed
    | menos de | moins de | weniger als | meno di | kurang dari | mniej niż | jamais | jamais de | nunca | bukan
    | time | drop rate | server | provider | source | version | model | route | line | code | type | id | support | price | rate | cost | rs | zar
    | старт | скорость | сервер | источник | maks | max 1`
  ),
  ended: words(
    `off | on hold | hold | suspended | frozen | discontinued | no longer | not working | dead | disabled | disable | removed | stopped | stop | paused | closed | unavailable | available | ended | expired | broken
    | maintenance | inactive | deactivated | cancelled | canceled | kapalı | pasif | devre dışı | отключена | отключен
    | отключено | временно | закрыта | закончилась | закончился | закончено | истекла | истек | истекло | прекращена | приостановлена
    | снята | вимкнено | закінчилась | bitti | bitmiş | kalktı | kaldırıldı | sona erdi | durduruldu | askıda | iptal
    | caducada | vencida | vencido | terminada | terminado | agotada | suspendida | suspendido | anulada | retirada
    | expirada | expirado | encerrada | encerrado | acabou | esgotada | esgotado | suspensa | suspenso | cancelada
    | expirée | expiré | terminée | terminé | suspendue | suspendu | annulée | abgelaufen | beendet | eingestellt | ausgesetzt
    | scaduta | scaduto | terminata | terminato | sospesa | sospeso | habis | berakhir | dihentikan | dimatikan | hết hạn
    | đã tắt | tạm dừng | wygasła | wyłączona | wstrzymana | انتهى | انتهت | منتهي | ملغي | बंद | समाप्त | desativado | desactivado | nonaktif | désactivé | deaktiviert | disattivato | متوقف | معطل`
  ),
  between: words(
    `to | or | and | from | up | plus | x | ile | veya | ve | до | от | или | и | a | o | e | y | u | ou | al | atau | dan | hoặc | đến | desde | a partir de | à partir de | dari | mulai | từ
    | bis | ab | oder | und | et | إلى | او`
  ),
  counted: words(
    `follower | followers | like | likes | view | views | viewer | viewers | subscriber | subscribers | subs | member | members | play
    | plays | stream | streams | listeners | favorites | retweets | shares | saves | comments | reactions | votes | repins
    | upvotes | takipçi | beğeni | izlenme | abone | üye | подписчики | подписчиков | лайки | просмотры | участники
    | seguidores | curtidas | visualizações | inscritos | membros | me gusta | vistas | visualizaciones | suscriptores
    | miembros | pengikut | abonnenten | aufrufe | abonnés | vues | iscritti | visualizzazioni | mi piace
    | متابعين | لايكات | مشاهدات | مشتركين | اعضاء`
  ),
  product: words(
    `nitro | subscriptions | license | licence | key | pro | software | bot | script | panel | course | vpn | netflix | canva
    | chatgpt | hosting | domain | access | membership`
  ),
  crossed: words(
    "❌ | ✖ | ✗ | ✘ | 🚫 | ⛔ | ❎ | 🛑 | ⛌ | 🗙 | 🔴 | 🟥 | ⚠ | ➖ | 👎 | 🔕 | ⏸ | 🔒 | 💀 | 🔧 | 🚧 | 😢 | 😭"
  )
}

/** The same for scripts that put no spaces between words. */
export const unspaced: Readonly<Partial<Record<Meaning, ReadonlyArray<string>>>> = {
  refill: words(
    `补 | 補 | 补量 | 補量 | 补粉 | 補粉 | 包补 | 包補 | 掉补 | 掉補 | 掉粉补 | 掉粉補 | 掉粉包补 | 保 | 质保 | 質保 | 保固 | 保障
    | 保修 | 售后 | 售後 | 补充 | 補充 | 保証 | 補償 | リフィル | 리필 | 보장 | 보증 | รับประกัน | ประกัน | เติม`
  ),
  lifetime: words("终身 | 終身 | 永久 | 평생 | 생애 | ตลอดชีพ"),
  without: words(
    `不补 | 不補 | 不保 | 无质保 | 無質保 | 无保 | 無保 | 无保固 | 無保固 | 无售后 | 無售後 | 无补 | 無補 | 不包补 | 不包補 | 不质保
    | 掉粉不补 | 掉粉不補 | 補充なし | 補充無し | 保証なし | 保証無し | リフィルなし | リフィル無し
    | 리필 없음 | 리필없음 | 노리필 | 리필 불가 | 리필불가 | 보장 없음 | 보증 없음 | 무보증 | ไม่รับประกัน | ไม่มีประกัน | ไม่เติม`
  ),
  filler: words("内 | 內 | 间 | 自动 | 自動 | 자동 | 동안 | 掉粉 | 免费 | 免費 | 무료"),
  doubt: words(
    "过期 | 過期 | 失效 | 停止 | 暂停 | 暫停 | 取消 | 关闭 | 關閉 | 结束 | 結束 | 終了 | 만료 | 종료 | 중지 | 중단 | ปิด | หมดอายุ | งด | 退款 | 退 | 后 | 後 | 每 | 完成 | 交付 | 会员 | 會員 | 以内 | 마다 | 환불 | 이내 | 返金 | 保证 | 保證 | 不 | 无 | 無"
  )
}

/** The units of time in those scripts; each is one only after a number. */
export const unspacedUnits: Readonly<Partial<Record<Meaning, ReadonlyArray<string>>>> = {
  day: words("天 | 日間 | 日间 | 日 | 일 | 일간 | วัน"),
  year: words("年 | 년"),
  otherUnit: words("小时 | 小時 | 時間 | 时 | 分 | 分钟 | 分鐘 | 个月 | 個月 | 月 | 시간 | 분 | 개월"),
  week: words("周 | 週 | 주")
}
