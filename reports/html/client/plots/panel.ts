// One of several charts below each other: a heading with title, unit and controls, and the element for the plot.

export interface Panel {
  readonly element: HTMLElement
  readonly plot: HTMLElement
}

export function createPanel(title: string, unit: string, ...controls: readonly HTMLElement[]): Panel {
  const element = document.createElement('div')
  element.className = 'panel'
  const head = document.createElement('div')
  head.className = 'panel-head'
  const name = document.createElement('p')
  name.className = 'panel-title'
  const shownUnit = document.createElement('span')
  shownUnit.className = 'panel-unit'
  shownUnit.textContent = unit
  name.append(`${title} `, shownUnit)
  head.append(name, ...controls)
  const plot = document.createElement('div')
  plot.className = 'panel-plot'
  element.append(head, plot)
  return { element, plot }
}
