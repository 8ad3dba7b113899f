export const chinese = `not: 不 未
+did: 成功
key: 密钥
user: 账户 帐户 账号
funds: 余额
service: 服务
link: 链接
quantity: 数量
min: 最小 最低
max: 最大
order: 订单
request: 请求
+cancel: 取消
+refill: 补量 补单
param: 参数
-valid: 无效 错误
+found: 存在 找到
+enough: 足
-enough: 不足
+on: 可用
-on: 禁用 封禁 停用 冻结
empty: 为空
-given: 缺*
+less: 低于 小于 少于
+more: 超过 大于 高于
must: 必须
range: 介于
+many: 过多 频繁
second: 秒
already: 已
+done: 完成
+down: 维护
error: 出错
internal: 服务器
internal here: 系统
plain: 请 稍 后 再 试`
