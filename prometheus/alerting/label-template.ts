// The labels of alerts may be Go templates, and the state of an alert is kept by its labels. What is not rendered here is
// left as it is written, and reported.

import type { Labels } from '../series/series.ts'
import { RENDERED_FUNCTIONS } from './template/call-function.ts'
import { parseTemplate } from './template/parse-template.ts'
import { renderTemplate } from './template/render-template.ts'
import type { Pipeline, Template, TemplateNode } from './template/template.ts'

/** The text as Prometheus would render it. */
export function renderLabelTemplate(text: string, labels: Labels, value: number): string {
  if (!text.includes('{{')) return text
  return renderTemplate(parsed(text), labels, value) ?? text
}

/** Whether the text may be another one for another value. */
export function readsValue(text: string): boolean {
  return text.includes('{{') && READS_VALUE.test(text)
}

/** `$value`, `.Value`, and the data as a whole. */
const READS_VALUE = /\{\{[^}]*?(?:\$value|\.Value|(?<![\w$)])\.[\s|)}])/

/** Whether the text has a template that is not rendered, wholly or in one of its branches. */
export function isUnrendered(text: string): boolean {
  return text.includes('{{') && !parsed(text).every(isRendered)
}

/** What Prometheus puts in place of a template that fails when it is rendered; null where it does not, for any value. */
export function templateFailure(text: string): string | null {
  const rendered = [-1.5, 0, 1.5].map((value) => renderLabelTemplate(text, {}, value))
  return rendered.find((label) => label.startsWith('<error expanding template')) ?? null
}

function isRendered(node: TemplateNode): boolean {
  if (node.kind === 'text') return true
  if (node.kind === 'action') return isPipelineRendered(node.pipeline)
  if (node.kind !== 'if' && node.kind !== 'with') return false
  return isPipelineRendered(node.pipeline) && [...node.body, ...node.otherwise].every(isRendered)
}

function isPipelineRendered({ commands }: Pipeline): boolean {
  return commands.flat().every((operand) => {
    if (operand.kind === 'function') return RENDERED_FUNCTIONS.has(operand.name)
    return operand.kind === 'pipeline' ? isPipelineRendered(operand.pipeline) : operand.kind !== 'chain'
  })
}

const templates = new Map<string, Template>()

/** The rules of a file are rendered at each evaluation, and are few. */
function parsed(text: string): Template {
  const known = templates.get(text) ?? parseTemplate(text)
  templates.set(text, known)
  return known
}
