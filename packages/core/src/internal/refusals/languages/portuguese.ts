export const access = `not: nao sem
or: ou
key: chave
user: conta usuar
request: solici
action: acao
+found: encon
-on: suspen inativ desat bloq*
-on gone: indisp
-given: obrigat falt*
+many: muitas muitos
+down: manut
here: em
error: erro
occurred: ocorre
internal: servid
only: apenas somente
plain: por favor tente novamente mais tarde seu sua de
request: requisic
per: por_minuto por_segundo por_hora`

export const orders = `+did: criad
funds: saldo fund*
link: link
order: pedid
comment: coment
+enough: sufic
+done: conclu
+private: privad
must: deve*
+less: menor
already: ja`
