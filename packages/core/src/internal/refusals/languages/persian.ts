export const access = `not after: نیست نشد نشده ندارد نمیباشد نمی
key: کلید
user: کاربر
max: حداکثر
request: درخواست
action: عملیات
param: پارامتر
+valid: معتبر
-valid: نامعتبر اشتباه نادرست
+found: یافت پیدا وجود
+on: دسترس
-on: غیرفعال مسدود معلق
+can: امکان پشتیبانی
empty: خالی
-given: الزامی
+more: بیشتر
+many: بیش_از_حد
wait: صبر منتظر
second: ثانیه دقیقه
+down: تعمیر
error: خطا*
here: سایت پنل
internal: سرور داخلی
plain: شما این با لطفا دوباره
per: در_دقیقه در_ثانیه در_ساعت`

export const orders = `funds: موجودی
service: سرویس خدمات
order: سفارش
link: لینک
quantity: تعداد
min: حداقل
+refill: جبران ریفیل
+cancel: لغو
+enough: کافی
-enough: ناکافی
+on active: فعال
+done: تکمیل
+less: کمتر
must: باید
already: قبلا
have: دارید`
