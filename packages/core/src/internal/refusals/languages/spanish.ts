export const access = `filler: el puede ser que se
not: sin
key: clave
user: cuent usuar
request: solici
action: accio
empty: vacio
+found: encon
+on: dispon
-on: desact bloq*
-on gone: indisp
-given: falt* obligat
+more: mayor
+many: demasiad
+down: mantenim
here: en
occurred: ocurri
internal: servid
only: solo
plain: por favor intente nuevamente mas tarde su tu de la
per: por_minuto por_segundo por_hora`

export const orders = `+did: cread
funds: saldo fond*
link: enlac
quantity: cantid
order: pedid
+enough: suf*
-enough: insuf
+less: menor
must: debe*
range: entre
+duplicate: dupl*
previous: anteri
already: ya`
