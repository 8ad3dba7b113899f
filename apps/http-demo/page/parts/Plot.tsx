/** A plot on a canvas, in the page's colours, as wide as its place. What it shows is also said in words. */
import { useEffect, useRef } from "preact/hooks"
import uPlot from "uplot"
import { isDark } from "../theme.js"

export interface PlotProps {
  readonly label: string
  readonly height: number
  readonly data: uPlot.AlignedData
  /** What the plot looks like, in the colours of the moment. */
  readonly look: (colour: (name: string) => string) => Omit<uPlot.Options, "width" | "height">
}

export const Plot = ({ label, height, data, look }: PlotProps) => {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const dark = isDark.value
  // New data does not need a new plot; new colours, or another number of lines, do.
  useEffect(() => {
    const box = place.current
    if (box === null) return
    const styles = getComputedStyle(box)
    // Colours of the theme may be written for both schemes; the canvas needs the one of now.
    const colour = (name: string): string => {
      const probe = document.createElement("span")
      probe.style.color = `var(${name})`
      box.append(probe)
      const value = getComputedStyle(probe).color
      probe.remove()
      return value
    }
    const width = Math.max(120, box.clientWidth - Number.parseFloat(styles.paddingLeft) * 2)
    const made = new uPlot({ ...look(colour), width, height }, data, box)
    plot.current = made
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) made.setSize({ width: Math.max(120, entry.contentRect.width), height })
    })
    observer.observe(box)
    return () => {
      observer.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [dark, height, data.length])
  useEffect(() => {
    plot.current?.setData(data)
  }, [data])
  return <div ref={place} class="plot" role="img" aria-label={label} />
}

/** Axes as all plots here have them. */
export const axis = (colour: (name: string) => string, more: uPlot.Axis): uPlot.Axis => ({
  stroke: colour("--muted"),
  font: "11px system-ui, sans-serif",
  grid: { stroke: colour("--line"), width: 1 },
  ticks: { show: false },
  ...more
})
