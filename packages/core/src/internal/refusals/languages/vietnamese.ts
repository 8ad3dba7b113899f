export const access = `filler: bi duoc la co_the
not: khong chua
or: hoac
key: khoa_api
user: tai_khoan nguoi_dung
max: toi_da
request: yeu_cau
action: hanh_dong thao_tac
param: tham_so truong du_lieu
+valid: hop_le
-valid: sai
-valid wrong: khong_dung khong_chinh_xac
+found: ton_tai tim_thay
+on: kha_dung san_sang
-on: bi_khoa da_khoa vo_hieu tam_khoa bi_tat tam_tat tam_ngung tam_dung ngung_hoat_dong ngung_cung_cap han_che
+can: ho_tro
empty: de_trong bo_trong trong
-given: thieu bat_buoc
+more: lon_hon nhieu_hon cao_hon vuot_qua vuot
+many: qua_nhieu qua_nhanh qua_thuong_xuyen
wait: doi vui_long_cho xin_cho hay_cho
second: giay phut
hour: gio tieng
next: tiep_theo
+down: bao_tri
error: loi
occurred: xay_ra
internal: may_chu noi_bo
internal here: he_thong
here: bang_dieu_khien
only: chi
per: moi_phut moi_giay moi_gio
plain: vui_long thu lai sau ban cua nay cho dat voi va nua
limit: gioi_han`

export const orders = `+did: thanh_cong da_tao da_dat da_nhan da_them dat_hang_thanh
funds: so_du tien
service: dich_vu
link: lien_ket duong_dan
quantity: so_luong
min: toi_thieu
order: don_hang don
id: ma
+refill: bao_hanh
+cancel: huy
comment: binh_luan
+enough: du
+on active: hoat_dong dang_chay dang_xu_ly
+done: hoan_thanh hoan_tat
+made: tao
-made: that_bai
-given enter: vui_long_nhap
-less: it_nhat
+less: nho_hon it_hon thap_hon duoi
must: phai
range: nam_trong_khoang trong_khoang tu_den
already: da
have: co
previous: truoc_do
recent: vua_dat
sent: gui`
