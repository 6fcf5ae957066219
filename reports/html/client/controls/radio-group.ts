// A row of radio buttons, which keyboards and screen readers support.

import type { ScaleKind } from '../axis/latency-axis.ts'

let groups = 0

export interface RadioGroup<Value extends string> {
  readonly legend: string
  readonly options: readonly (readonly [value: Value, name: string])[]
  readonly chosen: Value
  readonly onChange: (value: Value) => void
}

function createRadioGroup<Value extends string>({ legend, options, chosen, onChange }: RadioGroup<Value>): HTMLElement {
  const fieldset = document.createElement('fieldset')
  fieldset.className = 'choice'
  const title = document.createElement('legend')
  title.className = 'unseen'
  title.textContent = legend
  fieldset.append(title)
  const group = `choice-${++groups}`
  for (const [value, name] of options) {
    const label = document.createElement('label')
    const input = document.createElement('input')
    input.type = 'radio'
    input.name = group
    input.checked = value === chosen
    input.addEventListener('change', () => onChange(value))
    const text = document.createElement('span')
    text.textContent = name
    label.append(input, text)
    fieldset.append(label)
  }
  return fieldset
}

/** Linear or logarithmic, for an axis of latencies. */
export function createScaleChoice(chosen: ScaleKind, onChange: (kind: ScaleKind) => void): HTMLElement {
  const options = [
    ['linear', 'Linear'],
    ['logarithmic', 'Log'],
  ] as const
  return createRadioGroup<ScaleKind>({ legend: 'Latency axis', options, chosen, onChange })
}
