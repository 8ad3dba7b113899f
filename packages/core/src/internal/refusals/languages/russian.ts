export const access = `filler: mojet byty
not: ne net nelyza
or: ili
skip: esli
key: kluq
user: akkau
request: zapros
action: deistv
param: pola
+valid: vern* deistvit
-valid: nedeis
-valid wrong: nevern nekor neprav
+found: suxes naiden
-found: neizv
+on: dostu
-on: otklu zablo neaktiv
-on gone: nedostup
-can: nevoz
+can: podder
empty: pust*
-given: otsut obaza
+given: ukazan
+more: bolee bolyw prevy dosti
+many: sliwkom_mnogo sliwkom_qast*
wait: podojd
second: sekun minut
hour: qas*
next: sled*
+down: obslu tehni
body: format_zaprosa
error: owibk
occurred: proiz
error occurred: prevyweno_vrem*
internal: vnutr
here: sait raboty
only: tolyk
plain: pojaluista poprobuite pozje dla vaw*
per: v_minutu v_sekundu v_qas`

export const orders = `+did: uspewn sozdan prinat
funds: sreds
service: uslug
link: ssylk
quantity: koliq
order: zakaz
+cancel: otmen
comment: komme
+enough: dostat
-enough: nedost
+on active: aktiv vypol
+done: zaverw vypolnen
+less: meny* menee
must: dolj*
range: mejdu ot_do
already: uje`
