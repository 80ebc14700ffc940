import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

export const quantile = (numbers, q) => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(q * numbers.length))];

export const round = (number, digits = 2) => Number(number.toFixed(digits));

/** A Markdown table: headings, then rows of anything printable. */
export const table = (headings, rows) =>
  [headings, headings.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** CPU seconds of all finished children so far; Linux only, in steps of 10 ms, so sum it over many runs. */
const childrenCpuSeconds = () => {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
};

/**
 * Runs whole processes turn by turn, so that a noisy moment hits all of them alike.
 * `subjects`: name → (run number) → { command, args, options }. Gives wall milliseconds (median) and CPU milliseconds (mean) of each.
 */
export const raceProcesses = (subjects, { runs, warmUp = 2 }) => {
  const walls = new Map(Object.keys(subjects).map((name) => [name, []]));
  const cpu = new Map(Object.keys(subjects).map((name) => [name, 0]));
  for (let run = -warmUp; run < runs; run += 1)
    for (const [name, subject] of Object.entries(subjects)) {
      const { command, args, options } = subject(run + warmUp);
      const cpuBefore = childrenCpuSeconds();
      const start = performance.now();
      const { status, stderr } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'], ...options });
      const wall = performance.now() - start;
      if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
      if (run < 0) continue;
      walls.get(name).push(wall);
      cpu.set(name, cpu.get(name) + childrenCpuSeconds() - cpuBefore);
    }
  return Object.fromEntries([...walls].map(([name, times]) => [name, { wall: median(times), cpu: (cpu.get(name) * 1000) / runs }]));
};
