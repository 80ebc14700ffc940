import fc from 'fast-check';
import { contentStream, type ContentEvent } from '../../src/domain/content/content.js';
import { DomainError, type Command, type CommandMetadata, type Decider, type Event } from '../../src/domain/decider.js';
import {
  CompleteGeneration,
  FailGeneration,
  generationDecider,
  generationStream,
  RecordOutcome,
  RequestGeneration,
  type Answer,
  type FileState,
  type PlannedFile,
} from '../../src/domain/generation/generation.js';
import {
  ActivateTemplateVersion,
  PublishTemplateVersion,
  RollBackTemplate,
  templateDecider,
  templateStream,
} from '../../src/domain/template/template.js';
import type { EventStore, NewEvent } from '../../src/eventstore/event-store.js';

/** What one command led to. */
export type Append = { readonly stream: string; readonly revision: number; readonly events: readonly NewEvent[] };

/** One wish; numbers pick among what is there, so that any list of steps makes sense. */
export type Step =
  | { readonly kind: 'publish'; readonly template: number; readonly minor: number; readonly activate: boolean }
  | { readonly kind: 'activate' | 'roll-back'; readonly template: number; readonly minor: number }
  | {
      readonly kind: 'request';
      readonly template: number;
      readonly minor: number;
      readonly place: number;
      readonly answers: readonly Answer[];
      readonly files: readonly number[];
    }
  | { readonly kind: 'complete'; readonly generation: number; readonly state: FileState }
  | { readonly kind: 'fail'; readonly generation: number }
  | {
      readonly kind: 'outcome';
      readonly generation: number;
      readonly success: boolean;
      readonly source: string;
      readonly score?: number;
      readonly infrastructure?: true;
    }
  | { readonly kind: 'content'; readonly part: number };

const TEMPLATES = ['elixir-genserver-cache', 'python:service', 'shop:cart'];
const PLACES = [
  { destination: '/home/ada/shop', base: '' },
  { destination: '/home/ada/shop/apps/web', base: 'apps/web' },
  { destination: '/srv/depot', base: '' },
  { destination: '', base: '' },
];
const sha256 = (n: number) => n.toString(16).padStart(64, '0');
const id = (n: number) => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** Decides commands against what earlier ones led to, with the real deciders; a refused one leads to nothing. */
class History {
  readonly appends: Append[] = [];
  readonly generations: { readonly generationId: string; readonly files: readonly PlannedFile[] }[] = [];
  private readonly streams = new Map<string, Event[]>();
  private counter = 0;

  metadata(variant: number): CommandMetadata {
    this.counter += 1;
    const now = new Date(Date.UTC(2026, 0, 1) + this.counter * 61_000).toISOString();
    const [instance, project, actor] = [`instance-${variant % 2}`, `project-${variant % 3}`, variant % 2 === 0 ? 'user:ada' : 'user:grace'];
    return { commandId: id(this.counter), correlationId: id(this.counter), actor, project, instance, now };
  }

  next(): string {
    return id(0x1000000 + this.generations.length);
  }

  decide<State, C extends Command<unknown>, E extends Event>(
    { initialState, evolve, decide }: Decider<State, C, E>,
    stream: string,
    command: C,
  ): boolean {
    const past = (this.streams.get(stream) ?? []) as E[];
    let decided: readonly E[];
    try {
      decided = decide(command, past.reduce(evolve, initialState()));
    } catch (error) {
      if (error instanceof DomainError) return false;
      throw error;
    }
    this.happened(stream, decided, command.metadata);
    return true;
  }

  happened(stream: string, facts: readonly Event[], { commandId, correlationId, actor, project, instance }: CommandMetadata): void {
    const past = this.streams.get(stream) ?? [];
    const metadata = { $correlationId: correlationId, commandId, actor, project, instance, schema: 1 };
    const events = facts.map((event, index) => ({ ...event, id: id(0x2000000 + this.counter * 0x1000 + index), metadata }));
    if (events.length > 0) this.appends.push({ stream, revision: past.length - 1, events });
    this.streams.set(stream, [...past, ...facts]);
  }
}

const request = (history: History, step: Extract<Step, { kind: 'request' }>): void => {
  const generationId = history.next();
  const { destination, base } = PLACES[step.place % PLACES.length]!;
  const files = [...new Set(step.files)].map((n) => ({
    path: `lib/file${n}.ex`,
    sha256: sha256(n * 7 + (step.minor % 3)),
    bytes: 100 + n,
  }));
  const command = new RequestGeneration(
    {
      ...{ generationId, templateId: TEMPLATES[step.template % TEMPLATES.length]!, templateVersion: `1.${step.minor}.0` },
      ...{ templateDigest: sha256(step.minor), language: 'elixir', destination, base, files },
      ...{ answers: [...new Map(step.answers.map((answer) => [answer.name, answer])).values()] },
      ...(step.minor % 2 === 0 && { task: 'create a cache' }),
    },
    history.metadata(step.place),
  );
  if (history.decide(generationDecider, generationStream(generationId), command)) history.generations.push({ generationId, files });
};

