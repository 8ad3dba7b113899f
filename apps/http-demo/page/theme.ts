/** Light, dark, or as the system says; remembered in this browser. */
import { effect, signal } from "@preact/signals"

const themes = ["auto", "light", "dark"] as const
export type Theme = (typeof themes)[number]

const drawer = "smmkit.theme"
export const theme = signal<Theme>(themes.find((one) => one === localStorage.getItem(drawer)) ?? "auto")

export const nextTheme = (): void => {
  theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? "auto"
  localStorage.setItem(drawer, theme.value)
}

effect(() => {
  const { dataset } = document.documentElement
  if (theme.value === "auto") delete dataset["theme"]
  else dataset["theme"] = theme.value
})
