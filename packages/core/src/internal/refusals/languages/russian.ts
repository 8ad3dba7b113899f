export const russian = `filler: mojet byty
not: ne net nelyza
or: ili
skip: esli
+did: uspewn sozdan prinat
key: kluq
user: akkau
funds: sreds
service: uslug
link: ssylk
quantity: koliq
order: zakaz
+cancel: otmen
comment: komme
request: zapros
action: deistv
param: pola
+valid: vern* deistvit
-valid: nedeis
-valid wrong: nevern nekor neprav
+found: suxes naiden
-found: neizv
+enough: dostat
-enough: nedost
+on: dostu
+on active: aktiv vypol
-on: otklu zablo neaktiv
-on gone: nedostup
-can: nevoz
+can: podder
+done: zaverw vypolnen
empty: pust*
-given: otsut obaza
+given: ukazan
+less: meny* menee
+more: bolee bolyw prevy dosti
must: dolj*
range: mejdu ot_do
+many: sliwkom_mnogo sliwkom_qast*
wait: podojd
second: sekun minut
hour: qas*
already: uje
next: sled*
+down: obslu tehni
body: format_zaprosa
error: owibk
occurred: proiz
error occurred: prevyweno_vrem*
internal: vnutr
here: sait raboty
only: tolyk
plain: pojaluista poprobuite pozje dla vaw*`
