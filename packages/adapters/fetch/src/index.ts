export * as FetchTransport from "./FetchTransport.js"
