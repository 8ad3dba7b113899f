/**
 * What can be ordered: one shape per service type of the protocol, told apart by `type`. A missing or foreign
 * field does not compile, and at run time is an `InvalidOrder` before anything is sent.
 *
 * Fields have the protocol's own names. Lists are arrays here and lines on the wire.
 *
 * @since 0.1.0
 */

/** What every order may have. */
interface Common {
  /** The ID of the service, as text, or as a whole number that JavaScript holds exactly. */
  readonly service: string | number
  /** Fields of one panel only, such as `request_id`. */
  readonly extra?: Readonly<Record<string, string>> | undefined
  /** Says that blanks inside the order's links are meant. It is not sent. */
  readonly anyLink?: true | undefined
}

/**
 * What other types have, and an order without a type has not: where `type` is left out, the compiler could not
 * tell such a field from a right one.
 */
interface Foreign {
  readonly keywords?: undefined
  readonly comments?: undefined
  readonly usernames?: undefined
  readonly hashtags?: undefined
  readonly hashtag?: undefined
  readonly username?: undefined
  readonly media?: undefined
  readonly answer_number?: undefined
  readonly groups?: undefined
  readonly min?: undefined
  readonly max?: undefined
  readonly delay?: undefined
  readonly posts?: undefined
  readonly old_posts?: undefined
  readonly expiry?: undefined
  readonly country?: undefined
  readonly device?: undefined
  readonly type_of_traffic?: undefined
  readonly google_keyword?: undefined
  readonly referring_url?: undefined
  readonly fields?: undefined
}

/**
 * Likes, followers, views: a quantity of one thing for one link. With `runs` and `interval` (minutes) the
 * quantity is delivered once per run (drip-feed), where the service offers it. `type` may be left out.
 *
 * @since 0.1.0
 * @category models
 */
export interface DefaultOrder extends Common, Foreign {
  readonly type?: "Default" | undefined
  readonly link: string
  readonly quantity: number
  readonly runs?: number | undefined
  readonly interval?: number | undefined
}

/**
 * A package, whose content and price the service fixes.
 *
 * @since 0.1.0
 * @category models
 */
export interface PackageOrder extends Common {
  readonly type: "Package"
  readonly link: string
}

/**
 * Search engine work for a link, by keyword.
 *
 * @since 0.1.0
 * @category models
 */
export interface SeoOrder extends Common {
  readonly type: "SEO"
  readonly link: string
  readonly quantity: number
  readonly keywords: ReadonlyArray<string>
}

/**
 * Comments in the caller's words; their number is the quantity.
 *
 * @since 0.1.0
 * @category models
 */
export interface CustomCommentsOrder extends Common {
  readonly type: "Custom Comments"
  readonly link: string
  readonly comments: ReadonlyArray<string>
}

/**
 * Comments in the caller's words, at the price of a package.
 *
 * @since 0.1.0
 * @category models
 */
export interface CustomCommentsPackageOrder extends Common {
  readonly type: "Custom Comments Package"
  readonly link: string
  readonly comments: ReadonlyArray<string>
}

/**
 * Mentions of the given users.
 *
 * @since 0.1.0
 * @category models
 */
export interface MentionsOrder extends Common {
  readonly type: "Mentions"
  readonly link: string
  readonly quantity: number
  readonly usernames: ReadonlyArray<string>
}

/**
 * Mentions of the given users, with hashtags.
 *
 * @since 0.1.0
 * @category models
 */
export interface MentionsWithHashtagsOrder extends Common {
  readonly type: "Mentions with Hashtags"
  readonly link: string
  readonly quantity: number
  readonly usernames: ReadonlyArray<string>
  readonly hashtags: ReadonlyArray<string>
}

/**
 * Mentions of exactly the given users; their number is the quantity.
 *
 * @since 0.1.0
 * @category models
 */
export interface MentionsCustomListOrder extends Common {
  readonly type: "Mentions Custom List"
  readonly link: string
  readonly usernames: ReadonlyArray<string>
}

/**
 * Mentions of users who use a hashtag.
 *
 * @since 0.1.0
 * @category models
 */
