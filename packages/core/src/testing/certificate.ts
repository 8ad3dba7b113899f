/**
 * A test fixture and nothing else: a self-signed certificate for `127.0.0.1` and `localhost`, whose private
 * key is public. Valid from 2020 to 2120, so that no machine's clock makes it fail for another reason than
 * that nobody trusts it. Made by `openssl ca -selfsign` from a P-256 key.
 *
 * @since 0.1.0
 */

/**
 * @since 0.1.0
 * @category fixtures
 */
export const cert = `-----BEGIN CERTIFICATE-----
MIIBjzCCATSgAwIBAgIUW7E8d6uieU/Zb0wJRRtBo0kIgZIwCgYIKoZIzj0EAwIw
HjEcMBoGA1UEAwwTc21ta2l0IHRlc3QgZml4dHVyZTAgFw0yMDAxMDEwMDAwMDBa
GA8yMTIwMDEwMTAwMDAwMFowHjEcMBoGA1UEAwwTc21ta2l0IHRlc3QgZml4dHVy
ZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFRLc8FL8qWESd6hwrbKNhzbbHbv
bQGmrqVpJTbQMD4CxuW17VAQrixqjabbkgPFURXB3R0VnSu0VzwNGpVqQyijTjBM
MA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYcEfwAAAYIJbG9jYWxob3N0MB0G
A1UdDgQWBBQPEeNaBWOJiMenBo2p/FXIv38VYTAKBggqhkjOPQQDAgNJADBGAiEA
+OjtIODLLV+Cnk0hP5vCYC2N2Q4U3lP64y4a8wp8caYCIQD98NRjk6NibaXMGpG+
zjH0a73FjQ0kO6TcxLUeYb/C2g==
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
