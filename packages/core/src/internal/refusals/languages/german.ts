export const access = `not after: nicht
key: schlus
user: konto
request: anfrag
param: pflicht
+valid: gult
-valid: ungult
-valid wrong: falsch
+found: gefun exist
-on: gesper
+on: verfug
+many: zu_viele
+down: wartun
error: fehler
plain: bitte spater ihr ihre versuchen
per: pro_minut pro_sekund pro_stund`

export const orders = `funds: guthab
order: bestel
service: dienst
link: link
quantity: menge
quantity min: mindest
+enough: genug ausrei
already: bereits`
