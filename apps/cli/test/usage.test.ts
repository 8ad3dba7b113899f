import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { all, type Ended, smmkit, temporary } from "./smmkit.js"
import { catalogue, type Stub, stub } from "./stub.js"

const cwd = temporary()
writeFileSync(join(cwd, "empty.txt"), "\n \r\n")
writeFileSync(join(cwd, "comments.txt"), "Nice\nGood\n")
writeFileSync(join(cwd, "six.txt"), "1\n2\n3\n4\n5\n6\n")
writeFileSync(join(cwd, "latin.txt"), Buffer.from([0xe9, 0x0a]))
mkdirSync(join(cwd, "folder"))

interface Case {
  readonly args: string
  /** What the message has to name. */
  readonly names: ReadonlyArray<string>
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
}

const link = "--link https://example.com/p/1"
const add = `add --yes --service 1 ${link}`

const cases: ReadonlyArray<Case> = [
  // The command line itself
  { args: "blance", names: ["blance", "balance"] },
  { args: "frobnicate", names: ["frobnicate", "services", "sandbox"] },
  { args: "--frob", names: ["--frob"] },
  { args: "balance --frob", names: ["--frob", "balance"] },
  { args: "balance --frob=1", names: ["--frob"] },
  { args: "status 1 --frob 1", names: ["--frob"] },
  { args: "status - --frob", names: ["--frob"] },
  { args: "balance -x", names: ["-x"] },
  { args: "balance --service 1", names: ["--service", "balance"] },
  { args: "balance --watch", names: ["--watch"] },
  { args: "balance 7", names: ["7", "balance"] },
  { args: "balance --json=yes", names: ["--json", "yes"] },
  { args: "quote --service 1 --quantitty 5", names: ["--quantitty", "--quantity"] },
  { args: "quote --service 1 --answer-number 5", names: ["--answer_number"] },
  { args: "quote --service", names: ["--service"] },
  { args: `quote --service 1 --quantity 5 --quantity 6 ${link}`, names: ["--quantity", "twice"] },
  { args: "quote --service --json", names: ["--service"] },
  // The environment
  { args: "balance", env: { SMMKIT_URL: "" }, names: ["SMMKIT_URL", "smmkit sandbox"] },
  { args: "balance", env: { SMMKIT_KEY: "" }, names: ["SMMKIT_KEY", "smmkit sandbox"] },
  { args: "balance", env: { SMMKIT_KEY: "with space" }, names: ["SMMKIT_KEY", "no spaces"] },
  { args: "balance", env: { SMMKIT_KEY: "fake-key\n" }, names: ["SMMKIT_KEY", "line end"] },
  { args: "balance", env: { SMMKIT_KEY: " fake-key" }, names: ["SMMKIT_KEY", "blank"] },
  { args: "services --sort price", names: ["--sort", "price", "rate, name"] },
  { args: "services --limit 0", names: ["--limit", "0"] },
  { args: "services --type Defalt", names: ["--type", "Defalt", "did you mean Default?"] },
  { args: "balance", env: { SMMKIT_URL: "panel.example" }, names: ["SMMKIT_URL", "https://"] },
  { args: "balance", env: { SMMKIT_URL: "http://panel.example/api" }, names: ["SMMKIT_URL", "https"] },
  { args: "balance", env: { SMMKIT_URL: "ftp://panel.example/api" }, names: ["SMMKIT_URL"] },
  {
    args: "balance",
    env: { SMMKIT_URL: "https://me:geheim@panel.example/api" },
    names: ["SMMKIT_URL", "user info"]
  },
  {
    args: "balance",
    env: { SMMKIT_URL: "https://panel.example/api?key=geheim" },
    names: ["SMMKIT_URL", "query"]
  },
  {
    args: "balance",
    env: { SMMKIT_PROXY: "socks5://me:geheim@proxy.example" },
    names: ["SMMKIT_PROXY", "http://proxy.example"]
  },
  { args: "balance", env: { SMMKIT_TIMEOUT: "soon" }, names: ["SMMKIT_TIMEOUT", "soon"] },
  { args: "balance --timeout 0", names: ["--timeout", "0"] },
  { args: "balance --timeout -1", names: ["--timeout", "-1"] },
  { args: "balance --timeout ten", names: ["--timeout", "ten"] },
  { args: "balance --timeout 1e3", names: ["--timeout"] },
  { args: "balance", env: { SMMKIT_MANY_FORM: "all" }, names: ["SMMKIT_MANY_FORM", "one-by-one"] },
  // IDs
  { args: "status", names: ["order"] },
  { args: "refill", names: ["order"] },
  { args: "refill-status", names: ["refill"] },
  { args: "cancel", names: ["order"] },
  { args: "status 1,2", names: ["order", "1,2"] },
  { args: "status 1 2,3 4", names: ["order", "2,3"] },
  { args: "cancel 1|2", names: ["order", "1 2"] },
  { args: "refill-status 9,", names: ["refill", "9,"] },
  { args: "status 0", names: ["order", "0"] },
  { args: "status -- -5", names: ["order", "-5"] },
  { args: "status -5", names: ["-5"] },
  { args: "status -", stdin: " \n", names: ["order", "standard input"] },
  { args: "status -", stdin: "1 2,3", names: ["2,3"] },
  { args: "status - -", stdin: "1", names: ["-", "twice"] },
  { args: "status 1 --every 5", names: ["--every", "--watch"] },
  // Orders
  { args: `add --service 1 ${link} --quantity 100`, names: ["--yes", "terminal"] },
  { args: `add --yes ${link} --quantity 100`, names: ["service"] },
  { args: "add --yes --service 1,2", names: ["service", "1,2"] },
  { args: `add --yes --service 99 ${link} --quantity 100`, names: ["service", "99", "smmkit services"] },
  { args: `${add} --quantity 9`, names: ["quantity", "9", "10"] },
  { args: `${add} --quantity 1001`, names: ["quantity", "1001", "1000"] },
  { args: `${add} --quantity -5`, names: ["quantity", "-5", "whole number"] },
  { args: `${add} --quantity many`, names: ["quantity", "many"] },
  { args: `${add} --quantity 10.5`, names: ["quantity", "10.5"] },
  { args: `${add} --quantity 0`, names: ["quantity", "0"] },
  { args: `${add} --quantity 9007199254740993`, names: ["quantity", "9007199254740993", "9007199254740991"] },
  {
    args: `${add} --quantity 99999999999999999`,
    names: ["quantity", "99999999999999999", "9007199254740991"]
  },
  { args: `${add} --quantity 100 --max-order much`, names: ["--max-order", "much"] },
  {
    args: `${add} --quantity 100`,
    env: { SMMKIT_EXCLUSIVE: "perhaps" },
    names: ["SMMKIT_EXCLUSIVE", "perhaps"]
  },
  {
    args: `${add} --quantity 100`,
    env: { SMMKIT_MAX_DAY: "1,5" },
    names: ["SMMKIT_MAX_DAY", "1,5", "plain digits"]
  },
  {
    args: `${add} --quantity 100`,
    env: { SMMKIT_SETTLING_TIME: "soon" },
    names: ["SMMKIT_SETTLING_TIME", "soon", "seconds"]
  },
  {
    args: `${add} --quantity 100`,
    env: { SMMKIT_BOOKS: "2/up" },
    names: ["SMMKIT_BOOKS", "2/up", "2/down"]
  },
  { args: add, names: ["quantity"] },
  { args: "add --yes --service 1 --quantity 100", names: ["link"] },
  { args: "add --yes --service 1 --quantity 100 --link javascript:alert(1)", names: ["link", "javascript"] },
  {
    args: "add --yes --any-link --service 1 --quantity 100 --link data:text/html,x",
    names: ["link", "data:"]
  },
  { args: "add --yes --service 1 --quantity 100 --link=", names: ["link"] },
  { args: `${add} --quantity 100 --runs 2`, names: ["interval"] },
  { args: `${add} --quantity 100 --interval 2`, names: ["runs"] },
  { args: `${add} --quantity 100 --runs 2 --interval -1`, names: ["interval", "-1"] },
  {
    args: `add --yes --service 6 ${link} --quantity 100 --runs 2 --interval 5`,
    names: ["runs", "drip-feed"]
  },
  { args: `${add} --quantity 100 --comments comments.txt`, names: ["comments", "Default"] },
  { args: `${add} --quantity 100 --username me`, names: ["username", "Default"] },
  { args: `add --yes --service 5 ${link} --quantity 100`, names: ["quantity", "Package"] },
  { args: `add --yes --service 2 ${link}`, names: ["comments"] },
  {
    args: `add --yes --service 2 ${link} --comments empty.txt`,
    names: ["comments", "empty.txt", "no entry"]
  },
  {
    args: `add --yes --service 2 ${link} --comments nothing.txt`,
    names: ["comments", "nothing.txt", "no such file"]
  },
  { args: `add --yes --service 2 ${link} --comments folder`, names: ["comments", "folder"] },
  { args: `add --yes --service 2 ${link} --comments latin.txt`, names: ["comments", "latin.txt", "UTF-8"] },
  { args: `add --yes --service 2 ${link} --comments /dev/zero`, names: ["comments", "/dev/zero", "16 MiB"] },
  { args: `add --yes --service 2 ${link} --comments six.txt`, names: ["comments", "6", "5"] },
  { args: `add --yes --service 2 ${link} --comments=`, names: ["comments"] },
  {
    args: "add --yes --service 3 --username me --min 10 --max 1000 --delay 0",
    names: ["max", "1000", "100"]
  },
  { args: "add --yes --service 3 --username me --min 90 --max 50 --delay 0", names: ["min", "90", "50"] },
  {
    args: "add --yes --service 3 --username me --min 10 --max 50 --delay 0 --expiry 31/02/2027",
    names: ["expiry", "31/02/2027"]
  },
  { args: `add --yes --service 7 ${link} --quantity 10`, names: ["answer_number"] },
  {
    args: `add --yes --service 8 ${link} --quantity 10 --country US --device 9 --type_of_traffic 3`,
    names: ["device", "9"]
  },
  {
    args: `add --yes --service 8 ${link} --quantity 10 --country US --device 1 --type_of_traffic 1`,
    names: ["google_keyword"]
  },
  { args: `${add} --quantity 100 --extra request_id`, names: ["--extra", "request_id", "NAME=VALUE"] },
  { args: `${add} --quantity 100 --extra a=1 --extra a=2`, names: ["--extra", "a", "twice"] },
  { args: `${add} --quantity 100 --extra key=1`, names: ["key"] },
  { args: `${add} --quantity 100 --extra quantity=5`, names: ["quantity"] },
  { args: `${add} --quantity 100 --extra service=5`, names: ["service"] },
  { args: `quote --service 1 ${link} --quantity 9`, names: ["quantity", "9", "10"] },
  { args: `quote --service 1 ${link} --quantity 100 --yes`, names: ["--yes"] },
  // The sandbox
  { args: "sandbox --port 65536", names: ["--port", "65536"] },
  { args: "sandbox --port http", names: ["--port", "http"] },
  { args: "sandbox --services 0", names: ["--services", "0"] },
  { args: "sandbox --services 20001", names: ["--services", "20001", "20000"] },
  { args: "sandbox --seed -1", names: ["--seed", "-1"] },
  { args: "sandbox --speed 0", names: ["--speed", "0"] },
  { args: "sandbox --fault gremlins=0.5", names: ["--fault", "gremlins", "dropped-after"] },
  { args: "sandbox --fault dropped-after=1.5", names: ["dropped-after", "1.5"] },
  { args: "sandbox --fault dropped-after", names: ["dropped-after"] },
  { args: "sandbox --fault dropped-after=-1", names: ["dropped-after", "-1"] },
  { args: "sandbox 3000", names: ["3000"] }
]

