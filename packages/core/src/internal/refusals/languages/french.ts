export const access = `not: non ne
not after: pas
key: cle
+found: trouv
-on: desact
+many: trop
error: erreur
internal: serveu
plain: veuillez plus tard votre de la le les
per: par_minut par_second par_heure`

export const orders = `funds: solde
link: lien*
order: commande
comment: commen
have: avez
already: deja`
