import { median } from './measure.mjs';

/** Runs each of the named measurements in turn, several times over, so that a noisy minute falls on all of them. */
export const inTurns = async (rounds, measurements) => {
  const results = Object.fromEntries(Object.keys(measurements).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of Object.entries(measurements)) results[name].push(await measure());
  }
  return results;
};

/** The median of what one measurement is of another, round by round. */
export const ratio = (results, reference) => median(results.map((result, round) => result / reference[round]));

export const milliseconds = async (work) => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

export const thousands = (number) => Math.round(number).toLocaleString('en-US');
