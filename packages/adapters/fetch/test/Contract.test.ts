import { describe, it } from "@effect/vitest"
import { FetchTransport } from "@smmkit/adapter-fetch"
import { TransportContract } from "@smmkit/core/testing"

describe("FetchTransport", () => {
  const suite = TransportContract.suite({
    layer: FetchTransport.layer,
    promises: {
      delivery: "maybe",
      freshConnections: false,
      alwaysChecksCertificates: false
    }
  })
  for (const { name, effect } of suite) it.effect(name, () => effect)
})
