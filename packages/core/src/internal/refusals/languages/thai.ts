export const access = `not: ไม่
key: คีย์
user: บัญชี ผู้ใช้
max: สูงสุด
request: คำขอ
param: พารามิเตอร์
+valid: ถูกต้อง
-valid: ผิด
+found: พบ มีอยู่
+on: พร้อมใช้งาน พร้อมให้บริการ
-on: ระงับ ปิดใช้งาน
+can: สามารถ รองรับ
-given: จำเป็น
+more: มากกว่า เกิน
+many: มากเกินไป บ่อยเกินไป
wait: โปรดรอ กรุณารอ
second: วินาที นาที
+down: ปิดปรับปรุง กำลังปรับปรุง บำรุงรักษา
error: ข้อผิดพลาด
internal: ภายใน เซิร์ฟเวอร์
here: ระบบ
plain: กรุณา โปรด ลอง ใหม่ อีกครั้ง ของคุณ คุณ
per: ต่อนาที ต่อวินาที ต่อชั่วโมง`

export const orders = `funds: ยอดเงิน เครดิต
service: บริการ
order: คำสั่งซื้อ ออเดอร์
link: ลิงก์ ลิงค์
quantity: จำนวน
min: ขั้นต่ำ
+refill: เติม
+cancel: ยกเลิก
+enough: พอ
+done: เสร็จ
+less: น้อยกว่า ต่ำกว่า
must: ต้อง
already: แล้ว`
