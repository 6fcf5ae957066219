// Renders the template of an alert's label, for the parts of the language that labels use: labels, the value, conditions,
// comparisons, the humanizing functions. Source: Go text/template/exec.go, funcs.go; prometheus template/template.go.
//
// What Go would fail on becomes the text of an error, as in Prometheus: the alert keeps its state under that label.

import { formatGoFloat } from '../../series/go-float.ts'
import { labelValue } from '../../series/labels.ts'
import type { Labels } from '../../series/series.ts'
import { callFunction, isTrue, type TemplateValue, UnrenderedTemplate } from './call-function.ts'
import type { Operand, Pipeline, Template } from './template.ts'
import { TemplateError } from './template-error.ts'

/** Go's `%v` switches to exponents later than `%g`. */
const EXPONENT_FROM = 21

interface Variable {
  readonly name: string
  value: TemplateValue
}

/**
 * @returns null where the template has something that is not rendered here, such as a query
 */
export function renderTemplate(template: Template, labels: Labels, value: number): string | null {
  try {
    return new Renderer(labels, value).text(template)
  } catch (error) {
    if (error instanceof UnrenderedTemplate) return null
    if (error instanceof TemplateError) return `<error expanding template: ${error.message}>`
    throw error
  }
}

class Renderer {
  readonly #data: TemplateValue
  #dot: TemplateValue
  #variables: Variable[]

  constructor(labels: Labels, value: number) {
    this.#data = {
      kind: 'data',
      fields: {
        Labels: { kind: 'labels', labels },
        ExternalLabels: { kind: 'labels', labels: {} },
        ExternalURL: { kind: 'string', value: '' },
        Value: { kind: 'float', value },
      },
    }
    const { Labels, ExternalLabels, ExternalURL, Value } = this.#data.fields
    this.#dot = this.#data
    this.#variables = Object.entries({
      $: this.#data,
      $labels: Labels,
      $externalLabels: ExternalLabels,
      $externalURL: ExternalURL,
      $value: Value,
    }).flatMap(([name, known]) => (known ? [{ name, value: known }] : []))
  }

  text(template: Template): string {
    let text = ''
    for (const node of template) {
      switch (node.kind) {
        case 'text':
          text += node.text
          break
        case 'action': {
          const result = this.#pipeline(node.pipeline)
          if (node.pipeline.variables.length === 0) text += printed(result)
          break
        }
        case 'if':
        case 'with': {
          const [dot, variables] = [this.#dot, this.#variables.length]
          const result = this.#pipeline(node.pipeline)
          if (node.kind === 'with' && isTrue(result)) this.#dot = result
          text += this.text(isTrue(result) ? node.body : node.otherwise)
          this.#dot = dot
          this.#variables.length = variables
          break
        }
        default:
          throw new UnrenderedTemplate(node.kind)
      }
    }
    return text
  }

  #pipeline({ variables, assigns, commands }: Pipeline): TemplateValue {
    let result: TemplateValue | undefined
    for (const command of commands) result = this.#command(command, result)
    const value = result ?? { kind: 'nil' }
    for (const name of variables) {
      const known = this.#variables.findLast((variable) => variable.name === name)
      if (assigns && known) known.value = value
      else if (assigns) throw new TemplateError(`there is no variable ${name}`)
      else this.#variables.push({ name, value })
    }
    return value
  }

  #command([head, ...operands]: readonly Operand[], piped: TemplateValue | undefined): TemplateValue {
    if (!head) throw new TemplateError('empty command')
    if (head.kind === 'function') {
      const values = operands.map((operand) => this.#operand(operand))
      return callFunction(head.name, piped ? [...values, piped] : values)
    }
    if (operands.length > 0 || piped) throw new TemplateError(`can't give argument to non-function`)
    if (head.kind === 'nil') throw new TemplateError('nil is not a command')
    return this.#operand(head)
  }

  #operand(operand: Operand): TemplateValue {
    switch (operand.kind) {
      case 'string':
        return operand
      case 'bool':
        return operand
      case 'number':
        return /[.eEpP]/.test(operand.text)
          ? { kind: 'float', value: Number(operand.text) }
          : { kind: 'int', value: Number(operand.text) }
      case 'nil':
        return operand
      case 'dot':
        return this.#dot
      case 'variable': {
        const known = this.#variables.findLast(({ name }) => name === operand.name)
        if (!known) throw new TemplateError(`there is no variable ${operand.name}`)
        return fieldsOf(known.value, operand.fields)
      }
      case 'field':
        return fieldsOf(this.#dot, operand.fields)
      case 'pipeline':
        return fieldsOf(this.#pipeline(operand.pipeline), operand.fields)
      case 'function':
        return callFunction(operand.name, [])
      default:
        throw new UnrenderedTemplate(operand.kind)
    }
  }
}

function fieldsOf(value: TemplateValue, fields: readonly string[]): TemplateValue {
  return fields.reduce(fieldOf, value)
}

function fieldOf(value: TemplateValue, field: string): TemplateValue {
  if (value.kind === 'labels') return { kind: 'string', value: labelValue(value.labels, field) }
  const found = value.kind === 'data' ? value.fields[field] : undefined
  if (found) return found
  throw new TemplateError(`can't evaluate field ${field} in a ${value.kind}`)
}

function printed(value: TemplateValue): string {
  switch (value.kind) {
    case 'string':
      return value.value
    case 'float':
      return formatGoFloat(value.value, EXPONENT_FROM)
    case 'int':
    case 'bool':
      return String(value.value)
    default:
      throw new UnrenderedTemplate(value.kind)
  }
}
