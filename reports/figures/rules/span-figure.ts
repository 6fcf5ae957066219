import { spanWords } from '../../../core/backtest/span-words.ts'

export function spanFigure(seconds: number): string {
  return spanWords(seconds * 1e3)
}
