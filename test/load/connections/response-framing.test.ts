import { expect, it } from 'vitest'
import {
  hasNoBody,
  isIdleTimeoutResponse,
  isInformational,
  keepAliveSeconds,
} from '../../../load/connections/response-framing.ts'

it.each([
  [100, true],
  [103, true],
  [101, false],
  [200, false],
])('status %i is informational: %s', (status, informational) => {
  expect(isInformational(status)).toBe(informational)
})

it.each([
  ['to a GET, with a length', 200, false, false],
  ['to HEAD', 200, true, true],
  ['204', 204, false, true],
  ['304', 304, false, true],
  ['103', 103, false, true],
  ['101', 101, false, false],
])('tells whether a response has a body: %s', (_, status, isHead, none) => {
  expect(hasNoBody(status, isHead)).toBe(none)
})

it.each([
  ['as Node says it', ['Content-Length', '2', 'Keep-Alive', 'timeout=5'], 5],
  ['as Apache says it', ['keep-alive', 'timeout=15, max=100'], 15],
  ['the other way round', ['Keep-Alive', 'max=100, timeout=15'], 15],
  ['without a time', ['Keep-Alive', 'max=100'], undefined],
  ['not at all', ['Content-Length', '2'], undefined],
])('keep-alive: %s', (_, headers, seconds) => {
  expect(keepAliveSeconds(headers)).toBe(seconds)
})

it.each([
  ['a server that gives up waiting', 'HTTP/1.1 408 Request Timeout\r\n\r\n', true],
  ['any other answer', 'HTTP/1.1 200 OK\r\n\r\n', false],
  ['anything else', '408', false],
])('tells an idle-timeout response: %s', (_, text, expected) => {
  expect(isIdleTimeoutResponse(Buffer.from(text))).toBe(expected)
})
