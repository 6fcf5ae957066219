// A dot for exact values, a diamond for estimates: they differ without their colours. Canvas pixels.

import { pixelRatio } from './strokes.ts'

export function drawDot(context: CanvasRenderingContext2D, x: number, y: number, color: string, halo: string): void {
  drawShape(context, color, halo, () => context.arc(x, y, 5.5 * pixelRatio(), 0, 2 * Math.PI))
}

export function drawDiamond(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  color: string,
  halo: string,
): void {
  const size = 7 * pixelRatio()
  drawShape(context, color, halo, () => {
    context.moveTo(x, y - size)
    context.lineTo(x + size, y)
    context.lineTo(x, y + size)
    context.lineTo(x - size, y)
    context.closePath()
  })
}

function drawShape(context: CanvasRenderingContext2D, color: string, halo: string, outline: () => void): void {
  context.save()
  context.beginPath()
  outline()
  context.lineWidth = 3 * pixelRatio()
  context.strokeStyle = halo
  context.stroke()
  context.fillStyle = color
  context.fill()
  context.restore()
}
