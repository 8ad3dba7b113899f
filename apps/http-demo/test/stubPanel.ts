/** A panel that answers as a test tells it to: with a value as JSON, at once or when the test is ready. */
import * as Http from "node:http"

export interface StubPanel extends AsyncDisposable {
  readonly url: string
  /** How many calls are over, and how many of them whoever asked did not wait for. */
  readonly calls: () => { readonly over: number; readonly cut: number }
}

export const stubPanel = async (
  answer: (fields: URLSearchParams) => unknown | Promise<unknown>
): Promise<StubPanel> => {
  let [over, cut] = [0, 0]
  const server = Http.createServer(async (request, response) => {
    response.once("close", () => {
      over += 1
      if (!response.writableFinished) cut += 1
    })
    let form = ""
    for await (const chunk of request) form += String(chunk)
    const body = JSON.stringify(await answer(new URLSearchParams(form)))
    response.writeHead(200, { "content-type": "application/json" }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/api/v2`,
    calls: () => ({ over, cut }),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

/** One service of a catalogue. */
export const service = {
  service: 1,
  name: "Likes",
  type: "Default",
  category: "A",
  rate: "1",
  min: 50,
  max: 1000
}

export interface HeldPanel extends StubPanel {
  /** Ends when an order is waiting. */
  readonly asked: () => Promise<void>
  /** Lets orders be answered, until they are held again. */
  readonly release: () => void
  readonly hold: () => void
  /** How many orders it was asked for. */
  readonly adds: () => number
}

/** A panel that sells one service, and keeps whoever orders or cancels waiting. */
export const heldPanel = async (): Promise<HeldPanel> => {
  let isHeld = true
  let last = 0
  let waiting: ReadonlyArray<() => void> = []
  let tell = (): void => {}
  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      if (!isHeld) return resolve()
      waiting = [...waiting, resolve]
      tell()
    })
  const panel = await stubPanel(async (fields) => {
    switch (fields.get("action")) {
      case "services":
        return [service]
      case "add":
        last += 1
        await turn()
        return { order: last }
      case "cancel":
        await turn()
        return [{ order: fields.get("orders") ?? fields.get("order"), cancel: 1 }]
      case "status":
        return { status: "In progress", charge: "0.1", start_count: "0", remains: "100", currency: "USD" }
      default:
        return { balance: "10", currency: "USD" }
    }
  })
  return {
    ...panel,
    asked: () =>
      new Promise((resolve) => {
        tell = resolve
        if (waiting.length > 0) tell()
      }),
    release: () => {
      isHeld = false
      for (const go of waiting) go()
      waiting = []
    },
    hold: () => {
      isHeld = true
    },
    adds: () => last
  }
}
