import { FetchTransport } from "@smmkit/adapter-fetch"
import { TransportContract } from "@smmkit/core/testing"

TransportContract.suite("FetchTransport", {
  layer: FetchTransport.layer,
  promises: { delivery: "maybe", freshConnections: false, sendsOnce: false, alwaysChecksCertificates: false }
})
