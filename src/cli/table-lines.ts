import { sizeOf } from './terminal/capabilities.js';
import { styleFor } from './terminal/style.js';
import { renderTable, type Cell } from './terminal/table.js';

/** A table for standard output: cut to the terminal's width, whole where output is piped. */
export const tableLines = (heads: readonly string[], rows: readonly (readonly Cell[])[]): readonly string[] =>
  renderTable({
    columns: heads.map((head) => ({ head })),
    rows,
    style: styleFor(process.stdout),
    ...(process.stdout.isTTY && { width: sizeOf(process.stdout).columns }),
  });
