import { expect, it } from 'vitest'
import { BrokerOutages } from '../../../generators/liveness/broker-outages.ts'

it('counts outages of the run, and how long they were together', () => {
  const outages = new BrokerOutages()
  outages.begin(100)
  expect(outages.problems(101)).toEqual([])
  outages.away(101)
  outages.away(102)
  outages.back(104)
  outages.back(105)
  outages.away(110)
  outages.back(110.5)
  expect(outages.problems(120)).toEqual([{ kind: 'broker-away', times: 2, seconds: 3.5, isBack: true }])
})

it('counts one that goes on at the end of the run up to then', () => {
  const outages = new BrokerOutages()
  outages.begin(100)
  outages.away(101)
  outages.back(102)
  expect(outages.awaySeconds(105)).toBe(0)
  outages.away(110)
  expect(outages.awaySeconds(120)).toBe(10)
  expect(outages.problems(120)).toEqual([{ kind: 'broker-away', times: 2, seconds: 11, isBack: false }])
})

it('forgets with the next run what was before it, and counts of one that goes on what falls into it', () => {
  const outages = new BrokerOutages()
  outages.begin(100)
  outages.away(101)
  outages.back(102)
  outages.begin(200)
  expect(outages.problems(201)).toEqual([])
  outages.away(290)
  outages.begin(300)
  outages.back(303)
  expect(outages.problems(310)).toEqual([{ kind: 'broker-away', times: 1, seconds: 3, isBack: true }])
})
