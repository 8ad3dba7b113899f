/** The table of all mishaps. */
import { account } from "./account.js"
import { answering } from "./answering.js"
import { network } from "./network.js"
import { replicas } from "./replicas.js"

export const mishaps = { ...network, ...account, ...answering, ...replicas }
