// A verdict as a mark, a word and a colour, so that none of them has to carry the meaning alone.

import type { Verdict } from '../../../core/report/worst-verdict.ts'
import { html, type Markup } from './markup.ts'

export const FINDING_WORDS: Readonly<Record<Verdict, string>> = {
  pass: 'met',
  fail: 'not met',
  inconclusive: 'inconclusive',
}

const SHAPES: Readonly<Record<Verdict, Markup>> = {
  pass: html`<path d="M4.5 10.5l3.6 3.6 7.4-8.2"/>`,
  fail: html`<path d="M5.5 5.5l9 9m0-9l-9 9"/>`,
  inconclusive: html`<path d="M7 7.4a3 3 0 1 1 4.4 2.7c-.9.5-1.4 1-1.4 2.1"/><path d="M10 15.2v.1"/>`,
}

export function renderMark(verdict: Verdict): Markup {
  return html`<svg class="mark mark-${verdict}" viewBox="0 0 20 20" aria-hidden="true">${SHAPES[verdict]}</svg>`
}

export function renderBadge(verdict: Verdict, word: string): Markup {
  return html`<span class="badge badge-${verdict}">${renderMark(verdict)}${word}</span>`
}

const TAB_COLORS: Readonly<Record<Verdict, string>> = { pass: '#1b7a43', fail: '#c0271d', inconclusive: '#9a6200' }

/** The icon of the browser tab: a failed run is found at once among many tabs. */
export function verdictIcon(verdict: Verdict | null): Markup {
  if (verdict === null) return NEUTRAL_ICON
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><rect width="20" height="20" rx="5" fill="${TAB_COLORS[verdict]}"/><g fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round">${SHAPES[verdict]}</g></svg>`
}

const NEUTRAL_ICON = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><rect width="20" height="20" rx="5" fill="#4d5863"/><path d="M4 6h12M4 10h7M13 10h3M4 14h4M10 14h6" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round"/></svg>`
