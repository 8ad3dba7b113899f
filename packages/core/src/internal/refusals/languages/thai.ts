export const thai = `not: ไม่
key: คีย์
user: บัญชี ผู้ใช้
funds: ยอดเงิน เครดิต
service: บริการ
order: คำสั่งซื้อ ออเดอร์
link: ลิงก์ ลิงค์
quantity: จำนวน
min: ขั้นต่ำ
max: สูงสุด
+refill: เติม
+cancel: ยกเลิก
request: คำขอ
param: พารามิเตอร์
+valid: ถูกต้อง
-valid: ผิด
+found: พบ มีอยู่
+enough: พอ
+on: พร้อมใช้งาน พร้อมให้บริการ
-on: ระงับ ปิดใช้งาน
+can: สามารถ รองรับ
+done: เสร็จ
-given: จำเป็น
+less: น้อยกว่า ต่ำกว่า
+more: มากกว่า เกิน
must: ต้อง
+many: มากเกินไป บ่อยเกินไป
wait: โปรดรอ กรุณารอ
second: วินาที นาที
already: แล้ว
+down: ปิดปรับปรุง กำลังปรับปรุง บำรุงรักษา
error: ข้อผิดพลาด
internal: ภายใน เซิร์ฟเวอร์
here: ระบบ
plain: กรุณา โปรด ลอง ใหม่ อีกครั้ง ของคุณ คุณ`
