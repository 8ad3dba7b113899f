export const access = `not: nie
or: lub
key: klucz
user: konto uzytkow
request: zadan zapytan
action: akcja akcji
+valid: prawidl popraw
-valid: bledn
-valid invalid: nieprawidl niepopraw
+found: znalez istniej
+on: dostep
-on: wylacz zablok zawiesz nieaktyw
-on gone: niedostep
-can: niemozl nie_mozna
+can: obslug
-given: wymagan brak brakuj
+more: wieksz wiecej przekr wyzsz
+many: zbyt_wiele zbyt_duzo za_duzo zbyt_czest
wait: poczek odczek
second: sekund
+down: przerwa_tech* prace_tech* konserw
error: blad
internal: wewn serwer
plain: prosze sprobuj ponownie pozniej
per: na_minut na_sekund na_godzin`

export const orders = `funds: srodk
funds -enough: brak_srodk za_malo_srodk
order: zamowien
quantity: ilosc
+refill: uzupeln
+cancel: anulow
+enough: wystarcz
-enough: niewystarcz
+on active: aktywn
+done: zakoncz
+less: mniejsz nizsz mniej
-less: co_najmniej
must: musi
already: juz
have: masz`
