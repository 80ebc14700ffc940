import { describe, it } from '@jest/globals';
import {
  CompleteGeneration,
  FailGeneration,
  generationDecider,
  RecordOutcome,
  RequestGeneration,
  type Answer,
  type GenerationEvent,
} from '../../src/domain/generation/generation.js';
import { metadata, specification } from '../support/specification.js';

const given = specification(generationDecider);
const { now } = metadata();
const generationId = '01890000-0000-7000-8000-00000000000a';
const file = { path: 'lib/cache.ex', sha256: 'f'.repeat(64), bytes: 12 };
const useEts: Answer = { name: 'use_ets', value: true, source: 'prompt' };
const wanted = {
  generationId,
  templateId: 'cache',
  templateVersion: '1.0.0',
  templateDigest: 'd'.repeat(64),
  language: 'elixir',
  destination: '/work/app',
  base: '',
  files: [file],
};

const requested = (): GenerationEvent => ({ type: 'GenerationRequested', data: { ...wanted, requestedAt: now } });
const answered = (): GenerationEvent => ({ type: 'QuestionAnswered', data: { generationId, ...useEts } });
const generated = (): GenerationEvent => ({ type: 'FileGenerated', data: { generationId, ...file, state: 'created' } });
const completed = (): GenerationEvent => ({ type: 'GenerationCompleted', data: { generationId, files: 1, completedAt: now } });
const failed = (): GenerationEvent => ({
  type: 'GenerationFailed',
  data: { generationId, reason: 'write-failed', message: 'disk full', failedAt: now },
});

const request = () => new RequestGeneration({ ...wanted, answers: [useEts] }, metadata());
const complete = () => new CompleteGeneration({ generationId, files: [{ ...file, state: 'created' }] }, metadata());
const fail = () => new FailGeneration({ generationId, reason: 'write-failed', message: 'disk full' }, metadata());
const outcome = (data: Partial<RecordOutcome['data']> = {}) =>
  new RecordOutcome({ generationId, success: true, source: 'user', ...data }, metadata());

describe('RequestGeneration', () => {
  const once = specification(generationDecider, { onceOnly: false }); // a repeat is recognised by its command id, before deciding
  it('records the intent and one event an answer', () => once().when(request()).then(requested(), answered()));
  it('refuses a generation that was requested before', () => given(requested()).when(request()).thenRejects('GENERATION_EXISTS'));
});

describe('CompleteGeneration', () => {
  it('records each file and the end', () => given(requested(), answered()).when(complete()).then(generated(), completed()));
  it('does nothing the second time', () => given(requested(), generated(), completed()).when(complete()).then());
  it('refuses what was never requested', () => given().when(complete()).thenRejects('GENERATION_NOT_OPEN'));
  it('refuses what has failed', () => given(requested(), failed()).when(complete()).thenRejects('GENERATION_NOT_OPEN'));
});

describe('FailGeneration', () => {
  it('records why', () => given(requested()).when(fail()).then(failed()));
  it('does nothing the second time', () => given(requested(), failed()).when(fail()).then());
  it('refuses what has completed', () => given(requested(), completed()).when(fail()).thenRejects('GENERATION_NOT_OPEN'));
});

describe('RecordOutcome', () => {
  const every = specification(generationDecider, { onceOnly: false }); // several outcomes may be recorded, all are kept
  it('keeps what was said', () =>
    every(requested(), completed())
      .when(outcome({ score: 0.9, message: 'fine' }))
      .then({
        type: 'OutcomeRecorded',
        data: { generationId, success: true, source: 'user', score: 0.9, message: 'fine', recordedAt: now },
      }));
  it('takes an outcome for a failed generation', () =>
    every(requested(), failed())
      .when(outcome({ success: false }))
      .then({ type: 'OutcomeRecorded', data: { generationId, success: false, source: 'user', recordedAt: now } }));
  it('refuses an unknown generation', () => given().when(outcome()).thenRejects('GENERATION_UNKNOWN'));
  it.each([-0.1, 1.1, Number.NaN])('refuses the score %d', (score) =>
    given(requested()).when(outcome({ score })).thenRejects('SCORE_INVALID'),
  );
  it.each(['', ' ', 'x'.repeat(65)])('refuses the source "%s"', (source) =>
    given(requested()).when(outcome({ source })).thenRejects('SOURCE_INVALID'),
  );
});
