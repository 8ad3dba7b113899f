/**
 * A way to a PostgreSQL server on which requests and answers get lost, by chance: held back, late, cut off, or
 * swallowed in silence. Nothing is ever changed or sent twice, as TCP does not either. Loopback only.
 */
import type { Socket } from "node:net"
import { type Chance, chance } from "./chance.js"
import { startWay, type Way } from "./way.js"
import { commits, endsAnswer, endsRequest, splitter } from "./wire.js"

/** What becomes of a request and its answer. The slow ones are found out by nothing but a time-out. */
export const quick = ["held-back", "answered-late", "cut-before", "cut-after", "cut-amid"] as const
export const slow = ["lost", "unanswered", "arrives-too-late"] as const

export type Fault = (typeof quick)[number] | (typeof slow)[number]

export interface Rates {
  /** The share of requests that meet a fault. */
  readonly faultRate: number
  /** The share of the slow ones among them, and how many there may be in all. */
  readonly slowShare: number
  readonly mostSlow: number
}

export interface Lossy extends Way {
  /** How often each fault came, and how many of them met a request that commits. */
  readonly faults: () => { readonly byName: Readonly<Record<string, number>>; readonly commits: number }
}

/** Past every time-out of the journal, so that what arrives then comes from a connection that was given up. */
const tooLate = 10_000

const wait = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds).unref())

/** One connection of a client, and the proxy's own to the server. */
const link = (near: Socket, far: Socket, draw: (request: Buffer) => Fault | undefined, next: Chance) => {
  const fromClient = splitter("client")
  const fromServer = splitter("server")
  const awaited: Array<Fault | undefined> = []
  let parts: Array<Buffer> = []
  let answer: Array<Buffer> = []
  let isDead = false
  let upward = Promise.resolve()
  let downward = Promise.resolve()

  const cut = () => {
    isDead = true
    near.destroy()
    far.destroy()
  }

  const send = async (request: Buffer, fault: Fault | undefined) => {
    if (fault === "held-back") await wait(next() * 500)
    if (fault === "arrives-too-late") await wait(tooLate)
    if (isDead && fault !== "arrives-too-late") return
    if (fault === "lost") isDead = true
    else if (fault === "cut-before") cut()
    else {
      awaited.push(fault)
      far.write(request)
    }
  }

  const answered = async (bytes: Buffer, fault: Fault | undefined) => {
    if (fault === "answered-late") await wait(next() * 500)
    if (isDead) return
    if (fault === "unanswered" || fault === "arrives-too-late") isDead = true
    else if (fault === "cut-after") cut()
    else if (fault === "cut-amid") near.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), cut)
    else near.write(bytes)
  }

  near.on("data", (bytes) => {
    for (const message of fromClient(bytes)) {
      parts.push(message.bytes)
      if (!endsRequest(message) && message.type !== "X") continue
      const request = Buffer.concat(parts)
      parts = []
      const fault = message.type === "X" ? undefined : draw(request)
      upward = upward.then(() => send(request, fault))
    }
  })
  far.on("data", (bytes) => {
    for (const message of fromServer(bytes)) {
      answer.push(message.bytes)
      if (!endsAnswer(message)) continue
      const whole = Buffer.concat(answer)
      answer = []
      const fault = awaited.shift()
      downward = downward.then(() => answered(whole, fault))
    }
  })
  // The server does not hear at once that a connection was given up on which packets vanish.
  near.on("close", () => {
    upward = upward.then(() => wait(isDead ? tooLate : 0)).then(() => void far.end())
  })
  far.on("close", () => {
    downward = downward.then(() => {
      if (isDead) return
      for (const bytes of answer) near.write(bytes)
      near.end()
    })
  })
}

export const startProxy = async (url: string, seed: number, rates: Rates): Promise<Lossy> => {
  const byName: Record<string, number> = {}
  let links = 0
  let slowOnes = 0
  let committing = 0

  const draw = (next: Chance) => (request: Buffer) => {
    if (next() >= rates.faultRate) return undefined
    const isSlow = slowOnes < rates.mostSlow && next() < rates.slowShare
    // Each slow one in its turn, as there are few of them.
    const fault = isSlow ? slow[slowOnes % slow.length] : quick[Math.floor(next() * quick.length)]
    if (fault === undefined) return undefined
    if (isSlow) slowOnes += 1
    if (commits(request)) committing += 1
    byName[fault] = (byName[fault] ?? 0) + 1
    return fault
  }

  const way = await startWay(url, (near, far) => {
    links += 1
    const next = chance(seed + links)
    link(near, far, draw(next), next)
  })
  return { ...way, faults: () => ({ byName: { ...byName }, commits: committing }) }
}
