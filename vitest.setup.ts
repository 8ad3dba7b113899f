/**
 * Values with a `_tag` are equal only where that is. Chai compares what has no fields of its own to compare by what it
 * yields, so to it `Option.none()` is equal to whatever `Option.some` holds.
 */
import { chai } from "vitest"

const tagOf = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "_tag" in value ? value._tag : undefined

chai.config.deepEqual = (expected, actual) =>
  chai.util.eql(expected, actual, {
    comparator: (one, other) => (tagOf(one) === tagOf(other) ? null : false)
  })
