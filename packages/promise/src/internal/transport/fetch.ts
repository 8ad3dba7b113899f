/** Where there is no Node: what the platform has is fetch. */
import * as FetchTransport from "@smmkit/adapter-fetch/FetchTransport"

export const layer = FetchTransport.layer
export const layerOver = (fetch: typeof globalThis.fetch) => FetchTransport.layerWith({ fetch })
