export const spanish = `filler: el puede ser que se
not: sin
+did: cread
key: clave
user: cuent usuar
funds: saldo fond*
link: enlac
quantity: cantid
order: pedid
request: solici
action: accio
empty: vacio
+found: encon
+enough: suf*
-enough: insuf
+on: dispon
-on: desact bloq*
-on gone: indisp
-given: falt* obligat
+less: menor
+more: mayor
must: debe*
range: entre
+many: demasiad
+down: mantenim
here: en
+duplicate: dupl*
previous: anteri
already: ya
occurred: ocurri
internal: servid
only: solo
plain: por favor intente nuevamente mas tarde su tu de la`
