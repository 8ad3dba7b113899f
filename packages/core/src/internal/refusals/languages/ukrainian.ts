export const access = `or: abo
user: oblikov akaun
here: roboti
request: zapit
action: dia
+valid: diisn
-valid: nediisn
-valid wrong: nevirn
+found: znaiden isnue
-on: vimkn prizup
-can: nemojl ne_mojna
-given: obovaz vidsut
+more: bilyw perevi
+many: zabagato zanadto
wait: zaqek
second: sekun hvilin
hour: godin
error: pomilk
plain: bud* laska sprob* pizniw*
per: na_hvilinu na_sekundu na_godinu`

export const orders = `+did: stvoren
funds: kowt*
service: poslug
link: posilan
quantity: kilyk
order: zamovlen
+refill: vidnov
+cancel: skasuv skasov
+enough: vistaq
+done: vikonan
+less: menw*
must: povin
already: vje
have: mae*`
