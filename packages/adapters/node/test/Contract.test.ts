import { describe, it } from "@effect/vitest"
import { NodeTransport } from "@smmkit/adapter-node"
import { TransportContract } from "@smmkit/core/testing"

describe("NodeTransport", () => {
  const suite = TransportContract.suite({
    layer: NodeTransport.layer,
    promises: { delivery: "exact", freshConnections: true, alwaysChecksCertificates: true }
  })
  for (const { name, effect } of suite) it.effect(name, () => effect)
})
