const DRIVE_OR_SHARE = /^(?:[A-Za-z]:[\\/]|\\\\)/;

/** One way of writing an absolute path, whichever system it comes from: with `/` between its parts. */
export const absolutePath = (path: string): string => (DRIVE_OR_SHARE.test(path) ? path.replaceAll('\\', '/') : path);

/** Where a file stands on the machine that wrote it; undefined for one that was returned to the caller. */
export const absolutePathIn = (destination: string, path: string): string | undefined =>
  destination === '' ? undefined : `${absolutePath(destination).replace(/\/$/, '')}/${path}`;

/** Where a file stands in its project; `base` is the destination relative to the project's root. */
export const projectPathIn = (base: string, path: string): string => (base === '' ? path : `${base}/${path}`);
