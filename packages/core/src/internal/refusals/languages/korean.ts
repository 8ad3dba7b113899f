export const access = `not after: 않*
key: 키*
user: 계정 사용자
max: 최대*
request: 요청
action: 작업
param: 매개변수 파라미터
+valid: 유효* 올바르
-valid: 잘못
+found: 존재
-found: 찾을_수_없*
-on: 정지 비활성 차단 중지
-on gone: 사용할_수_없* 이용할_수_없*
-can: 불가* 할_수_없*
+can: 지원
-given: 필요 필수 누락
+more: 초과* 보다_많* 보다_큽*
+many: 너무_많*
wait: 기다* 잠시
second: 초 초후 분*
+down: 점검
error: 오류*
internal: 서버* 내부*
here: 시스템 사이트
plain: 다시 시도 후 주세요
per: 분당 초당 시간당`

export const orders = `funds: 잔액 잔고
service: 서비스
order: 주문
link: 링크
quantity: 수량
min: 최소*
+refill: 리필
+cancel: 취소*
-enough: 부족
+on active: 진행
+done: 완료
must +more: 이상이어야
must +less: 이하여야
+less: 미만 보다_작*
already: 이미`
