/** What is wrong with a template, in words. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
}
