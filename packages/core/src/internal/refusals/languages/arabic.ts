export const access = `not: غير لا
key: مفتاح
user: حساب
+valid: صحيح* صالح*
+found: موجود`

export const orders = `service: خدمة
link: رابط*
quantity: كمية
order: طلب*
funds: رصيد*
+enough: كاف*`
