// How probable a page is, as a map on a terminal: shares of the requests downwards, lengths to the right. Every cell has its
// figure, so that the map reads without colour; blocks darken with it where there is room.

import { spanWords } from '../../../../core/backtest/span-words.ts'
import type { PowerCurve, PowerPoint, TrafficTime } from '../../../../core/drill/power-curve.ts'
import { formatRate } from '../../../../core/text/figures/rate.ts'
import { formatShare } from '../../../../core/text/figures/share.ts'
import { statement } from '../../../terminal/text/section.ts'
import { type Line, line, lineWidth, padLine, type Style, span } from '../../../terminal/text/styled-text.ts'
import { isAsked, slowdownFigure } from '../../figures/power-figures.ts'

interface MapOptions {
  readonly curve: Pick<PowerCurve, 'axes' | 'traffic' | 'asked'>
  readonly points: readonly PowerPoint[]
  readonly width: number
}

/** Between two maps that stand side by side. */
const GAP = 3

/** One map for each slowdown and each time, those of day and night side by side where they fit. */
export function heatMaps(options: MapOptions): Line[] {
  const { slowdowns, shares, durationsSeconds } = options.curve.axes
  const times: TrafficTime[] = options.curve.traffic.nightRatePerSecond === null ? ['day'] : ['day', 'night']
  const hasBlocks = blocksFit(options, times.length)
  return slowdowns.flatMap((slowdown) => {
    const tried = options.points.filter((point) => point.slowdown === slowdown)
    const isWhole = tried.length >= times.length * shares.length * durationsSeconds.length
    const remark = tried.length === 0 ? 'not tried' : isWhole && tried.every(isNone) ? 'no page in any trial' : null
    if (remark !== null)
      return [[], ...statement([span(slowdownFigure(slowdown), 'strong'), span(`  ${remark}`)], options.width)]
    const maps = times.map((traffic) => heatMap({ ...options, hasBlocks }, slowdown, traffic))
    return [[], ...besideOneAnother(maps, options.width)]
  })
}

function isNone({ found, finding }: PowerPoint): boolean {
  return found === 0 && finding === 'missed'
}

interface DrawnMap extends MapOptions {
  readonly hasBlocks: boolean
}

function heatMap({ curve, points, width, hasBlocks }: DrawnMap, slowdown: number | null, traffic: TrafficTime): Line[] {
  const { shares, durationsSeconds } = curve.axes
  const cells: CellOptions = { hasBlocks, asked: curve.asked }
  const cellWidth = hasBlocks ? WITH_BLOCK : WITHOUT_BLOCK
  const label = labelWidth(shares)
  const perRow = Math.max(1, Math.floor((width - label) / cellWidth))
  const title = titleOf(curve, slowdown, traffic, width)
  const rows: Line[] = []
  for (let from = 0; from < durationsSeconds.length; from += perRow) {
    const lengths = durationsSeconds.slice(from, from + perRow)
    rows.push([
      span(' '.repeat(label)),
      ...lengths.map((seconds) =>
        span(
          shortLength(seconds)
            .padStart(cellWidth - 1)
            .padEnd(cellWidth),
          'quiet',
        ),
      ),
    ])
    for (const share of shares) {
      const row = points.filter(
        (point) => point.share === share && point.slowdown === slowdown && point.traffic === traffic,
      )
      rows.push([
        ...padLine(line(formatShare(share)), label, 'right'),
        ...lengths.flatMap((seconds) =>
          cell(
            row.find(({ durationSeconds }) => durationSeconds === seconds),
            cells,
          ),
        ),
      ])
    }
  }
  return [title, ...rows]
}

const WITH_BLOCK = 7
const WITHOUT_BLOCK = 5

/** Maps stand side by side rather than have blocks: day beside night is what is looked for. */
function blocksFit({ curve: { axes }, width }: MapOptions, maps: number): boolean {
  const widthOf = (cellWidth: number, count: number) =>
    count * (labelWidth(axes.shares) + axes.durationsSeconds.length * cellWidth) + (count - 1) * GAP
  if (widthOf(WITH_BLOCK, maps) <= width) return true
  return widthOf(WITHOUT_BLOCK, maps) > width && widthOf(WITH_BLOCK, 1) <= width
}

function labelWidth(shares: readonly number[]): number {
  return Math.max(...shares.map((share) => formatShare(share).length)) + 1
}

function titleOf(
  { traffic: rates }: MapOptions['curve'],
  slowdown: number | null,
  traffic: TrafficTime,
  width: number,
): Line {
  const what = slowdownFigure(slowdown)
  if (rates.nightRatePerSecond === null) return line(what, 'strong')
  const rate = formatRate(traffic === 'day' ? rates.dayRatePerSecond : rates.nightRatePerSecond)
  const long = `${what}, by ${traffic} (${rate})`
  return line(long.length <= width ? long : `${what}, ${traffic}`, 'strong')
}

interface CellOptions {
  readonly hasBlocks: boolean
  readonly asked: PowerCurve['asked']
}

const BLOCKS = ' ░▒▓█'
const STYLES = { found: 'pass', missed: 'fail', undecided: 'inconclusive' } as const satisfies Record<string, Style>

/** `>` before what was asked, `?` behind what trials do not tell. */
function cell(point: PowerPoint | undefined, { hasBlocks, asked }: CellOptions): Line {
  const width = hasBlocks ? WITH_BLOCK : WITHOUT_BLOCK
  if (point === undefined) return [span('–'.padStart(width - 1).padEnd(width), 'quiet')]
  const { estimate } = point.probability
  const style = STYLES[point.finding]
  const figure = `${isAsked(asked, point) ? '>' : ''}${percent(estimate)}`
  const block = BLOCKS.charAt(Math.round(estimate * (BLOCKS.length - 1)))
  const mark = point.finding === 'undecided' ? '?' : ' '
  return [span(`${hasBlocks ? ` ${block}` : ''}${figure.padStart(WITHOUT_BLOCK - 1)}${mark}`, style)]
}

/** All and none are said of all and none alone. */
function percent(estimate: number): string {
  if (estimate === 0 || estimate === 1) return String(estimate * 100)
  return String(Math.min(99, Math.max(1, Math.round(estimate * 100))))
}

/** In one unit where it is whole in it: `90s`, `5m`, `1h`. */
function shortLength(seconds: number): string {
  const words = spanWords(seconds * 1e3)
  return words.includes(' ') ? words.replace(' ', '').slice(0, WITHOUT_BLOCK) : words
}

function besideOneAnother(maps: readonly (readonly Line[])[], width: number): Line[] {
  const widths = maps.map((lines) => Math.max(...lines.map(lineWidth)))
  const total = widths.reduce((sum, each) => sum + each, 0) + GAP * (maps.length - 1)
  const heights = maps.map(({ length }) => length)
  if (total > width || new Set(heights).size > 1)
    return maps.flatMap((lines, i) => (i === 0 ? [...lines] : [[], ...lines]))
  return Array.from({ length: heights[0] ?? 0 }, (_, row) =>
    maps.flatMap((lines, i) => [
      ...(i === 0 ? [] : [span(' '.repeat(GAP))]),
      ...padLine(lines[row] ?? [], widths[i] ?? 0, 'left'),
    ]),
  )
}
