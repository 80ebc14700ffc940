import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Which process it is, also after its pid went to another one: `pid-started-boot-space-host`. `started` (clock ticks since
 * boot), `boot` and `space` (the pid namespace, so the container) are known on Linux and empty elsewhere.
 */
type Process = { readonly pid: number; readonly started: string; readonly boot: string; readonly space: string; readonly host: string };

/** A process that cannot be seen from here (another container or machine on the same home) counts as gone after this long. */
const UNSEEN_FOR_MS = 15 * 60_000;

const readOrEmpty = (read: () => string): string => {
  try {
    return read();
  } catch {
    return '';
  }
};

/** Fields of `/proc/PID/stat` from the third on: the second, the program's name, may itself hold spaces and brackets. */
const statOf = (pid: number | 'self'): string[] => {
  const text = readOrEmpty(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return text === '' ? [] : text.slice(text.lastIndexOf(')') + 2).split(' ');
};
const startedOf = (stat: readonly string[]): string => stat[19] ?? '';

const identify = (): Process => ({
  pid: process.pid,
  started: startedOf(statOf('self')),
  boot: readOrEmpty(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'))
    .replaceAll('-', '')
    .slice(0, 12),
  space: /\d+/.exec(readOrEmpty(() => readlinkSync('/proc/self/ns/pid')))?.[0] ?? '',
  host: createHash('sha256').update(hostname()).digest('hex').slice(0, 8),
});

let self: Process | undefined;

const encode = ({ pid, started, boot, space, host }: Process): string => [pid, started, boot, space, host].join('-');

const decode = (token: string): Process => {
  const [pid, started = '', boot = '', space = '', host = ''] = token.split('-');
  return { pid: Number(pid), started, boot, space, host };
};

/** This process, as a word that fits into a file name. */
export const thisProcess = (): string => encode((self ??= identify()));

const answersSignals = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const runs = ({ pid, started }: Process): boolean => {
  if (started === '') return answersSignals(pid);
  const stat = statOf(pid);
  const dead = stat[0] === undefined || stat[0] === 'Z' || stat[0] === 'X';
  return !dead && startedOf(stat) === started;
};

/**
 * Whether the process of that word has ended. Where start times are unknown (not Linux), a pid that another process took
 * over counts as alive: better to wait than to touch what a live process writes.
 * @param silentMs how long ago it was last heard of
 */
export const isGone = (token: string, silentMs: number): boolean => {
  const here = (self ??= identify());
  const other = decode(token);
  if (other.host !== here.host) return silentMs > UNSEEN_FOR_MS;
  if (other.boot !== here.boot) return true;
  if (other.space !== here.space) return silentMs > UNSEEN_FOR_MS;
  return !runs(other);
};
