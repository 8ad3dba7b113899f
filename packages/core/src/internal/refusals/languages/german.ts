export const german = `not after: nicht
key: schlus
user: konto
funds: guthab
order: bestel
service: dienst
link: link
quantity: menge
quantity min: mindest
request: anfrag
param: pflicht
+valid: gult
-valid: ungult
-valid wrong: falsch
+found: gefun exist
+enough: genug
-on: gesper
+on: verfug
+many: zu_viele
already: bereits
+down: wartun
error: fehler
plain: bitte spater ihr ihre versuchen`