export interface MentionsHashtagOrder extends Common {
  readonly type: "Mentions Hashtag"
  readonly link: string
  readonly quantity: number
  readonly hashtag: string
}

/**
 * Mentions of a user's followers.
 *
 * @since 0.1.0
 * @category models
 */
export interface MentionsUserFollowersOrder extends Common {
  readonly type: "Mentions User Followers"
  readonly link: string
  readonly quantity: number
  readonly username: string
}

/**
 * Mentions of those who liked a medium.
 *
 * @since 0.1.0
 * @category models
 */
export interface MentionsMediaLikersOrder extends Common {
  readonly type: "Mentions Media Likers"
  readonly link: string
  readonly quantity: number
  readonly media: string
}

/**
 * Likes for a comment; `username` is the comment's owner.
 *
 * @since 0.1.0
 * @category models
 */
export interface CommentLikesOrder extends Common {
  readonly type: "Comment Likes"
  readonly link: string
  readonly quantity: number
  readonly username: string
}

/**
 * Replies to a user's comment; their number is the quantity.
 *
 * @since 0.1.0
 * @category models
 */
export interface CommentRepliesOrder extends Common {
  readonly type: "Comment Replies"
  readonly link: string
  readonly username: string
  readonly comments: ReadonlyArray<string>
}

/**
 * Votes for one answer of a poll.
 *
 * @since 0.1.0
 * @category models
 */
export interface PollOrder extends Common {
  readonly type: "Poll"
  readonly link: string
  readonly quantity: number
  readonly answer_number: string
}

/**
 * Invitations to members of groups.
 *
 * @since 0.1.0
 * @category models
 */
export interface InvitesFromGroupsOrder extends Common {
  readonly type: "Invites from Groups"
  readonly link: string
  readonly quantity: number
  readonly groups: ReadonlyArray<string>
}

/**
 * An order for every new post of a user: between `min` and `max` units each, `delay` minutes after the post.
 * `posts` bounds how many; `expiry` (DD/MM/YYYY) how long.
 *
 * @since 0.1.0
 * @category models
 */
export interface SubscriptionsOrder extends Common {
  readonly type: "Subscriptions"
  readonly username: string
  readonly min: number
  readonly max: number
  readonly delay: number
  readonly posts?: number | undefined
  readonly old_posts?: number | undefined
  readonly expiry?: string | undefined
}

/**
 * Visitors for a web site. `device`: 1 desktop, 2 Android, 3 iOS, 4 mixed mobile, 5 mixed. `type_of_traffic`: 1
 * from a search (with `google_keyword`), 2 from a referrer (with `referring_url`), 3 without one.
 *
 * @since 0.1.0
 * @category models
 */
export interface WebTrafficOrder extends Common {
  readonly type: "Web Traffic"
  readonly link: string
  readonly quantity: number
  readonly country: string
  readonly device: number
  readonly type_of_traffic: number
  readonly google_keyword?: string | undefined
  readonly referring_url?: string | undefined
  readonly runs?: number | undefined
  readonly interval?: number | undefined
}

/**
 * An order of a type that only the panel knows: `fields` are sent as they are.
 *
 * @since 0.1.0
 * @category models
 */
export interface OtherOrder {
  readonly type: "Other"
  readonly service: string | number
  readonly fields: Readonly<Record<string, string>>
  readonly anyLink?: true | undefined
}

/**
 * Every kind of order.
 *
 * @since 0.1.0
 * @category models
 */
export type Order =
  | DefaultOrder
  | PackageOrder
  | SeoOrder
  | CustomCommentsOrder
  | CustomCommentsPackageOrder
  | MentionsOrder
  | MentionsWithHashtagsOrder
  | MentionsCustomListOrder
  | MentionsHashtagOrder
  | MentionsUserFollowersOrder
  | MentionsMediaLikersOrder
  | CommentLikesOrder
  | CommentRepliesOrder
  | PollOrder
  | InvitesFromGroupsOrder
  | SubscriptionsOrder
  | WebTrafficOrder
  | OtherOrder
