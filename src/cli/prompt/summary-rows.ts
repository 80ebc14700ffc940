import { renderTable, type Cell } from '../terminal/table.js';
import { oneLine, printable, truncate, wrap } from '../terminal/text.js';
import type { Summary, SummaryFile } from './prompts.js';
import type { Look } from './terminal.js';

/** A generation of hundreds of files is summed up, what it overwrites first: that is what a person looks for. */
const shownFiles = 20;

const urgency: Readonly<Record<SummaryFile['note'], number>> = { overwrites: 0, new: 1, unchanged: 2 };

const fileCells = ({ path, note }: SummaryFile, { symbols }: Look): readonly Cell[] => {
  switch (note) {
    case 'new':
      return [{ text: symbols.added, format: 'green' }, path, { text: 'new', format: 'dim' }];
    case 'overwrites':
      return [{ text: symbols.changed, format: 'yellow' }, path, { text: 'overwrites', format: 'yellow' }];
    case 'unchanged':
      return [
        { text: symbols.same, format: 'dim' },
        { text: path, format: 'dim' },
        { text: 'unchanged', format: 'dim' },
      ];
  }
};

const heading = (text: string, { style }: Look): readonly string[] => ['', style('dim', text)];

const indented = (rows: readonly string[]): readonly string[] => rows.map((row) => `  ${row}`);

/** Title, note, answers with their sources, and files with what happens to them. */
export const summaryRows = ({ title, answers, files, note }: Summary, look: Look): readonly string[] => {
  const { style, symbols } = look;
  const width = Math.max(12, look.size.columns) - 3;
  const table = (rows: readonly (readonly Cell[])[]): readonly string[] =>
    indented(renderTable({ columns: [{}, {}, {}], rows, width, style, ellipsis: symbols.ellipsis }));
  const sorted = files.toSorted((one, other) => urgency[one.note] - urgency[other.note]);
  const hidden = sorted.slice(shownFiles);
  return [
    '',
    style('bold', truncate(oneLine(title), width, symbols.ellipsis)),
    ...(note === undefined ? [] : indented(wrap(printable(note), width).map((row) => style('dim', row)))),
    ...(answers.length === 0 ? [] : heading('Answers', look)),
    ...table(answers.map(({ prompt, display, source }) => [prompt, { text: display, format: 'cyan' }, { text: source, format: 'dim' }])),
    ...heading(`Files`, look),
    ...table(sorted.slice(0, shownFiles).map((file) => fileCells(file, look))),
    ...(hidden.length === 0 ? [] : [style('dim', `  ${symbols.ellipsis} and ${hidden.length} more`)]),
    '',
  ];
};
