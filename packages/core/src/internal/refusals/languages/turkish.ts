export const access = `not after: degil edilem olamaz
key: anahtar
user: hesa*
request: istek
action: islem
param: alan* veri
+valid: gecerl
-valid: gecers
-valid wrong: yanlis hatali
+found: mevcut
-found: bulunamad bulunmu yok
-on: pasif aski*
+can: destek
-can: desteklem desteklenm
empty: bos
-given: eksik gerek
+more: buyuk asild
+many: cok_fazla
+down: bakim
error: hata*
occurred: olustu
internal: sunucu
only: sadece yalnizca
hour: saat
plain: lutfen tekrar sonra deneyin daha
max: en_fazla
per: dakikada saniyede saatte`

export const orders = `funds: bakiy
service: servi
link: baglan
quantity: sayi* miktar adet
order: sipar
id: numara
+refill: telafi
+cancel: iptal
comment: yorum
+enough: yeterl
-enough: yeters
+on active: aktif devam_ed*
active have: gonderim_olan
+done: tamam
-done: tamamlanma
must: olmali
already: zaten
have: var
recent: az_once`
