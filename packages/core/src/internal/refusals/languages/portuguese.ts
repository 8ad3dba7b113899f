export const portuguese = `not: nao sem
or: ou
+did: criad
key: chave
user: conta usuar
funds: saldo fund*
link: link
order: pedid
request: solici
action: acao
comment: coment
+found: encon
+enough: sufic
-on: suspen inativ desat bloq*
-on gone: indisp
-given: obrigat falt*
+done: conclu
+private: privad
must: deve*
+less: menor
+many: muitas muitos
+down: manut
here: em
already: ja
error: erro
occurred: ocorre
internal: servid
only: apenas somente
plain: por favor tente novamente mais tarde seu sua de`