const onGeneration = (history: History, step: Extract<Step, { kind: 'complete' | 'fail' | 'outcome' }>): void => {
  const generation = history.generations[step.generation % history.generations.length];
  if (generation === undefined) return;
  const { generationId, files } = generation;
  const stream = generationStream(generationId);
  const metadata = history.metadata(step.generation);
  if (step.kind === 'complete') {
    const written = files.map((file) => ({ ...file, state: step.state }));
    history.decide(generationDecider, stream, new CompleteGeneration({ generationId, files: written }, metadata));
  } else if (step.kind === 'fail')
    history.decide(generationDecider, stream, new FailGeneration({ generationId, reason: 'write-failed', message: 'disk full' }, metadata));
  else {
    const { kind: _kind, generation: _generation, ...outcome } = step;
    history.decide(generationDecider, stream, new RecordOutcome({ generationId, ...outcome }, metadata));
  }
};

const onTemplate = (history: History, step: Extract<Step, { kind: 'publish' | 'activate' | 'roll-back' }>): void => {
  const templateId = TEMPLATES[step.template % TEMPLATES.length]!;
  const stream = templateStream(templateId);
  const version = `1.${step.minor}.0`;
  const metadata = history.metadata(step.template);
  if (step.kind !== 'publish') {
    const toVersion = { templateId, toVersion: version, reason: 'it fails' };
    const activate = new ActivateTemplateVersion({ templateId, version }, metadata);
    history.decide(templateDecider, stream, step.kind === 'activate' ? activate : new RollBackTemplate(toVersion, metadata));
  } else {
    const summary = { description: `Version ${version}`, language: 'elixir', kind: 'code' as const, tags: ['cache'] };
    const files = [{ path: 'template.json', sha256: sha256(step.minor), bytes: 10 }];
    const published = { templateId, version, digest: sha256(step.minor), files, origin: 'folder', ...summary };
    history.decide(templateDecider, stream, new PublishTemplateVersion({ ...published, activate: step.activate }, metadata));
  }
};

/** What some steps lead to, in order. */
export const historyOf = (steps: readonly Step[]): readonly Append[] => {
  const history = new History();
  for (const step of steps)
    switch (step.kind) {
      case 'publish':
      case 'activate':
      case 'roll-back':
        onTemplate(history, step);
        break;
      case 'request':
        request(history, step);
        break;
      case 'content': {
        const content = { sha256: sha256(9), bytes: 3, part: step.part, parts: 100, encoding: 'utf8' as const, body: 'abc' };
        const stored: ContentEvent = { type: 'ContentStored', data: content };
        history.happened(contentStream(sha256(9)), [stored], history.metadata(0));
        break;
      }
      default:
        onGeneration(history, step);
    }
  return history.appends;
};

/** Records a history, or what comes after its first appends. */
export const record = async (store: EventStore, appends: readonly Append[]): Promise<void> => {
  for (const { stream, revision, events } of appends) await store.append(stream, revision < 0 ? 'no_stream' : revision, events);
};

const scalar = fc.oneof(
  fc.boolean(),
  fc.integer({ min: 0, max: 3 }),
  fc.constantFrom('one_for_one', 'one_for_all', '', 'a\u0000b', '\ud800', 'ünï'),
  fc.constant(null),
);
/** Values of answers, awkward ones among them. */
export const answerValues = fc.oneof(
  { weight: 3, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('x', 'y'), fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })), { maxKeys: 2 }),
);
const answer: fc.Arbitrary<Answer> = fc.record({
  name: fc.constantFrom('use_ets', 'ttl_minutes', 'strategy', 'features', '__proto__'),
  value: answerValues,
  source: fc.constantFrom('flag' as const, 'prompt' as const, 'template-default' as const),
});

const small = fc.nat({ max: 3 });
const any = fc.nat({ max: 100 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('publish' as const), template: small, minor: small, activate: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('activate' as const, 'roll-back' as const), template: small, minor: small }) },
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ kind: fc.constant('request' as const), template: small, minor: small, place: small },
      ...{ answers: fc.array(answer, { maxLength: 4 }), files: fc.array(small, { maxLength: 3 }) },
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ kind: fc.constant('complete' as const), generation: any },
      state: fc.constantFrom<FileState>('created', 'overwritten', 'unchanged', 'skipped', 'returned'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fail' as const), generation: any }) },
  {
    weight: 4,
    arbitrary: fc.record(
      {
        ...{
          kind: fc.constant('outcome' as const),
          generation: any,
          success: fc.boolean(),
          source: fc.constantFrom('user', 'ci', 'run', '__proto__'),
        },
        ...{ score: fc.constantFrom(0, 0.25, 0.5, 1), infrastructure: fc.constant(true as const) },
      },
      { requiredKeys: ['kind', 'generation', 'success', 'source'] },
    ),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('content' as const), part: small }) },
);

/** Histories of templates, generations and outcomes, with events in between that no read model wants. */
export const histories = (maxLength = 60): fc.Arbitrary<readonly Append[]> => fc.array(step, { minLength: 1, maxLength }).map(historyOf);

/** One long history, the same in every run. */
export const longHistory = (steps = 300): readonly Append[] =>
  historyOf(fc.sample(fc.array(step, { minLength: steps, maxLength: steps }), { numRuns: 1, seed: 7 })[0]!);
