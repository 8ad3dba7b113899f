/** Light, dark, or as the system says; remembered in this browser. */
import { computed, effect, signal } from "@preact/signals"

const themes = ["auto", "light", "dark"] as const
export type Theme = (typeof themes)[number]

const drawer = "smmkit.theme"
const system = matchMedia("(prefers-color-scheme: dark)")
const isSystemDark = signal(system.matches)
system.addEventListener("change", ({ matches }) => {
  isSystemDark.value = matches
})

export const theme = signal<Theme>(themes.find((one) => one === localStorage.getItem(drawer)) ?? "auto")
/** Changes whenever colours do: what is painted on a canvas has to be painted again. */
export const isDark = computed(() => (theme.value === "auto" ? isSystemDark.value : theme.value === "dark"))

export const nextTheme = (): void => {
  theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? "auto"
  localStorage.setItem(drawer, theme.value)
}

effect(() => {
  const { dataset } = document.documentElement
  if (theme.value === "auto") delete dataset["theme"]
  else dataset["theme"] = theme.value
})
