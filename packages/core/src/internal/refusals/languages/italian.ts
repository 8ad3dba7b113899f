export const italian = `not: non
service: serviz
+more: super
+less: inferi
-given: obblig
+down: manuten
error: errore
already: gia`
