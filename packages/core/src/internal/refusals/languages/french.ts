export const french = `not: non ne
not after: pas
key: cle
funds: solde
link: lien*
order: commande
comment: commen
+found: trouv
-on: desact
+many: trop
have: avez
already: deja
error: erreur
internal: serveu
plain: veuillez plus tard votre de la le les`
