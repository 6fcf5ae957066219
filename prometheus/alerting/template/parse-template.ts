// Parses the template of a label or an annotation as Prometheus does when it loads a rule: syntax, functions, variables.
// Source: Go text/template/parse/parse.go; prometheus model/rulefmt/rulefmt.go, testTemplateParsing.

import { didYouMean } from '../../../core/text/nearest-word.ts'
import { parseGoNumber, unquoteGo } from './go-literals.ts'
import { lexTemplate, type Token, type TokenKind } from './lex-template.ts'
import type { Operand, Pipeline, Template, TemplateNode } from './template.ts'
import { TemplateError } from './template-error.ts'
import { TEMPLATE_FUNCTIONS, TEMPLATE_VARIABLES } from './template-functions.ts'

/** @throws TemplateError for what Prometheus would refuse when it loads the rule */
export function parseTemplate(text: string): Template {
  return new Parser(lexTemplate(text)).template()
}

type Ended = { readonly nodes: TemplateNode[]; readonly by: 'end' | 'else' }
type ControlKind = 'if' | 'with' | 'range'

const OPERANDS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'bool',
  'character',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'rawString',
  'string',
  'variable',
  'leftParenthesis',
])

const NOT_EXECUTABLE: ReadonlySet<Operand['kind']> = new Set<Operand['kind']>([
  'bool',
  'dot',
  'nil',
  'number',
  'string',
])

class Parser {
  readonly #tokens: readonly Token[]
  readonly #defined = new Set<string>()
  #position = 0
  #variables: string[] = [...TEMPLATE_VARIABLES]
  #ranges = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  template(): Template {
    const nodes: TemplateNode[] = []
    while (this.#peek().kind !== 'end of the template') {
      if (this.#acceptDefinition()) continue
      const node = this.#textOrAction()
      if (node === 'end' || node === 'else') throw new TemplateError(`unexpected {{${node}}}`)
      nodes.push(node)
    }
    return nodes
  }

