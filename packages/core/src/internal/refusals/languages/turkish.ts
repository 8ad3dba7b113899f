export const turkish = `not after: degil edilem olamaz
key: anahtar
user: hesa*
funds: bakiy
service: servi
link: baglan
quantity: sayi* miktar adet
order: sipar
id: numara
+refill: telafi
+cancel: iptal
comment: yorum
request: istek
action: islem
param: alan* veri
+valid: gecerl
-valid: gecers
-valid wrong: yanlis hatali
+found: mevcut
-found: bulunamad bulunmu yok
+enough: yeterl
-enough: yeters
+on active: aktif devam_ed*
active have: gonderim_olan
-on: pasif aski*
+can: destek
-can: desteklem desteklenm
+done: tamam
-done: tamamlanma
empty: bos
-given: eksik gerek
+more: buyuk
must: olmali
+many: cok_fazla
already: zaten
have: var
+down: bakim
error: hata*
occurred: olustu
internal: sunucu
only: sadece yalnizca
recent: az_once
hour: saat
plain: lutfen tekrar sonra deneyin daha`
