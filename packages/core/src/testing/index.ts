export * as certificate from "./certificate.js"
export * as MisbehavingServer from "./MisbehavingServer.js"
export * as SampleCall from "./SampleCall.js"
export * as TransportContract from "./TransportContract.js"
