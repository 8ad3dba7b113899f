export const persian = `not after: نیست نشد نشده ندارد نمیباشد نمی
key: کلید
user: کاربر
funds: موجودی
service: سرویس خدمات
order: سفارش
link: لینک
quantity: تعداد
min: حداقل
max: حداکثر
+refill: جبران ریفیل
+cancel: لغو
request: درخواست
action: عملیات
param: پارامتر
+valid: معتبر
-valid: نامعتبر اشتباه نادرست
+found: یافت پیدا وجود
+enough: کافی
-enough: ناکافی
+on: دسترس
+on active: فعال
-on: غیرفعال مسدود معلق
+can: امکان پشتیبانی
+done: تکمیل
empty: خالی
-given: الزامی
+less: کمتر
+more: بیشتر
must: باید
+many: بیش_از_حد
wait: صبر منتظر
second: ثانیه دقیقه
already: قبلا
have: دارید
+down: تعمیر
error: خطا*
here: سایت پنل
internal: سرور داخلی
plain: شما این با لطفا دوباره`
