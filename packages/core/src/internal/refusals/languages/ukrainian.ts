export const ukrainian = `or: abo
+did: stvoren
user: oblikov akaun
here: roboti
funds: kowt*
service: poslug
link: posilan
quantity: kilyk
order: zamovlen
+refill: vidnov
+cancel: skasuv skasov
request: zapit
action: dia
+valid: diisn
-valid: nediisn
-valid wrong: nevirn
+found: znaiden isnue
+enough: vistaq
-on: vimkn prizup
-can: nemojl ne_mojna
+done: vikonan
-given: obovaz vidsut
+less: menw*
+more: bilyw perevi
must: povin
+many: zabagato zanadto
wait: zaqek
second: sekun hvilin
hour: godin
already: vje
have: mae*
error: pomilk
plain: bud* laska sprob* pizniw*`
