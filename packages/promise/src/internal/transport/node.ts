/** On Node: a transport that knows how far a call got, unless a fetch is given. */
import * as NodeTransport from "@smmkit/adapter-node/NodeTransport"

export { layerOver } from "./fetch.js"
export const layer = NodeTransport.layer
