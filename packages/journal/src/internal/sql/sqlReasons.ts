/** What the codes and words of SQLite, PostgreSQL, TLS and the platform mean, and what to do about them. */
import type { StoreError } from "../../JournalError.js"

export interface Meaning {
  readonly reason: StoreError["reason"]
  /** What would help; empty where the reason says it. */
  readonly remedy: string
}

/** One thing that a driver fails with. */
export interface Link {
  readonly code: string
  readonly message: string
  /** What the platform was asked to do, where it was the platform that failed. */
  readonly syscall: string
}

const user =
  "check the user's name and password in the address, in which special characters are percent-encoded (%40 for @)"
const password = "the server asks for a password; put the user's into the address"
const rule =
  "its pg_hba.conf lets nobody in so; check the user's name and the database's, and if it asks for TLS, add sslmode=verify-full to the address"
const database = "create the database, or correct its name at the end of the address"
const host = "check the host's name in the address"
const server = "check the host and the port in the address, and that the server is running"
const plain = "turn TLS on at the server, or take sslmode out of the address if nobody can listen in between"
const certificateFile =
  "correct the path of that certificate file in the address (sslrootcert, sslcert, sslkey)"
const authority =
  "name the file with the certificate of the server's authority in the address, as sslrootcert=FILE"
const certificateName = "use the host's name as its certificate has it in the address"
const certificateDate = "renew the server's certificate"
const notPem = "use a file in PEM format for the certificate in the address"

type Row<Key> = readonly [key: Key, reason: Meaning["reason"], remedy?: string, word?: RegExp]

/** By codes: the first beginning that matches decides, where it has a word together with that. */
const codes: ReadonlyArray<Row<string>> = [
  ["SQLITE_BUSY", "locked"],
  ["SQLITE_LOCKED", "locked"],
  ["SQLITE_PROTOCOL", "locked"],
  ["SQLITE_FULL", "full"],
  ["SQLITE_READONLY", "read-only"],
  ["SQLITE_CANTOPEN", "read-only"],
  ["SQLITE_PERM", "read-only"],
  ["SQLITE_AUTH", "denied"],
  ["SQLITE_CORRUPT", "corrupt"],
  ["SQLITE_NOTADB", "corrupt"],
  ["ENOSPC", "full"],
  ["EDQUOT", "full"],
  ["EFBIG", "full"],
  ["EACCES", "read-only"],
  ["EPERM", "read-only"],
  ["EROFS", "read-only"],
  ["EISDIR", "read-only"],
  ["ENOTDIR", "read-only"],
  ["ENOENT", "read-only"],
  ["55P03", "locked"],
  ["40", "locked"],
  ["53100", "full"],
  ["53", "unreachable"],
  ["25006", "read-only"],
  ["25P03", "unreachable"],
  ["42501", "denied", "let this user make and write tables in that database"],
  ["28P01", "denied", user],
  ["28000", "denied", user, /^role /],
  ["28", "denied", rule],
  ["3D000", "missing", database],
  ["XX", "corrupt"],
  ["57", "unreachable"],
  ["08", "unreachable"],
  ["ECONNREFUSED", "unreachable", server],
  ["ECONN", "unreachable"],
  ["EPIPE", "unreachable"],
  ["ENOTFOUND", "unreachable", host],
  ["EAI_AGAIN", "unreachable", host],
  ["EHOSTUNREACH", "unreachable", server],
  ["ENETUNREACH", "unreachable", server],
  ["ETIMEDOUT", "unreachable", server],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "tls", certificateName],
  ["CERT_HAS_EXPIRED", "tls", certificateDate],
  ["CERT_NOT_YET_VALID", "tls", certificateDate],
  ["SELF_SIGNED_CERT", "tls", authority],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls", authority],
  ["UNABLE_TO_", "tls", authority],
  ["CERT_", "tls", authority],
  ["ERR_OSSL_PEM", "tls", notPem],
  ["ERR_SSL", "tls"],
  ["ERR_TLS", "tls"],
  ["EPROTO", "tls"]
]

/** By words, where there is no code, or one that says too little. */
const words: ReadonlyArray<Row<RegExp>> = [
  [/Unable to open/i, "read-only"],
  [/disk is full/i, "full"],
  [/does not support SSL/i, "tls", plain],
  [/sslmode=verify-ca requires/i, "tls", authority],
  [/password must be a (?:non-empty )?string/i, "denied", password],
  [
    /Connection terminated|Connection error|connection timeout|Connection timed out|timeout exceeded|not queryable|ECONN/i,
    "unreachable"
  ]
]

/** What the platform failed with for a server's driver: a socket, or a file that the address names. */
const ofPlatform = ({ syscall }: Link): Meaning | undefined => {
  if (syscall === "connect") return { reason: "unreachable", remedy: server }
  return syscall === "open" || syscall === "read" ? { reason: "tls", remedy: certificateFile } : undefined
}

const isFile = /^E(?:NOENT|ACCES|PERM|ISDIR|NOTDIR)$/

/** What one link of a failure means. A driver failed, unless it was this package that worked on a file. */
export const meaningOf = (link: Link, isOfDriver: boolean): Meaning | undefined => {
  const { code, message } = link
  // By the tables below these would tell of the store's own file.
  const ofDriver = isOfDriver && isFile.test(code) ? ofPlatform(link) : undefined
  if (ofDriver !== undefined) return ofDriver
  const row =
    codes.find(([beginning, , , word]) => code.startsWith(beginning) && (word?.test(message) ?? true)) ??
    words.find(([word]) => word.test(message))
  return row === undefined ? undefined : { reason: row[1], remedy: row[2] ?? "" }
}
