// For print, charts are drawn anew: dark on white, as wide as the paper.

import { redrawAll } from '../plots/plot-host.ts'

/** CSS pixels of A4 between the margins of the print style sheet. */
const PAPER_WIDTH = 680

export function redrawForPrint(): void {
  let theme: string | undefined
  addEventListener('beforeprint', () => {
    theme = document.documentElement.dataset.theme
    document.documentElement.dataset.theme = 'light'
    redrawAll(PAPER_WIDTH)
  })
  addEventListener('afterprint', () => {
    if (theme === undefined) delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
    redrawAll()
  })
}