/** Each is run with `--json`, and of those that do not ask for it themselves some without: the words are the same. */
const inWords = cases.filter(({ args }, at) => at % 6 === 0 && !args.includes("--json"))

const words = (args: string): ReadonlyArray<string> =>
  args === "" ? [] : args.split(" ").map((word) => word.replaceAll("|", " "))

describe("a command that is wrong", () => {
  let panel: Stub
  beforeAll(async () => {
    panel = await stub(({ action }) => (action === "services" ? catalogue : `{"order": 1}`))
  })
  afterAll(() => panel.close())

  const run = (one: Case, ...more: ReadonlyArray<string>): Promise<Ended> =>
    smmkit([...words(one.args), ...more], {
      env: { ...panel.env, ...one.env },
      cwd,
      ...(one.stdin === undefined ? {} : { stdin: one.stdin })
    })

  for (const one of inWords) {
    const { args, names, env = {} } = one
    it(`is told so in words: ${args} ${Object.entries(env).join(" ")}`, async () => {
      const { code, stdout, stderr } = await run(one)
      assert.strictEqual(code, 2, stderr)
      assert.strictEqual(stdout, "")
      for (const name of names) assert.include(stderr, name)
      assert.notMatch(stderr, /\n\s+at |geheim/)
      assert.notInclude(stderr, "\u001b")
      assert.include(stderr, "smmkit:")
    })
  }

  for (const one of cases) {
    const { args, names, env = {} } = one
    it(`is told so in JSON: ${args} ${Object.entries(env).join(" ")}`, async () => {
      // The word that asks for JSON stands last, behind whatever is wrong.
      const asked = { ...one, args: args.replace(" -- ", " --json -- ") }
      const { code, stdout, stderr } = await (asked.args.includes("--json")
        ? run(asked)
        : run(asked, "--json"))
      assert.strictEqual(code, 2, stderr)
      assert.strictEqual(stdout, "")
      const { error, ...others } = JSON.parse(stderr)
      assert.deepStrictEqual(others, {})
      assert.deepStrictEqual(Object.keys(error).sort(), [
        "_tag",
        "fault",
        "meaning",
        "message",
        "processed",
        "retryable"
      ])
      assert.deepInclude(error, { meaning: null, processed: "no", retryable: false, fault: "caller" })
      for (const name of names) assert.include(error.message, name)
      assert.notInclude(stderr, "geheim")
    })
  }

  it("sends nothing but what reads the catalogue", () => {
    assert.deepStrictEqual([...new Set(panel.calls.map(({ action }) => action))], ["services"])
  })

  it("asks the panel nothing, and nobody for a yes, where an option alone is wrong", async () => {
    const shop = await stub(() => catalogue)
    const order = `${add} --quantity 100`.split(" ")
    const wrong: ReadonlyArray<ReadonlyArray<string>> = [
      ["--max-day", "-1"],
      ["--idempotency-key", ""],
      ["--max-order", "much"],
      ["--extra", "a"],
      ["--timeout", "soon"]
    ]
    for (const options of wrong) {
      const { code, stderr } = await smmkit([...order, ...options], { env: shop.env })
      assert.strictEqual(code, 2)
      assert.notInclude(stderr, "Price")
    }
    shop.close()
    assert.isEmpty(shop.calls)
  })
})

