export * as StoreContract from "./StoreContract.js"
export * as samples from "./samples.js"
