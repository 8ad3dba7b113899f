export * as StoreClock from "./StoreClock.js"
