export const access = `not: 不 未
key: 密钥
user: 账户 帐户 账号
max: 最大
request: 请求
param: 参数
-valid: 无效 错误
+found: 存在 找到
+on: 可用
-on: 禁用 封禁 停用 冻结
empty: 为空
-given: 缺*
+more: 超过 大于 高于
+many: 过多 频繁
second: 秒
+down: 维护
error: 出错
internal: 服务器
internal here: 系统
plain: 请 稍 后 再 试
max: 最多
per: 每分钟 每秒 每小时`

export const orders = `+did: 成功
funds: 余额
service: 服务
link: 链接
quantity: 数量
min: 最小 最低
order: 订单
+cancel: 取消
+refill: 补量 补单
+enough: 足
-enough: 不足
+less: 低于 小于 少于
must: 必须
range: 介于
already: 已
+done: 完成`
