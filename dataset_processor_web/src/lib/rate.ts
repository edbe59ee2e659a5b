/** How fast something advances and when it will be done, from what was seen of it. */

export interface Sample {
  at: number;
  done: number;
}

export interface Estimate {
  perSecond: number;
  secondsLeft: number | null;
}

const WINDOW_MS = 10_000;
const LEAST_SPAN_MS = 400;

/** The samples with one more; those older than the window go, a step back starts anew. */
export function addSample(samples: readonly Sample[], next: Sample): Sample[] {
  const last = samples.at(-1);
  if (last !== undefined && next.done < last.done) return [next];
  return [...samples.filter((sample) => next.at - sample.at <= WINDOW_MS), next];
}

/** Null until there is enough to say anything. */
export function estimate(samples: readonly Sample[], total: number | null): Estimate | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.at - first.at < LEAST_SPAN_MS) return null;
  const perSecond = ((last.done - first.done) * 1000) / (last.at - first.at);
  if (perSecond <= 0) return null;
  return { perSecond, secondsLeft: total === null ? null : Math.max(0, total - last.done) / perSecond };
}
