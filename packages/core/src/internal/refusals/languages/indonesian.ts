export const indonesian = `not: tidak
user: akun
funds: saldo
service: layan
order: pesanan
quantity: jumlah
+cancel: dibatal
request: permint
+valid: sesuai
-valid wrong: salah
+found: ditemu
+enough: mencuk cukup
+less: kurang
-on: nonakt blok* diblo
+on: tersed
+can: mendukung
+done: selesai lengkap
-made: gagal
-given: wajib
param -given: permintaan_tidak_sesuai
range: antara
must: harus
+many: terlalu_banyak
already: sudah masih
+down: pemeli
error: kesal
occurred: terjadi
internal here: sistem
here: sedang
recent: baru_saja
hour: jam
second: detik menit
wait: tunggu
only: hanya
plain: silakan silahkan coba lagi nanti anda`
