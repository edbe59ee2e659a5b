import classes from './charts.module.css';
import { describeBox } from './describe';
import { type FiveNumbers, scaleSpread } from './scale';

interface Props {
  box: FiveNumbers;
  name: string;
  height?: number;
}

const percent = (part: number) => `${part}%`;

/** Quartiles as a box, the range inside the fences as a line; the places are those of the histogram above it. */
export function BoxPlot({ box, name, height = 14 }: Props) {
  const { place, low, high, zones } = scaleSpread(box, 100);
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
      <line className={classes.axis} x1={percent(place(low))} x2={percent(place(high))} y1={middle} y2={middle} />
      {box.below > 0 ? upright(zones.left, classes.fence, 'lower fence') : upright(place(low), classes.axis, 'minimum', 3)}
      {box.above > 0 ? upright(zones.right, classes.fence, 'upper fence') : upright(place(high), classes.axis, 'maximum', 3)}
      <rect className={classes.box} x={percent(left)} y={1.5} width={percent(right - left)} height={height - 3} />
      {upright(place(box.median), classes.median, 'median', 0.5)}
      {[...ticks].map((value) => upright(place(value), classes.outlier, `outlier ${value}`, 2.5))}
    </svg>
  );
}
