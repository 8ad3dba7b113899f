export const access = `not: non
+more: super
-given: obblig
+down: manuten
error: errore`

export const orders = `service: serviz
+less: inferi
already: gia`
