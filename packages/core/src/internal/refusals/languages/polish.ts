export const polish = `not: nie
or: lub
key: klucz
user: konto uzytkow
funds: srodk
funds -enough: brak_srodk za_malo_srodk
order: zamowien
quantity: ilosc
+refill: uzupeln
+cancel: anulow
request: zadan zapytan
action: akcja akcji
+valid: prawidl popraw
-valid: bledn
-valid invalid: nieprawidl niepopraw
+found: znalez istniej
+enough: wystarcz
-enough: niewystarcz
+on: dostep
+on active: aktywn
-on: wylacz zablok zawiesz nieaktyw
-on gone: niedostep
-can: niemozl nie_mozna
+can: obslug
+done: zakoncz
-given: wymagan brak brakuj
+less: mniejsz nizsz mniej
+more: wieksz wiecej przekr wyzsz
-less: co_najmniej
must: musi
+many: zbyt_wiele zbyt_duzo za_duzo zbyt_czest
wait: poczek odczek
second: sekund
already: juz
have: masz
+down: przerwa_tech* prace_tech* konserw
error: blad
internal: wewn serwer
plain: prosze sprobuj ponownie pozniej`
