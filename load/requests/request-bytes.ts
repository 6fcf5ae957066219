// A request template as the bytes that go over the wire, where nothing in it varies: built once, sent many times.

import type { RequestTemplate } from '../../core/scenario/load-plan.ts'
import { bodyParts, writtenWhole } from './body-parts.ts'
import { assertHeader, lengthLine, requestHeaders, requestMethod, requestTarget } from './request-head.ts'

/** @throws UserError where the method, the path or a header cannot be sent */
export function requestBytes(url: URL, template: RequestTemplate): Buffer {
  const method = requestMethod(template)
  const { contentType, parts } = bodyParts(template.body, writtenWhole)
  const body = Buffer.concat(parts.map((part) => (part instanceof Uint8Array ? part : Buffer.from(part))))
  let head = `${method} ${requestTarget(url, template)} HTTP/1.1\r\n`
  for (const { name, value, isOwn } of requestHeaders(url, template, contentType)) {
    if (isOwn) assertHeader(template.name, name, value)
    head += `${name}: ${value}\r\n`
  }
  return Buffer.concat([Buffer.from(`${head}${lengthLine(method, body.length)}\r\n`, 'latin1'), body])
}