  /** `{{define "name"}}…{{end}}`, which stands at the top alone. */
  #acceptDefinition(): boolean {
    const start = this.#position
    if (this.#peek().kind === 'leftDelimiter') {
      this.#position++
      if (this.#nextNonSpace().kind === 'define') {
        const name = this.#templateName(this.#nextNonSpace(), 'define')
        this.#expect('rightDelimiter', 'define')
        this.#definedBody(name, 'define')
        return true
      }
    }
    this.#position = start
    return false
  }

  /** A template of its own: it sees no variable but `$`, and is in no range. */
  #definedBody(name: string, context: string): void {
    const [variables, ranges] = [this.#variables, this.#ranges]
    this.#variables = ['$']
    this.#ranges = 0
    const { nodes, by } = this.#itemList()
    if (by !== 'end') throw new TemplateError(`unexpected {{else}} in ${context}`)
    this.#variables = variables
    this.#ranges = ranges
    const isEmpty = nodes.every((node) => node.kind === 'text' && node.text.trim() === '')
    if (isEmpty) return
    if (this.#defined.has(name)) throw new TemplateError(`the template ${JSON.stringify(name)} is defined twice`)
    this.#defined.add(name)
  }

  #itemList(): Ended {
    const nodes: TemplateNode[] = []
    while (this.#peekNonSpace().kind !== 'end of the template') {
      const node = this.#textOrAction()
      if (node === 'end' || node === 'else') return { nodes, by: node }
      nodes.push(node)
    }
    throw new TemplateError('expected {{end}}, got the end of the template')
  }

  #textOrAction(): TemplateNode | 'end' | 'else' {
    const token = this.#nextNonSpace()
    if (token.kind === 'text') return { kind: 'text', text: token.text }
    if (token.kind === 'leftDelimiter') return this.#action()
    throw unexpected(token, 'the template')
  }

  #action(): TemplateNode | 'end' | 'else' {
    const start = this.#position
    const { kind } = this.#nextNonSpace()
    switch (kind) {
      case 'if':
      case 'with':
      case 'range':
        return this.#control(kind)
      case 'end':
        this.#expect('rightDelimiter', 'end')
        return 'end'
      case 'else':
        // `{{else if}}` is read by the control that it belongs to.
        if (this.#peekNonSpace().kind !== 'if') this.#expect('rightDelimiter', 'else')
        return 'else'
      case 'break':
      case 'continue':
        this.#expect('rightDelimiter', kind)
        if (this.#ranges === 0) throw new TemplateError(`{{${kind}}} outside of {{range}}`)
        return { kind }
      case 'template':
        return this.#call()
      case 'block':
        return this.#block()
      default:
        this.#position = start
        return { kind: 'action', pipeline: this.#pipeline('command', 'rightDelimiter') }
    }
  }

  #call(): TemplateNode {
    this.#templateName(this.#nextNonSpace(), 'template')
    const start = this.#position
    if (this.#nextNonSpace().kind !== 'rightDelimiter') {
      this.#position = start
      this.#pipeline('template', 'rightDelimiter')
    }
    return { kind: 'template' }
  }

  #block(): TemplateNode {
    const name = this.#templateName(this.#nextNonSpace(), 'block')
    this.#pipeline('block', 'rightDelimiter')
    this.#definedBody(name, 'block')
    return { kind: 'template' }
  }

  #templateName({ kind, text }: Token, context: string): string {
    if (kind === 'string' || kind === 'rawString') return unquoteGo(text)
    throw unexpected({ kind, text }, context)
  }

  #control(kind: ControlKind): TemplateNode {
    const variables = this.#variables.length
    const pipeline = this.#pipeline(kind, 'rightDelimiter')
    if (kind === 'range') this.#ranges++
    const body = this.#itemList()
    if (kind === 'range') this.#ranges--
    const otherwise = body.by === 'else' ? this.#otherwise(kind) : []
    this.#variables.length = variables
    return { kind, pipeline, body: body.nodes, otherwise }
  }

  #otherwise(kind: ControlKind): readonly TemplateNode[] {
    if (kind === 'if' && this.#peek().kind === 'if') {
      this.#position++
      return [this.#control('if')]
    }
    const { nodes, by } = this.#itemList()
    if (by !== 'end') throw new TemplateError('expected {{end}}, got {{else}}')
    return nodes
  }

  #pipeline(context: string, end: 'rightDelimiter' | 'rightParenthesis'): Pipeline {
    const { variables, assigns } = this.#declarations(context)
    const commands: Operand[][] = []
    for (;;) {
      const token = this.#peekNonSpace()
      if (token.kind === end) {
        this.#position++
        break
      }
      if (!OPERANDS.has(token.kind)) throw unexpected(token, context)
      commands.push(this.#command())
    }
    if (commands.length === 0) throw new TemplateError(`expected a value in ${named(context)}`)
    const stage = commands.slice(1).findIndex(([head]) => head !== undefined && NOT_EXECUTABLE.has(head.kind))
    if (stage >= 0) throw new TemplateError(`stage ${stage + 2} of the pipeline is no command`)
    return { variables, assigns, commands }
  }

  /** `$x :=`, `$x =`, or `$i, $x :=` of a range. */
  #declarations(context: string): Pick<Pipeline, 'variables' | 'assigns'> {
    const variables: string[] = []
    for (;;) {
      const variable = this.#peekNonSpace()
      const start = this.#position
      if (variable.kind !== 'variable') return { variables, assigns: false }
      this.#position++
      const { kind } = this.#peekNonSpace()
      if (kind !== 'assign' && kind !== 'declare' && kind !== 'comma') {
        this.#position = start
        return { variables, assigns: false }
      }
      this.#position++
      variables.push(variable.text)
      this.#variables.push(variable.text)
      if (kind !== 'comma') return { variables, assigns: kind === 'assign' }
      if (context !== 'range' || variables.length >= 2)
        throw new TemplateError(`too many declarations in ${named(context)}`)
      const next = this.#peekNonSpace().kind
      if (next !== 'variable' && next !== 'rightDelimiter' && next !== 'rightParenthesis')
        throw new TemplateError('a range can only declare variables')
    }
  }

  #command(): Operand[] {
    const operands: Operand[] = []
    for (;;) {
      this.#peekNonSpace()
      const operand = this.#operand()
      if (operand) operands.push(operand)
      const token = this.#peek()
      if (token.kind === 'rightDelimiter' || token.kind === 'rightParenthesis') break
      this.#position++
      if (token.kind === 'space') continue
      if (token.kind !== 'pipe') throw unexpected(token, 'operand')
      break
    }
    if (operands.length === 0) throw new TemplateError('empty command')
    return operands
  }

  #operand(): Operand | undefined {
    const term = this.#term()
    if (!term) return undefined
    const fields: string[] = []
    while (this.#peek().kind === 'field') {
      fields.push(this.#peek().text.slice(1))
      this.#position++
    }
    if (fields.length === 0) return term
    switch (term.kind) {
      case 'variable':
      case 'field':
      case 'pipeline':
        return { ...term, fields: [...term.fields, ...fields] }
      case 'function':
        return { kind: 'chain', name: term.name, fields }
      default:
        throw new TemplateError(`unexpected . after ${term.kind === 'dot' ? 'a dot' : `a ${term.kind}`}`)
    }
  }

  #term(): Operand | undefined {
    const start = this.#position
    const { kind, text } = this.#nextNonSpace()
    switch (kind) {
      case 'identifier':
        if (!TEMPLATE_FUNCTIONS.has(text))
          throw new TemplateError(`there is no function ${text}${didYouMean(text, [...TEMPLATE_FUNCTIONS])}`)
        return { kind: 'function', name: text }
      case 'dot':
      case 'nil':
        return { kind }
      case 'variable':
        if (!this.#variables.includes(text))
          throw new TemplateError(`there is no variable ${text}${didYouMean(text, this.#variables)}`)
        return { kind, name: text, fields: [] }
      case 'field':
        return { kind, fields: [text.slice(1)] }
      case 'bool':
        return { kind, value: text === 'true' }
      case 'number':
      case 'character':
        return { kind: 'number', text: parseGoNumber(text) }
      case 'leftParenthesis':
        return { kind: 'pipeline', pipeline: this.#pipeline('parentheses', 'rightParenthesis'), fields: [] }
      case 'string':
      case 'rawString':
        return { kind: 'string', value: unquoteGo(text) }
      default:
        this.#position = start
        return undefined
    }
  }

  #expect(kind: TokenKind, context: string): void {
    const token = this.#nextNonSpace()
    if (token.kind !== kind) throw unexpected(token, context)
  }

  #peek(): Token {
    return this.#tokens[this.#position] ?? END
  }

  #peekNonSpace(): Token {
    while (this.#peek().kind === 'space') this.#position++
    return this.#peek()
  }

  #nextNonSpace(): Token {
    const token = this.#peekNonSpace()
    this.#position++
    return token
  }
}

const END: Token = { kind: 'end of the template', text: '' }

function unexpected({ kind, text }: Token, context: string): TemplateError {
  return new TemplateError(
    `unexpected ${kind === 'end of the template' ? kind : JSON.stringify(text)} in ${named(context)}`,
  )
}

function named(context: string): string {
  return /^(?:if|with|range|end|else|define|template|block|break|continue)$/.test(context) ? `{{${context}}}` : context
}
