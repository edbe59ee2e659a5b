import classes from './charts.module.css';
import { describeBox } from './describe';
import { type Binned, type FiveNumbers, scaleSpread } from './scale';

interface Props {
  box: FiveNumbers;
  /** The histogram of the same values. */
  bins: Binned;
  name: string;
  height?: number;
}

const percent = (part: number) => `${part}%`;

/** Quartiles as a box, the range inside the fences as a line; the places are those of the histogram above it. */
export function BoxPlot({ box, bins, name, height = 14 }: Props) {
  const { place, zones } = scaleSpread(box, bins.edges, 100);
  const start = box.below > 0 ? zones.left : place(box.min);
  const end = box.above > 0 ? zones.right : place(box.max);
  const middle = height / 2;
  const [left, right] = [place(box.q1), place(box.q3)];
  const ticks = new Set([
    ...box.outliers,
    ...(box.below > 0 ? [box.min] : []),
    ...(box.above > 0 ? [box.max] : []),
  ]);
  const upright = (at: number, className: string | undefined, key: string, inset = 0) => (
    <line key={key} className={className} x1={percent(at)} x2={percent(at)} y1={inset} y2={height - inset} data-part={key} />
  );
  return (
    <svg className={classes.chart} height={height} role="img" aria-label={describeBox(box, name)}>
      <line className={classes.axis} x1={percent(start)} x2={percent(end)} y1={middle} y2={middle} />
      {box.below > 0 ? upright(start, classes.fence, 'lower fence') : upright(start, classes.axis, 'minimum', 3)}
      {box.above > 0 ? upright(end, classes.fence, 'upper fence') : upright(end, classes.axis, 'maximum', 3)}
      <rect className={classes.box} x={percent(left)} y={1.5} width={percent(right - left)} height={height - 3} />
      {upright(place(box.median), classes.median, 'median', 0.5)}
      {[...ticks].map((value) => upright(place(value), classes.outlier, `outlier ${value}`, 2.5))}
    </svg>
  );
}
