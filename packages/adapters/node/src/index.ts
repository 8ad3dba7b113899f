export * as NodeTransport from "./NodeTransport.js"
