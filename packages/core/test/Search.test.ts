import { assert, describe, it } from "@effect/vitest"
import { Search } from "../src/index.js"

describe("search", () => {
  const services = [
    { service: "10", name: "Instagram Followers [Réal]", category: "Instagram", type: "Default", rate: 2 },
    { service: "2", name: "YouTube Views 10", category: "YouTube", type: "Default", rate: 1 },
    {
      service: "3",
      name: "Instagram Comments",
      category: "Instagram",
      type: "Custom Comments",
      rate: undefined
    }
  ]
  const index = Search.make(services, ({ rate }) => rate)
  const ids = (query: Partial<Search.Query>) => index.find(query).map(({ service }) => service)

  it("finds all words in any order, without regard to case and accents", () => {
    assert.deepStrictEqual(ids({ search: "real INSTA" }), ["10"])
    assert.deepStrictEqual(ids({ search: "instagram views" }), [])
    assert.deepStrictEqual(ids({ category: "Instagram", type: "Default" }), ["10"])
  })

  it("puts the service whose ID was typed first", () => {
    assert.deepStrictEqual(ids({ search: "10", sort: "cheapest" }), ["10", "2"])
  })

  it("sorts by price and name, services without a price last", () => {
    assert.deepStrictEqual(ids({ sort: "cheapest" }), ["2", "10", "3"])
    assert.deepStrictEqual(ids({ sort: "dearest" }), ["10", "2", "3"])
    assert.deepStrictEqual(ids({ sort: "name" }), ["3", "10", "2"])
    assert.deepStrictEqual(ids({ sort: "panel" }), ["10", "2", "3"])
  })

  it("finds a type however it is spelled, and a part of a category where none is called so", () => {
    assert.deepStrictEqual(ids({ type: "custom_comments" }), ["3"])
    assert.deepStrictEqual(ids({ category: "tube" }), ["2"])
    assert.deepStrictEqual(ids({ category: "INSTAGRAM" }), ["10", "3"])
    assert.deepStrictEqual(ids({ category: "nowhere" }), [])
    const nested = ["Likes", "Instagram Likes"].map((category, at) => ({
      service: String(at),
      name: "",
      category,
      type: "Default"
    }))
    const found = Search.make(nested, () => undefined).find({ category: "likes" })
    assert.deepStrictEqual(
      found.map(({ service }) => service),
      ["0"]
    )
  })

  it("takes nothing that is asked for as everything", () => {
    assert.deepStrictEqual(ids({}), ["10", "2", "3"])
    assert.deepStrictEqual(ids({ search: "  ", category: "", type: "", sort: undefined }), ["10", "2", "3"])
  })
  it("hides nothing behind a service that has no category", () => {
    const some = ["", "Likes"].map((category, at) => ({ service: `${at}`, name: "", category, type: "" }))
    const { find } = Search.make(some, () => undefined)
    assert.lengthOf(find({}), 2)
    assert.lengthOf(find({ category: " " }), 2)
    assert.lengthOf(find({ category: "likes" }), 1)
  })
})
