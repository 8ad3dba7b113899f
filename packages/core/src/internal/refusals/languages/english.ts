/** English, and the keys that some panels send in place of a text. */
export const access = `filler: the a is was be to on than your tempor neworder are under
not: no not non never cannot dont doesnt unable
or: or
skip: refill_status service_unavail no_error if when
off: payment deposit upstream licens card refund csrf descr
key: key apikey token
auth: unauth
api: api
user: user accou
max: max maxim maks* up_to
request: reques requet attempt query queries calls call req
rate: rate
method: method
action: actio
param: param field
param -given: missing_data
+valid: valid corre
-valid: bad broken
-valid invalid: inval
-valid wrong: incor wrong
+found: found exist such
-found: unknown
+on: enabled avail
+may: allow permit whitel can_place can_make
+may only: can_only
+can: support eligi possib
-on: inact disab suspen banned block deac* expir lock* switched_off turned_off restrict
-on gone: unavail
-can: unsupp
empty: empty blank
-given: requir missing
+given: provided specified
+more: more greater higher above excee reached high large
limit: limit
+many: too_many
+many request: slow_down too_fast too_often too_quick rate_limited throttl
rate limit: ratelimi
wait: wait cooldown
second: second* minut* sec secs short_time short_period
hour: hour*
next: next
+down: mainte
here: site websi panel we mode
quota: quota
body: body payload json content_type request_format
body -valid: malformed_request
body +more: request_entity
domain: verify_domain
endpoint: endpoi
endpoint -found: url_not_found_this
error: err*
occurred: occur unexpe
error occurred: went_wrong unknown_error error_process error_placing timeo timed time_out curl c_url deadl gone_away sqlst connection_re* connection_lost connection_fail provider_time*
internal here: server system
internal: intern databa
botcheck: captcha just_moment checking_browser
ip: ip
only: only
per: per_minute per_second per_hour per_min per_sec every_minute a_minute a_second an_hour each_minute each_second every_second every_hour perunit
spam: spam* flood antifl antisp
plain: you i it this that these those of for in at with by as and then from after before please try again later soon shortly moment contact our admin help sorry code http status response access rights place make send all each per same new one another current now time times too some your any will do does did`

export const orders = `filler claim: requested
order claim: ordered
+did: success placed accepted received added queued
off provider: provider suppl
funds: fund* balan credit money
service: servi
link: link* url target
link user: profil
quantity: quant qty amount
quantity min: minimum_number
min: min minim
order: orde*
id: id ids number
+refill: refil
+cancel: cancel
comment: commen
dripfeed: drip* runs interval
+enough: enough suf*
-enough: insuf
+on active: activ pendin progress
+done: complet finish over partial
+made: creat
+did +made: created
-made: fail* gagal
-given enter: enter provide fill
-less: least
+less: less lower below
+less: low
must: must should has need*
lt: ltsign
gt: gtsign
range: between range bounds
quantity range: follow_limit
early: early yet
already: already still
+duplicate: dupl*
have: have there
previous: previous
+private: privat
recent: just_ordered just_placed recently_ordered
sent: sent
open: open`
