export const access = `not: non
+more: super
-given: obblig
+down: manuten
error: errore
+many: tropp
request: richiest
per: al_minuto al_secondo`

export const orders = `service: serviz
+less: inferi
already: gia`
