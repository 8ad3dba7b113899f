import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { AddOrder, type Order } from "../src/index.js"
import { orders } from "./orders.js"
import { outcome } from "./plain.js"
import * as Scripted from "./scripted.js"
import { order } from "./spending.js"

/** Places an order on a panel that answers with this, and says what comes of it. */
const answered = (body: unknown, status = 200) =>
  Effect.flatMap(AddOrder.AddOrder, ({ place }) => Effect.map(Effect.either(place(order)), outcome)).pipe(
    Effect.provide(Scripted.make([Scripted.json(body, status)]).panel())
  )

const sent = (order: Order.Order) => {
  const scripted = Scripted.make([Scripted.json({ order: 1 })])
  return Effect.flatMap(AddOrder.AddOrder, ({ place }) => place(order)).pipe(
    Effect.map(() => scripted.calls.map(({ params }) => params)),
    Effect.provide(scripted.panel())
  )
}

describe("place", () => {
  it.effect("finds the ID under any of the names that panels give it", () =>
    Effect.gen(function* () {
      for (const body of [
        { order: 5 },
        { order: "5" },
        { order: " 5 " },
        { order: ["5"] },
        [{ order: 5 }],
        { order_id: 5 },
        { orderId: 5 },
        { OrderID: 5 },
        { Order: 5 },
        { id: 5 },
        { data: { id: 5 } },
        { status: true, data: { id: "5", price: 7 } },
        { order: 5, id: "5" },
        { order: 0, id: 5 },
        { order: 5, error: null },
        { order: 5, error: "" },
        { order: 5, error: false },
        { order: 5, errors: [] }
      ]) {
        assert.propertyVal(yield* answered(body), "order", "5", JSON.stringify(body))
      }
    })
  )

  it.effect("keeps an ID as it is, whatever it looks like", () =>
    Effect.gen(function* () {
      for (const id of [
        "b76VJizQKZ",
        "ord_01HG9X7KJP4N",
        "0042",
        "9007199254740993",
        "12345678901234567890"
      ]) {
        assert.propertyVal(yield* answered({ order: id }), "order", id)
      }
    })
  )

  it.effect("takes no remark beside a success for a refusal, and sends nothing again for it", () =>
    Effect.gen(function* () {
      for (const body of [
        { success: true, message: "Order accepted. Rate limit exceeded for further orders" },
        { status: "success", message: "Order added. Insufficient balance remaining for another order" },
        { Status: "OK", msg: "Placed. Not enough funds on balance for the next one" },
        { error: false, message: "Order placed. Invalid link preview" },
        [{ success: "1", message: "Too many requests" }]
      ]) {
        const scripted = Scripted.make([Scripted.json(body)])
        const result = yield* Effect.flatMap(AddOrder.AddOrder, ({ place }) =>
          Effect.flip(place(order))
        ).pipe(Effect.provide(scripted.panel()))
        assert.strictEqual(result._tag, "OutcomeUnknown", JSON.stringify(body))
        assert.strictEqual(scripted.calls.length, 1)
      }
    })
  )

  it.effect("takes no error that says, in whatever language, that the order was made for a refusal", () =>
    Effect.gen(function* () {
      for (const error of `Siparişiniz alındı / Sipariş oluşturuldu / Sipariş verildi / Siparişiniz kabul edildi /
        Pesanan berhasil dibuat / Pesanan diterima / Commande créée / Commande passée avec succès /
        Votre commande a été acceptée / Commande enregistrée / 订单已创建 / 订单已提交 / 已下单 /
        Bestellung erstellt / Bestellung erfolgreich / Bestellung angenommen / Bestellung aufgegeben /
        Ordine creato / Ordine effettuato con successo / Ordine accettato / Ordine ricevuto /
        Pedido realizado / Pedido aceptado / Pedido recibido con éxito / Pedido realizado com sucesso /
        Pedido recebido / Pedido aceito / Zamówienie przyjęte / Zamówienie zostało złożone /
        Zamówienie utworzone / تم إنشاء الطلب / تم استلام الطلب / تم قبول طلبك / سفارش ثبت شد /
        سفارش شما با موفقیت ثبت شد / Заказ оформлен / Заказ размещён / Замовлення успішно оформлено /
        注文が作成されました / ご注文を受け付けました / 주문이 생성되었습니다 / 주문이 접수되었습니다 / สั่งซื้อสำเร็จ /
        Your order is being processed / Order confirmed / Order submitted / Order has been registered`.split(
        /\s*\/\s*/
      ))
        assert.propertyVal(yield* answered({ error }), "tag", "OutcomeUnknown", error)
    })
  )

  it.effect("takes an error that says that the order was not made for a refusal", () =>
    Effect.gen(function* () {
      for (const error of `Sipariş oluşturulamadı / Sipariş alınamadı / Sipariş verilemedi / Sipariş kabul edilmedi /
        Pesanan tidak berhasil dibuat / Pesanan gagal dibuat / La commande n'a pas été créée /
        La commande n'a pas été acceptée / 订单创建失败 / 无法创建订单 / Bestellung konnte nicht erstellt werden /
        Bestellung nicht angenommen / L'ordine non è stato creato / Ordine non accettato / Pedido no realizado /
        No se pudo realizar el pedido / Pedido não realizado / Pedido não aceito / Zamówienie nie zostało przyjęte /
        Nie udało się złożyć zamówienia / لم يتم إنشاء الطلب / لا يمكن إنشاء الطلب / سفارش ثبت نشد / Заказ не оформлен /
        Не удалось оформить заказ / Замовлення не оформлено / 注文を作成できませんでした / 注文は作成されませんでした /
        주문을 생성할 수 없습니다 / สั่งซื้อไม่สำเร็จ / Order cannot be processed / Order was not confirmed`.split(
        /\s*\/\s*/
      ))
        assert.propertyVal(yield* answered({ error }), "processed", "no", error)
    })
  )

  it.effect("confirms no order where two IDs are named", () =>
    Effect.gen(function* () {
      for (const body of [
        { order: 5, order_id: 6 },
        { order: 5, id: 6 },
        { order: [5, 6] },
        { order: 5, data: { id: 6 } },
        [{ order: 5 }, { order: 6 }]
      ]) {
        const result = yield* answered(body)
        assert.propertyVal(result, "tag", "OutcomeUnknown", JSON.stringify(body))
      }
    })
  )

  it.effect("says so where an ID stands beside an error", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* answered({ order: 5, error: "Not enough funds on balance" }), {
        tag: "OutcomeUnknown",
        processed: "maybe",
        meaning: "insufficient-funds",
        cause: {
          tag: "UnexpectedAnswer",
          processed: "maybe",
          meaning: "insufficient-funds",
          reason: "contradictory",
          status: 200
        }
      })
    })
  )

  it.effect("gives the charge where the panel names it, exact", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* answered({ order: 5, charge: "0.000000000000000001", currency: "USD" }), {
        order: "5",
        charge: "0.000000000000000001",
        currency: "USD"
      })
      assert.deepStrictEqual(yield* answered({ data: { id: 5, charge: 1.5 } }), {
        order: "5",
        charge: "1.5",
        currency: null
      })
    })
  )

  it.effect("sends the action, then the order's fields, as text", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* sent({ ...orders.Default, extra: { request_id: "a-1" } }), [
        [
          ["action", "add"],
          ["request_id", "a-1"],
          ["service", "1"],
          ["link", "https://example.com/p/1"],
          ["quantity", "100"],
          ["runs", "5"],
          ["interval", "30"]
        ]
      ])
    })
  )

  it.effect("sends nothing of an order that is wrong, and names field, value and remedy", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([])
      const { place } = yield* Effect.provide(AddOrder.AddOrder, scripted.panel())
      assert.deepStrictEqual(outcome(yield* Effect.either(place({ ...orders.Default, quantity: -1 }))), {
        tag: "InvalidOrder",
        processed: "no",
        field: "quantity",
        value: "-1",
        remedy: "give a whole number from 1"
      })
      assert.strictEqual(scripted.calls.length, 0)
    })
  )

  it.effect("takes garbage for an order that is wrong, and null for no options", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make([Scripted.json({ order: 1 })])
      const { place } = yield* Effect.provide(AddOrder.AddOrder, scripted.panel())
      const untyped: unknown = place
      const placing = (...given: ReadonlyArray<unknown>): Effect.Effect<unknown, unknown> =>
        typeof untyped === "function" ? Reflect.apply(untyped, undefined, given) : Effect.void
      const garbage = [undefined, null, 5, "Default", [], {}, { type: null }, { type: Symbol("x") }, () => 1]
      for (const order of [...garbage, { ...orders.Default, extra: 5 }, { type: "Other", fields: null }]) {
        assert.propertyVal(yield* Effect.flip(placing(order)), "_tag", "InvalidOrder")
      }
      assert.strictEqual(scripted.calls.length, 0)
      assert.propertyVal(yield* placing(orders.Default, null), "order", "1")
    })
  )

  it.effect("checks an order of an unknown type as the kind that the caller says it is", () =>
    Effect.gen(function* () {
      const scripted = Scripted.make(() => Scripted.json({ order: 1 }))
      const { place } = yield* Effect.provide(AddOrder.AddOrder, scripted.panel())
      const likes = (fields: Readonly<Record<string, string>>): Order.Order => ({
        type: "Other",
        service: order.service,
        fields
      })
      const wrong = (fields: Readonly<Record<string, string>>) =>
        Effect.map(Effect.flip(place(likes(fields), { kind: "Default" })), (error) =>
          error._tag === "InvalidOrder" ? error.field : error._tag
        )
      assert.strictEqual(yield* wrong({ quantity: "100" }), "link")
      assert.strictEqual(yield* wrong({ link: "https://example.com/p/1" }), "quantity")
      assert.strictEqual(yield* wrong({ link: "https://example.com/p/1", quantity: "many" }), "quantity")
      assert.strictEqual(scripted.calls.length, 0)
      // What the kind does not have is the panel's own, and is sent as it is.
      const fields = { link: "https://example.com/p/1", quantity: "100", speed: "slow" }
      yield* place(likes(fields), { kind: "Default" })
      assert.deepStrictEqual(Scripted.formOf(scripted.calls[0]), { action: "add", service: "1", ...fields })
      yield* place(likes({ quantity: "100" }))
      assert.strictEqual(scripted.calls.length, 2)
    })
  )

  it.effect("keeps the text of a charge that is no amount, and the order placed", () =>
    Effect.gen(function* () {
      for (const charge of ["about 5", "2.500.1", "1e99"]) {
        assert.deepStrictEqual(yield* answered({ order: 5, charge }), {
          order: "5",
          charge: null,
          currency: null,
          chargeText: charge
        })
      }
      assert.deepStrictEqual(yield* answered({ order: 5, charge: 1e99 }), {
        order: "5",
        charge: null,
        currency: null,
        chargeText: "1e+99"
      })
      assert.propertyVal(
        yield* answered({ order: 5, charge: `${Scripted.key} units` }),
        "chargeText",
        "<redacted> units"
      )
      for (const charge of [undefined, null, "", "0.5"])
        assert.notProperty(yield* answered({ order: 5, charge }), "chargeText")
    })
  )
})
