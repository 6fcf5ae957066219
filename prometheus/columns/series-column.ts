// The samples of one series, as a column of numbers on an axis of instants.

import type { Labels } from '../series/series.ts'
import { grown, type TimeAxis } from './time-axis.ts'

export class SeriesColumn {
  readonly labels: Labels
  axis: TimeAxis
  /** As many as the axis has samples. */
  values: Float64Array

  constructor(labels: Labels, axis: TimeAxis, values: Float64Array = new Float64Array()) {
    this.labels = labels
    this.axis = axis
    this.values = values
  }

  /** The value of the sample that the axis is going to have, or has got, at that place. */
  set(place: number, value: number): void {
    if (place >= this.values.length) this.values = grown(this.values)
    this.values[place] = value
  }
}
