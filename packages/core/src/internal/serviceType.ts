/** The names of the service types, however a panel spells them. */
import type { ServiceType } from "../Order.js"
import { fold } from "./wire.js"

const names: Record<ServiceType, true> = {
  Default: true,
  Package: true,
  SEO: true,
  "Custom Comments": true,
  "Custom Comments Package": true,
  Mentions: true,
  "Mentions with Hashtags": true,
  "Mentions Custom List": true,
  "Mentions Hashtag": true,
  "Mentions User Followers": true,
  "Mentions Media Likers": true,
  "Comment Likes": true,
  "Comment Replies": true,
  Poll: true,
  "Invites from Groups": true,
  Subscriptions: true,
  "Web Traffic": true
}

const isKnown = (name: string): name is ServiceType => Object.hasOwn(names, name)

/** Every service type of the protocol. */
export const serviceTypes: ReadonlyArray<ServiceType> = Object.keys(names).filter(isKnown)

const byFold = new Map(serviceTypes.map((name) => [fold(name), name]))

/** The protocol's name for a type that a panel sent, or undefined for one that it does not know. */
export const knownType = (spelling: string): ServiceType | undefined =>
  isKnown(spelling) ? spelling : byFold.get(fold(spelling))
