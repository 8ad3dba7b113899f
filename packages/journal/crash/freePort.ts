/** Ports for servers of tests, which may be ended, and started again on the same one. */
import { createServer } from "node:net"

/** Below those that systems give to connections: of those, one could be taken before it is listened on, or in between. */
const [first, count] = [10_000, 22_000]

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer()
    server.once("error", () => resolve(false))
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)))
  })

/**
 * Whether no other process has been given this port, which may take seconds until it listens there. The name is kept
 * until this process ends, however it ends; only Linux knows such names, elsewhere every port is one's own.
 */
const isOwn = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer().unref()
    server.once("error", (error) => resolve(!("code" in error && error.code === "EADDRINUSE")))
    server.listen(`\0smmkit-port-${port}`, () => resolve(true))
  })

/** A port of loopback that nobody listens on, and that nobody else is given while this process lives. */
export const freePort = async (): Promise<number> => {
  const port = first + Math.floor(Math.random() * count)
  return (await isOwn(port)) && (await isFree(port)) ? port : freePort()
}
