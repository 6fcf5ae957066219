// The element of one chart. It is drawn anew whenever its width or the theme changes, and for print: building a chart takes
// less than a frame, so nothing is patched.

import { type Palette, readPalette } from '../theme/palette.ts'

export interface PlotSurface {
  readonly host: HTMLElement
  /** CSS pixels. */
  readonly width: number
  readonly palette: Palette
  /** Draws the chart anew, after a control has changed it. */
  readonly redraw: () => void
}

export interface Drawn {
  destroy(): void
}

export type Draw = (surface: PlotSurface) => Drawn

export class PlotHost {
  readonly #host: HTMLElement
  readonly #draw: Draw
  #drawn: Drawn | undefined
  #width = 0

  constructor(host: HTMLElement, draw: Draw) {
    this.#host = host
    this.#draw = draw
    new ResizeObserver(() => this.#resized()).observe(host)
    hosts.add(this)
    this.redraw()
  }

  redraw(width = this.#host.clientWidth): void {
    this.#drawn?.destroy()
    this.#drawn = undefined
    this.#width = width
    this.#host.replaceChildren()
    if (width > 0)
      this.#drawn = this.#draw({ host: this.#host, width, palette: readPalette(), redraw: () => this.redraw() })
  }

  #resized(): void {
    if (Math.abs(this.#host.clientWidth - this.#width) >= 1) this.redraw()
  }
}

const hosts = new Set<PlotHost>()

export function redrawAll(width?: number): void {
  for (const host of hosts) host.redraw(width)
}
