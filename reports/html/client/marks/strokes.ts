// Lines, labels and hatching that the charts share. Unit: canvas pixels, `pixelRatio()` of them to a CSS pixel.

import uPlot from 'uplot'
import { pageFont } from '../theme/palette.ts'

export function pixelRatio(): number {
  return uPlot.pxRatio
}

export interface LabelStyle {
  readonly color: string
  /** The outline of the letters, so that they can be read across lines. */
  readonly halo: string
  readonly align?: CanvasTextAlign
  readonly baseline?: CanvasTextBaseline
  readonly pixels?: number
  readonly weight?: number
}

export function drawLabel(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  style: LabelStyle,
): void {
  const { color, halo, align = 'left', baseline = 'middle', pixels = 12, weight = 500 } = style
  context.save()
  setFont(context, pixels, weight)
  context.textAlign = align
  context.textBaseline = baseline
  context.lineJoin = 'round'
  context.lineWidth = 4 * pixelRatio()
  context.strokeStyle = halo
  context.strokeText(text, x, y)
  context.fillStyle = color
  context.fillText(text, x, y)
  context.restore()
}

/** The width of the widest of the texts, before there is a plot to draw them on. CSS pixels. */
export function widestText(texts: readonly string[], pixels = 12, weight = 500): number {
  const context = document.createElement('canvas').getContext('2d')
  if (context === null) return 0
  return Math.ceil(Math.max(0, ...texts.map((text) => textWidth(context, text, pixels, weight))) / pixelRatio())
}

/** In canvas pixels. */
export function textWidth(context: CanvasRenderingContext2D, text: string, pixels = 12, weight = 500): number {
  context.save()
  setFont(context, pixels, weight)
  const { width } = context.measureText(text)
  context.restore()
  return width
}

/** The text, shortened with `…` to fit; empty where fewer than three letters would fit. */
export function fitText(context: CanvasRenderingContext2D, text: string, room: number, pixels = 12): string {
  if (textWidth(context, text, pixels) <= room) return text
  for (let length = text.length - 1; length >= 3; length--) {
    const shorter = `${text.slice(0, length).trimEnd()}…`
    if (textWidth(context, shorter, pixels) <= room) return shorter
  }
  return ''
}

export interface LineStyle {
  readonly color: string
  /** CSS pixels. */
  readonly width?: number
  readonly dash?: readonly number[]
}

export function drawLine(
  context: CanvasRenderingContext2D,
  from: readonly [x: number, y: number],
  to: readonly [x: number, y: number],
  { color, width = 1, dash = [] }: LineStyle,
): void {
  context.save()
  context.strokeStyle = color
  context.lineWidth = width * pixelRatio()
  context.setLineDash(dash.map((length) => length * pixelRatio()))
  context.beginPath()
  context.moveTo(...from)
  context.lineTo(...to)
  context.stroke()
  context.restore()
}

/** Slanted lines for what is unmeasured, unknown or pending: they differ from a plain fill without colour. */
export function drawHatching(
  context: CanvasRenderingContext2D,
  { left, top, width, height }: Box,
  { color, width: lineWidth = 1 }: LineStyle,
  gap = 6,
): void {
  context.save()
  context.beginPath()
  context.rect(left, top, width, height)
  context.clip()
  context.strokeStyle = color
  context.lineWidth = lineWidth * pixelRatio()
  context.beginPath()
  for (let x = left - height; x < left + width; x += gap * pixelRatio()) {
    context.moveTo(x, top + height)
    context.lineTo(x + height, top)
  }
  context.stroke()
  context.restore()
}

export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Clips what is drawn to the plotting area. */
export function clipToPlot(plot: uPlot, draw: (context: CanvasRenderingContext2D) => void): void {
  const { left, top, width, height } = plot.bbox
  plot.ctx.save()
  plot.ctx.beginPath()
  plot.ctx.rect(left, top, width, height)
  plot.ctx.clip()
  draw(plot.ctx)
  plot.ctx.restore()
}

function setFont(context: CanvasRenderingContext2D, pixels: number, weight: number): void {
  context.font = pageFont(pixels * pixelRatio(), weight)
}
