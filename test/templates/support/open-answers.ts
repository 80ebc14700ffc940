import type { AnswerValues } from '../../../src/templating/answers.js';
import type { Json } from '../../../src/templating/manifest.js';

const field = (name: string, type: string, required: boolean): Json => ({ name, type, required });

/** Each type in both forms, and each alone, since imports depend on which types occur. */
const fieldSets = (types: readonly string[], name: (text: string) => string): readonly (readonly Json[])[] => [
  types.flatMap((type) => [field(name(`${type} needed`), type, true), field(name(`${type} extra`), type, false)]),
  ...types.map((type, index) => [field(name(`only ${type}`), type, index % 2 === 0)]),
];

const camel = (text: string) => text.replace(/ (.)/g, (_, letter: string) => letter.toUpperCase());
const snake = (text: string) => text.replaceAll(' ', '_');

/** Names that meet reserved words, irregular plurals, a plural like the singular, and several words. */
const NAMES = ['article', 'order item', 'person', 'status', 'package', 'import', 'sheep'];

const resources = (fields: readonly (readonly Json[])[]): readonly AnswerValues[] => [
  ...fields.map((set, index) => ({ name: NAMES[index % NAMES.length]!, fields: set })),
  { name: 'Order Item', plural: 'order-lines' },
  {},
];

/**
 * Answers to the questions whose possible answers nobody can list. They take turns over the pairs of the other questions' answers, and
 * each is used at least once.
 */
export const OPEN_ANSWERS: Readonly<Record<string, readonly AnswerValues[]>> = {
  'adr-document': [
    { options: [{ name: 'One' }], number: '0012', title: 'Keep sessions in Redis', date: '2026-01-31', deciders: 'Ann: architect, Bo', confirmation: 'A test fails.' },
    { directory: 'adr', options: [{ name: 'Do nothing' }], consequences: [], reason: 'it costs nothing' },
    { options: [{ name: 'A', bad: 'it is slow' }, { name: 'B' }], consequences: [{ effect: 'Neutral', because: 'time passes' }] },
  ],
  'architecture-component': [
    {},
    { name: 'order intake', purpose: 'Takes in orders.', dependencies: [] },
    {
      name: 'billing',
      directory: 'packages/billing/src',
      operations: [{ name: 'closeMonth', summary: 'Closes the month.' }],
      dependencies: [{ name: 'Clock', purpose: 'Tells the time.', methods: 'now(): Date\n' }],
    },
  ],
  'dockerfile-node': [{}, { health_path: '/', entry: 'server.mjs' }],
  'elixir-genserver-cache': [{}],
  'elixir-production': [
    ...fieldSets(['string', 'integer', 'number', 'boolean', 'date', 'datetime'], snake).map((fields, index) => ({
      name: NAMES[index % NAMES.length]!,
      summary: 'Something with a name.',
      fields,
    })),
    { name: 'value', fields: [field('end_of_line', 'string', false)] },
    {},
  ],
  'extract-interface': [
    { input: 'src/sql-order-store.ts', class_name: 'SqlOrderStore', methods: 'find(id: string): Promise<string | undefined>\nclear(): void' },
    {
      input: 'src/sql-order-store.ts',
      class_name: 'SqlOrderStore',
      interface_name: 'OrderStore',
      purpose: 'Keeps orders.',
      methods: 'add(order: Order): void\n',
      imports: "import type { Order } from './order.js';",
    },
  ],
  'github-actions-node': [{}, { branch: 'trunk' }, { branch: 'true' }],
  'licence-header': [
    { input: 'src/pricing.ts', holder: 'The Shop authors', year: 2026 },
    { input: 'Makefile', holder: 'Ann "Bo" Öz', year: 1999, license_expression: '(MIT OR Apache-2.0) AND LicenseRef-Shop' },
  ],
  'module-documentation': [
    { input: 'src/pricing.ts', purpose: 'Says what an order costs.' },
    {
      input: 'lib/pricing.ex',
      purpose: 'Says what an order costs.\n\nIt knows no customers.',
      title: 'Pricing',
      code_language: 'elixir',
      example: 'Pricing.total(order)',
      notes: 'Amounts are whole cents.',
      members: [{ name: 'total/1', meaning: 'What an order costs.' }],
    },
  ],
  'python-fastapi-resource': resources(fieldSets(['string', 'integer', 'number', 'boolean', 'datetime'], snake)).map((answers, index) => ({
    ...answers,
    ...(index % 2 === 1 && { directory: 'src', package: 'shop' }),
  })),
  'typescript-library': [
    {},
    { name: '@acme/date-ranges', description: 'Says "when", or \\ not.', author: 'Ann "Bo" Öz', repository: 'https://github.com/acme/date-ranges' },
  ],
  'typescript-service': resources(fieldSets(['string', 'integer', 'number', 'boolean', 'date'], camel)).map((answers, index) => ({
    ...answers,
    ...(index % 2 === 1 && { directory: 'apps/shop/src' }),
  })),
};
