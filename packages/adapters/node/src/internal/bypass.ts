/** Which hosts are reached without the proxy. */
import * as Net from "node:net"

const loopback = new Net.BlockList()
loopback.addSubnet("127.0.0.0", 8, "ipv4")
loopback.addAddress("::1", "ipv6")

const inList = (list: Net.BlockList, host: string): boolean => {
  const version = Net.isIP(host)
  return version !== 0 && list.check(host, version === 4 ? "ipv4" : "ipv6")
}

/** Whether a host is in a subnet, or is the address itself: one address may be written in several ways. */
const inSubnet = (subnet: string, host: string): boolean => {
  const [address = "", prefix] = subnet.split("/")
  const version = Net.isIP(address)
  const most = version === 4 ? 32 : 128
  const bits = prefix ?? String(most)
  if (version === 0 || !/^\d+$/.test(bits) || Number(bits) > most) return false
  const list = new Net.BlockList()
  list.addSubnet(address, Number(bits), version === 4 ? "ipv4" : "ipv6")
  return inList(list, host)
}

/** A host's name as it is compared: without the dot at its end that makes it absolute. */
const plain = (host: string): string => host.toLowerCase().replace(/\.$/, "")

// An IPv6 address has colons of its own, so one with a port stands in brackets.
const entry = /^(?:\[([^\]]*)\](\/\d+)?|([^:]*)|(.*:.*:.*))(?::(\d+))?$/

const matches = (given: string, host: string, port: number): boolean => {
  if (given === "*") return true
  const [, bracketed, bits = "", named, address, atPort] = entry.exec(given) ?? []
  const name = plain(bracketed ?? named ?? address ?? "").replace(/^\*?\./, "") + bits
  if (name === "" || (atPort !== undefined && Number(atPort) !== port)) return false
  if (name.includes("/") || Net.isIP(name) !== 0) return inSubnet(name, host)
  return host === name || (Net.isIP(host) === 0 && host.endsWith(`.${name}`))
}

/** Whether a host is loopback, or one of those that are named, a domain beneath one included. */
export const bypasses = (noProxy: ReadonlyArray<string>, hostname: string, port: number): boolean => {
  const host = plain(hostname)
  if (host === "localhost" || host.endsWith(".localhost") || inList(loopback, host)) return true
  return noProxy.some((given) => matches(given, host, port))
}
