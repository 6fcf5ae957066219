import { expect, it } from 'vitest'
import { parsed, TWO_PHASES } from '../scenario-text.ts'

const request = (text: string) => parsed(`${TWO_PHASES}request: ${text}\n`).requests[0]

it('reads a form, with several values of a name', () => {
  expect(request(`{ form: { a: 1, b: [x, true], c: "\${TOKEN}" } }`)).toMatchObject({
    method: 'POST',
    body: {
      kind: 'form',
      fields: [
        { name: 'a', value: '1' },
        { name: 'b', value: 'x' },
        { name: 'b', value: 'true' },
        { name: 'c', value: `\${TOKEN}` },
      ],
    },
  })
})

it('reads what is uploaded, with the names that the service is told', () => {
  const photo = { name: 'photo', file: '/project/scenarios/photo.jpg' }
  expect(
    request(
      '{ method: PUT, multipart: { title: x, photo: [{ file: photo.jpg }, { file: photo.jpg, filename: a.jpg, type: image/jpeg }] } }',
    ),
  ).toMatchObject({
    method: 'PUT',
    body: {
      kind: 'multipart',
      parts: [
        { name: 'title', value: 'x' },
        { ...photo, filename: 'photo.jpg', type: 'application/octet-stream' },
        { ...photo, filename: 'a.jpg', type: 'image/jpeg' },
      ],
    },
  })
})
