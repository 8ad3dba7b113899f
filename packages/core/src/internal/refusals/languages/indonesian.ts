export const access = `not: tidak
user: akun
request: permint
+valid: sesuai
-valid wrong: salah
+found: ditemu
-on: nonakt blok* diblo
+on: tersed
+can: mendukung
-given: wajib
param -given: permintaan_tidak_sesuai
+many: terlalu_banyak
+down: pemeli
error: kesal
occurred: terjadi
internal here: sistem
here: sedang
hour: jam
second: detik menit
wait: tunggu
only: hanya
plain: silakan silahkan coba lagi nanti anda
limit: batas
per: per_menit per_detik per_jam`

export const orders = `funds: saldo
service: layan
order: pesanan
quantity: jumlah
+cancel: dibatal
+enough: mencuk cukup
+less: kurang
+done: selesai lengkap
-made: gagal
range: antara
must: harus
already: sudah masih
recent: baru_saja`
