import { NodeTransport } from "@smmkit/adapter-node"
import { TransportContract } from "@smmkit/core/testing"

TransportContract.suite("NodeTransport", {
  layer: NodeTransport.layer,
  promises: { delivery: "exact", freshConnections: true, sendsOnce: true, alwaysChecksCertificates: true }
})
