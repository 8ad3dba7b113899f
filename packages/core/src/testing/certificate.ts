/**
 * A test fixture and nothing else: a self-signed certificate for `127.0.0.1`, `localhost` and `panel.example`, whose
 * private key is public. Valid from 2020 to 2120, so that no machine's clock makes it fail for another reason than
 * that nobody trusts it. Made by `openssl ca -selfsign` from a P-256 key.
 *
 * @since 0.1.0
 */

/**
 * @since 0.1.0
 * @category fixtures
 */
export const cert = `-----BEGIN CERTIFICATE-----
MIIBnjCCAUOgAwIBAgIUJWgrzAixYbG5EQTVldmf2oRKno8wCgYIKoZIzj0EAwIw
HjEcMBoGA1UEAwwTc21ta2l0IHRlc3QgZml4dHVyZTAgFw0yMDAxMDEwMDAwMDBa
GA8yMTIwMDEwMTAwMDAwMFowHjEcMBoGA1UEAwwTc21ta2l0IHRlc3QgZml4dHVy
ZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFRLc8FL8qWESd6hwrbKNhzbbHbv
bQGmrqVpJTbQMD4CxuW17VAQrixqjabbkgPFURXB3R0VnSu0VzwNGpVqQyijXTBb
MA8GA1UdEwEB/wQFMAMBAf8wKQYDVR0RBCIwIIcEfwAAAYIJbG9jYWxob3N0gg1w
YW5lbC5leGFtcGxlMB0GA1UdDgQWBBQPEeNaBWOJiMenBo2p/FXIv38VYTAKBggq
hkjOPQQDAgNJADBGAiEAqluviU9BM+8zUPL2jCnk+kMyHlIXv3cx3EKvTIiNznkC
IQDzC7JRwaN45/unEqJHbLOBMxHfXjv4tRkLg7rkyy28ZA==
-----END CERTIFICATE-----
`

/**
 * @since 0.1.0
 * @category fixtures
 */
export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgSTV1wQ3UO8FhyeIF
8WXc1cl5ibJgbI0HxYcfjqAWXquhRANCAARUS3PBS/KlhEneocK2yjYc22x2720B
pq6laSU20DA+Asblte1QEK4sao2m25IDxVEVwd0dFZ0rtFc8DRqVakMo
-----END PRIVATE KEY-----
`