describe("the help", () => {
  it("is shown however it is asked for", async () => {
    const asked = [
      [],
      ["help"],
      ["-h"],
      ["help", "add"],
      ["add", "-h"],
      ["journal"],
      ["help", "journal", "show"],
      ["help", "help"]
    ]
    const texts = await all(asked, (args) => smmkit(args))
    for (const { code, stderr } of texts) assert.deepStrictEqual({ code, stderr }, { code: 0, stderr: "" })
    const [bare, help, short, ofAdd, addShort, ofGroup, ofShow, ofHelp] = texts.map(({ stdout }) => stdout)
    assert.include(bare, "Commands")
    assert.deepStrictEqual([help, short, ofHelp], [bare, bare, bare])
    assert.include(ofAdd, "--idempotency-key")
    assert.strictEqual(addShort, ofAdd)
    assert.include(ofGroup, "journal settle")
    assert.include(ofShow, "smmkit journal show")
  })

  it("asks for the nearest command, and -v tells the version", async () => {
    const [wrong, short, long] = await all([["help", "blance"], ["-v"], ["--version"]], (args) =>
      smmkit(args)
    )
    assert.strictEqual(wrong?.code, 2)
    assert.include(wrong?.stderr, "did you mean balance?")
    assert.deepStrictEqual(short, long)
  })
})
