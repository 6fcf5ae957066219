// Text from outside in GitHub-flavoured Markdown: it shows as it is, and does nothing.
// Source: GitHub Flavored Markdown Spec 0.29, sections 2.4 (backslash escapes), 4.10 (tables), 6.3 (code spans).

/** As prose. It cannot format, link, embed HTML, start a block, end a table cell, or call people by `@name`. */
export function markdownText(text: string): string {
  return text
    .replace(/[\\`*_[|~$<]/g, '\\$&')
    .replace(/&(?=[#\w]+;)/g, '&amp;')
    .replace(/^(\s*)([-+=#>])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2')
    .replace(/@(?=\w)/g, '@<!-- -->')
    .replace(/\b(https?|ftp):\/\//gi, '$1:<!-- -->//')
    .replace(/\bwww\./gi, 'www<!-- -->.')
}

/** As the summary of folded details: inside an HTML element Markdown is not read, but mentions are. */
export function markdownSummary(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@(?=\w)/g, '@<!-- -->')
    .replace(/[\\`*_[|~$]/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** As a code span, anywhere but in a table. Empty text has no code span. */
export function markdownCode(text: string): string {
  if (text.trim() === '') return ''
  const fence = fenceFor(text, 1)
  const padding = text.startsWith('`') || text.endsWith('`') || /^ .* $/.test(text) ? ' ' : ''
  return `${fence}${padding}${text}${padding}${fence}`
}

/**
 * As a code span in a table, where a pipe needs a backslash even there. A backslash of the text itself would take
 * that one away, so such a text is set as prose.
 */
export function markdownCellCode(text: string): string {
  return text.includes('\\') ? markdownText(text) : markdownCode(text).replaceAll('|', '\\|')
}

/** One line of code as a block of its own, which GitHub gives a button to copy it. */
export function markdownCodeBlock(text: string, language: string): string {
  const fence = fenceFor(text, 3)
  return `${fence}${language}\n${text}\n${fence}`
}

/** A table; cells are Markdown already. Columns with nothing in them are left out. */
export function markdownTable(
  columns: readonly { readonly header: string; readonly align?: 'right' }[],
  rows: readonly (readonly string[])[],
): string {
  const shown = columns.map((_, i) => i).filter((i) => columns[i]?.header === '' || rows.some((row) => row[i] !== ''))
  const printed = (cells: readonly (string | undefined)[]) => `| ${cells.map((cell) => cell ?? '').join(' | ')} |`
  return [
    printed(shown.map((i) => columns[i]?.header)),
    printed(shown.map((i) => (columns[i]?.align === 'right' ? '---:' : '---'))),
    ...rows.map((row) => printed(shown.map((i) => row[i]))),
  ].join('\n')
}

// A fence must be longer than every run of backticks inside.
function fenceFor(text: string, least: number): string {
  const longestRun = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length))
  return '`'.repeat(Math.max(least, longestRun + 1))
}
