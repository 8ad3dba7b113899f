/** Put in by the bundler, from `package.json`. */
declare const SMMKIT_VERSION: string

export const version = SMMKIT_VERSION
