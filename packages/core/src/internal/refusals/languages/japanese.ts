export const access = `not after: ません しません ありません ない
key: キー
user: アカウント ユーザー
request: リクエスト
action: アクション
param: パラメータ
+valid: 有効 正しく
-valid: 無効 不正
+found: 見つかり
+on: 利用でき 使用でき
-on: 停止 凍結
+can: でき
-given: 必須
+more: 超え 上回
+many: 多すぎ
wait: お待ち
second: 分後
+down: メンテナンス
error: エラー
internal: サーバー 内部
plain: しばらく してから もう 一度 お試し ください が は です 中
max: まで
per: 分間に 秒間に 分あたり 秒あたり`

export const orders = `funds: 残高
service: サービス
order: 注文
link: リンク
+refill: 補充 リフィル
+cancel: キャンセル
+enough: 足り 十分
+on active: 進行中 処理中
+done: 完了
must +more: 以上
must +less: 以下
+less: 未満 下回
already: 既に すでに`
