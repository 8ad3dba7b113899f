/** Signatures by the conventions of Standard Webhooks, with the platform's own cryptography. */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Encoding from "effect/Encoding"
import * as Redacted from "effect/Redacted"

export type Secret = Redacted.Redacted<string>

const prefix = "whsec_"
const algorithm = { name: "HMAC", hash: "SHA-256" } as const
const text = new TextEncoder()

/** Fewer bytes can be guessed; more are not what the conventions allow. */
export const size = { least: 24, most: 64 } as const

/** The bytes of a secret, or what would be right. Nothing of the secret is said. */
export const keyOf = (secret: Secret): Either.Either<Uint8Array, string> => {
  const written = Redacted.value(secret)
  const bytes = Encoding.decodeBase64(written.startsWith(prefix) ? written.slice(prefix.length) : "")
  return Either.isRight(bytes) && bytes.right.length >= size.least && bytes.right.length <= size.most
    ? Either.right(bytes.right)
    : Either.left(`give ${prefix} and ${size.least} to ${size.most} random bytes in Base64`)
}

export const secretOf = (key: Uint8Array): Secret => Redacted.make(`${prefix}${Encoding.encodeBase64(key)}`)

const imported = (key: Uint8Array) =>
  Effect.promise(() =>
    crypto.subtle.importKey("raw", Uint8Array.from(key), algorithm, false, ["sign", "verify"])
  )

/** What is signed: the ID, the time in seconds, and the body as it goes over the wire. */
const signed = (id: string, seconds: number | string, body: Uint8Array): Uint8Array<ArrayBuffer> => {
  const head = text.encode(`${id}.${seconds}.`)
  const whole = new Uint8Array(head.length + body.length)
  whole.set(head)
  whole.set(body, head.length)
  return whole
}

/** One signature for each key, so that a receiver may know either of two while they are changed. */
export const sign = (
  keys: ReadonlyArray<Uint8Array>,
  { id, seconds, body }: { readonly id: string; readonly seconds: number; readonly body: Uint8Array }
): Effect.Effect<string> =>
  Effect.map(
    Effect.forEach(keys, (key) =>
      Effect.flatMap(imported(key), (hmac) =>
        Effect.promise(() => crypto.subtle.sign(algorithm.name, hmac, signed(id, seconds, body)))
      )
    ),
    (signatures) =>
      signatures.map((signature) => `v1,${Encoding.encodeBase64(new Uint8Array(signature))}`).join(" ")
  )

/** Signatures of other versions are for other receivers. So many at most are looked at. */
const most = 20

/** Whether any of the signatures is one by any of the keys. The platform compares in constant time. */
export const isSigned = (
  keys: ReadonlyArray<Uint8Array>,
  {
    id,
    seconds,
    body,
    signatures
  }: { readonly id: string; readonly seconds: string; readonly body: Uint8Array; readonly signatures: string }
): Effect.Effect<boolean> => {
  const content = signed(id, seconds, body)
  const given = signatures
    .split(" ")
    .slice(0, most)
    .flatMap((entry) => {
      const bytes = entry.startsWith("v1,") ? Encoding.decodeBase64(entry.slice(3)) : Either.left(null)
      return Either.isRight(bytes) ? [Uint8Array.from(bytes.right)] : []
    })
  return Effect.map(
    Effect.forEach(keys, (key) =>
      Effect.flatMap(imported(key), (hmac) =>
        Effect.forEach(given, (signature) =>
          Effect.promise(() => crypto.subtle.verify(algorithm.name, hmac, signature, content))
        )
      )
    ),
    (verdicts) => verdicts.flat().includes(true)
  )
}
