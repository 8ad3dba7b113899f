/** The common way: the snippet that is usually copied, with axios, one order per call, one after the other. */
import axios from "axios"

export const make = (url: string) => {
  const call = async (params: Record<string, string>) => {
    const { data } = await axios.post(url, new URLSearchParams({ key: "fake-key", ...params }))
    return data
  }
  return {
    balance: () => call({ action: "balance" }),
    statuses: async (ids: ReadonlyArray<string>): Promise<ReadonlyArray<unknown>> => {
      const answers: Array<unknown> = []
      for (const order of ids) answers.push(await call({ action: "status", order }))
      return answers
    }
  }
}
