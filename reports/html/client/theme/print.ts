// For print, a page is dark on white, and charts are drawn anew, as wide as the paper.

/** CSS pixels of A4 between the margins of the print style sheet. */
const PAPER_WIDTH = 680

/** @param redraw draws charts anew, at a width in CSS pixels or at that of the page */
export function lightForPrint(redraw: (width?: number) => void = () => {}): void {
  let theme: string | undefined
  addEventListener('beforeprint', () => {
    theme = document.documentElement.dataset.theme
    document.documentElement.dataset.theme = 'light'
    redraw(PAPER_WIDTH)
  })
  addEventListener('afterprint', () => {
    if (theme === undefined) delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
    redraw()
  })
}
