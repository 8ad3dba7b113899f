export const arabic = `not: غير لا
key: مفتاح
user: حساب
service: خدمة
link: رابط*
quantity: كمية
order: طلب*
funds: رصيد*
+valid: صحيح* صالح*
+found: موجود
+enough: كاف*`
