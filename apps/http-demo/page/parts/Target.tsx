/** What an order is for. Only what leads to the web is a link: a panel's order may hold any text. */
const isWeb = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text)

export const Target = ({ request }: { readonly request: Readonly<Record<string, string>> }) => {
  const text = request["link"] ?? request["username"] ?? request["media"] ?? ""
  return isWeb(text) ? (
    <a class="target" href={text} target="_blank" rel="noopener noreferrer nofollow">
      {text}
    </a>
  ) : (
    <span class="target">{text}</span>
  )
}
