export * as FollowStoreContract from "./FollowStoreContract.js"
