/** Texts that are no refusal, not a known one, or two at once; ` / ` stands between them. */
export const unknown = `OK / Success / null / 0 / error / Error / failed / order / Order / balance / link / 100.84 / {} / [] /
    ... / ??? / true / API key is valid / Your API key is correct / You have enough funds /
    Sufficient balance / Funds added / Balance: 10 USD / balance of service / Your order was placed /
    Order added / Order completed / Order is completed / Order is in progress / Completed /
    Your order is active / Order canceled / Your order has been cancelled / Link added successfully /
    Link is valid / Valid link / Service is active / Service is available / Service found / Order found /
    Refill is available / Refill requested / Refill created / Refill is enabled for this service /
    Cancel requested / Cancel is available / Your order will be refill asap. Thank you for patience /
    Incomplete / Incomplete order / Pending / In progress / Partial / Processing / incompleted / Awaiting /
    Order incomplete / Something odd / Not found / not_found / Bad Gateway / gateway error / Bad request /
    Service Unavailable / 503 Service Temporarily Unavailable / The service is unavailable. / Forbidden /
    Access denied / Please try again later / Temporarily unavailable / Quantity / Minimum / Maximum /
    Minimum deposit amount is 10 / Payment method not allowed / Invalid coupon / Invalid promo code /
    Invalid CSRF token / Provider not found / Not enough funds on provider balance / Payment required /
    Insufficient permissions / Insufficient stock / Too many cooks / The key to success / Order ahead /
    Enough said / Undefined array key order / To order this service, just login to the bot /
    User logged in / Contact support / Contact us if your account is suspended /
    If the link is invalid the order will be cancelled / Maintenance completed / No maintenance planned /
    Minimum order amount is $1 / This service requires approval / Instagram account is disabled / TikTok user is banned / Invalid order status /
    Empty Data / No data / hello world / Service or order not found / Order ID 5: invalid link /
    Incorrect order ID or service / Link or service is invalid / API key is not invalid / Captain /
    recaption / balanced / keyboard is invalid / elderly found not / misquantity minimum / İ ı I i /
    сообщение / Всё хорошо / Заказ выполнен / Ключ верный / Средств достаточно / Pedido encontrado /
    Saldo suficiente / Chave de API válida / Sipariş bulundu / Bakiyeniz yeterli / Layanan aktif /
    Saldo cukup / Pesanan ditemukan / 成功 / 订单存在 / نجاح / Invalid API key. Order not found. /
    Invalid request id / Failed to fetch refill status /
    Invalid Request: link broken and order missing or service or key / Quantity is 100 / Link /
    Your order with this link is in progress / Your refill is in progress /
    Your refill will start within 24 hours / Service list is empty / Please wait a few seconds /
    Action required: verify your email / This action is not allowed / You have 3 active orders /
    Service found no errors / No error occurred / Private link created / API key is not required /
    Your order for this link was sent / Refill / Cancel / Comments / Order #1234 placed / Balance refilled /
    Refill balance / Minimum and maximum quantity are shown in the description /
    Service works with private accounts / Public accounts only /
    Links to private accounts are not accepted here, read the rules / Service refill: 30 days /
    Cancel button available / Fast service, no drop, refill 30 days, max 100k / Order is on the way /
    The order is completed and refill is available / We will process your order shortly /
    Your account has been credited / Account is in good standing / Key rotation scheduled /
    Invalid operation / Invalid signature / Provider rejected the order / Order not found at provider /
    Coupon limit reached / Too many tickets opened / Withdrawal limit exceeded / Payment already processed /
    Transaction is pending / User logged out / User with this email already exists / Email is not valid /
    Country is not available / Language is missing / Price is too low /
    Rate changed, please refresh services / Speed is low / Start count is unavailable /
    Average time not available / Not enough space / Limit your orders / No limit / Maximum limit 500 /
    Waiting for payment / Wait list / Early bird discount / Already registered / Already completed /
    Update required / Network error / DNS error / Mail server is down / Telegram bot unavailable /
    Instagram is down / YouTube update: drops possible / Заказ принят в работу / Ваш аккаунт подтвержден /
    Баланс успешно пополнен / Новая услуга добавлена / Промокод недоступен / Bakiye başarıyla yüklendi /
    Pedido recibido / Tu pedido está en proceso / Pedido em processamento / Pesanan sedang diproses /
    Refill not needed, no drop detected / Order is not a duplicate / There are no errors in your order /
    Incorrect link or incorrect quantity / Order not found or already cancelled / Funds added successfully /
    Your balance has been updated / Current balance 0.00 / Balance sufficient / Insufficient data /
    Insufficient rights / Insufficient storage / Not enough likes / Not enough followers /
    Not enough orders / Order created successfully / Your order has been placed. Order ID: 23501 /
    Order accepted / New order created / Order is pending / Order partially completed /
    Order has been refunded to your balance / Your order was canceled and refunded / Cancel request sent /
    Cancellation requested / Cancel available / Refill request accepted / Refill started /
    Refill completed / Order refill enabled, cancel disabled / Refill: yes, cancel: no /
    Instagram Likes | No refill | Cancel enabled /
    Instagram Followers - Refill 30 days - Min 100 Max 10000 / TikTok Views Max 1M Speed 100k/day /
    YouTube Subscribers [Refill: 30 Days] [Max: 5K] / Link: https://instagram.com/p/abc /
    Link should be a post URL / Use a valid link for best results /
    Make sure your account is public before ordering / Please do not order twice for the same link /
    If the account is private the order will not start / We don't refund for wrong link /
    No refunds for wrong links / If the service is disabled, choose another one /
    When funds are insufficient orders are paused / Get your API key / New API key created /
    Your new API key is ready / API documentation / Key / API key / API v2 / Services / Order ID /
    Service list updated / Service enabled / Service is working / Service price changed /
    Service type not supported / Service restored / Service is not disabled / Account is not banned /
    Your account is not blocked / Not banned / Account verified / Account balance / Verify your account /
    Your account was upgraded / Invalid password / Email is required / Incorrect login or password /
    Invalid country / Invalid device / Invalid expiry date / Invalid name / Coupon expired /
    Coupon code is invalid / Promo code expired / Payment failed / Payment method not found /
    Card has insufficient funds / Ticket not found / Ticket already exists / Message not found /
    Currency not found / Provider balance is low / Not enough balance on provider account /
    Supplier balance insufficient / Upstream error: Not enough funds / Child panel expired /
    Domain not found / Page not found / User not found / No data found /
    Proxy Error / Try again / Please try later / Please wait / Loading... / Request accepted /
    Request sent / Request completed / successfull / Accepted / No errors / No errors found /
    Without errors / error_code: 0 / Maintenance finished / Maintenance completed successfully /
    No scheduled maintenance / Scheduled maintenance tomorrow at 10:00 / Low maintenance fee /
    Instagram is under maintenance / Instagram update: likes are slow / Quantity less than minimal balance /
    Minimum deposit not reached / Minimum payment amount is 10 / Maximum number of tickets reached /
    Minimum age 18 / Max posts reached / Maximum upload size exceeded / Max retries exceeded /
    Quantity updated / Quantity will be delivered in 24 hours / Quantity is correct / Comments approved /
    Comments are disabled on this video / Comments are welcome / Dripfeed enabled /
    Drip-feed order created / Runs completed / Limited offer / Limit per day: 1000 / Credit limit reached /
    Order not found or refill not available / Order ID or service ID is incorrect /
    Invalid link or quantity / Invalid service or link / Quantity or link missing or service invalid /
    Refill or cancel not available / Invalid order or refill ID / API key is not wrong /
    Link is not invalid / Service not removed / We have not found any error / Not maintenance /
    You are not rate limited / Rate us / Rates changed /
    Too many followers / Too many results / Too good to be true / Thanks for ordering /
    Welcome to our panel / The cheapest SMM panel in the world / Add funds to get 10% bonus /
    Please add funds / Lowest price / Over 10000 orders completed / Order now / Join our Telegram channel /
    Contact support if you have any problem with your order / API usage: see documentation /
    Access granted / Login required / Session expired / CSRF token mismatch / Access token created /
    Server time: 12:00 / Server is fine / System notification / Internal transfer completed /
    Unexpected success / Fail / Unknown / NaN / Denied / Not available / Inactive / Incorrect / Missing /
    Empty / Already requested / Limit reached / Private / Bonus added / Check link / Your link /
    Target group / Order link / You have 5 active orders with us /
    Wait until order is completed to get bonus / Orders with the same link are allowed /
    Order completed, please rate us / Order will be completed in 24 hours / Order may be canceled /
    Refill will be available soon / Refill guarantee 30 days / No refill needed / 30 days refill /
    Refund not available / Refund already requested / Transaction not found / Transaction failed /
    Wallet created / Country not supported / Browser not supported / Feature disabled /
    This feature is not available in your plan / Subscription expired / Subscription canceled /
    License invalid / SSL certificate expired / Post already liked / User already exists /
    Username already taken / Баланс: 100 руб / Средства зачислены / Заказ принят / Заказ успешно создан /
    Заказ отменён, средства возвращены / Заказ в обработке / Рефилл доступен / Отмена доступна /
    Услуга активна / Аккаунт активен / Не найдено / Ошибок нет / Готово / Ключ /
    Технические работы завершены / Минимальная сумма пополнения 100 / Пополните баланс /
    Промокод недействителен / Неверный логин / Bakiye eklendi / Bakiyeniz yüklendi /
    Siparişiniz oluşturuldu / Sipariş iptal edildi / Servis aktif / Hata / Başarılı / Kupon bulunamadı /
    Minimum yükleme tutarı 10 TL / Saldo añadido correctamente / Pedido creado / Pedido completado /
    Servicio disponible / Error desconectado / Contraseña incorrecta / Saldo adicionado / Pedido concluído /
    Conta ativa / Cupom inválido / Bestellung erfolgreich / Dienst verfügbar / Falsches Passwort /
    Commande terminée / Solde rechargé / Saldo berhasil ditambahkan / Pesanan selesai / Deposit berhasil /
    Đặt hàng thành công / Nạp tiền thành công / Mật khẩu không đúng / تم إنشاء الطلب بنجاح / الخدمة متاحة /
    كلمة المرور غير صحيحة / 订单进行中 / 充值成功 / 密码错误 / 注文が完了しました / Ordine creato / Замовлення створено /
    Super service / A hit with our customers / Cooling products / Demande envoyée / Votre demande est acceptée /
    طلبات جديدة / الحد الأدنى للإيداع / 操作成功 / 访问我们的网站 / Batas waktu / Peticiones recibidas /
    Limite de crédit / Sınırsız paket / 制限なし / 무제한 / Aufrufe kaufen / Likes und Aufrufe / Retry / 回数券`
