import { describe, expect, it } from '@jest/globals';
import { openPrompts } from '../../../src/cli/prompt/open-prompts.js';
import type { AskedQuestion } from '../../../src/templating/asking.js';
import { atLeastOne, interview, offered, question, wholeNumberFrom } from './support/questions.js';
import { VirtualTerminal } from './support/virtual-terminal.js';

const dumb = (): VirtualTerminal => new VirtualTerminal({}, { TERM: 'dumb', LANG: 'C.UTF-8' });

const start = (...questions: readonly AskedQuestion[]) => {
  const terminal = dumb();
  const prompts = openPrompts(terminal);
  return { terminal, prompts, answers: interview(prompts, questions) };
};

describe('a terminal that cannot move its cursor', () => {
  it('is asked in plain lines, without a single control sequence', async () => {
    const { terminal, answers } = start(
      question({
        name: 'ttl',
        type: 'number',
        prompt: 'Minutes',
        default: 5,
        hint: 'whole ones',
        group: 'Cache',
        check: wholeNumberFrom(1),
      }),
      question({ name: 'strategy', type: 'choice', prompt: 'Strategy', choices: offered('one', 'rest'), default: 'one' }),
    );
    await terminal.shows('[5]');
    terminal.type('none\n');
    await terminal.shows('! "none" is not a whole number');
    terminal.type('7\n');
    await terminal.shows('  1. one (default)\n  2. rest\n');
    terminal.type('2\n');
    expect(await answers).toEqual({ ttl: 7, strategy: 'rest' });
    expect(terminal.written).not.toContain('\u001b');
    expect(terminal.text).toContain('CACHE\n\nMinutes\n  whole ones\n[5]');
  });

  it('goes back with <, but not before the first question', async () => {
    const { terminal, answers } = start(
      question({ name: 'first', type: 'string', prompt: 'First' }),
      question({ name: 'second', type: 'string', prompt: 'Second' }),
    );
    await terminal.shows('>');
    terminal.type('<\n');
    await terminal.shows('! this is the first question');
    terminal.type('a\n');
    await terminal.shows('Second (2)');
    terminal.type('<\n');
    await terminal.shows('[a]');
    terminal.type('b\n');
    await terminal.shows((screen) => screen.split('Second (2)').length === 3);
    terminal.type('c\n');
    expect(await answers).toEqual({ first: 'b', second: 'c' });
  });

  it('takes several choices by number, in the order given, and blank for the default', async () => {
    const features = question({
      name: 'features',
      type: 'multi_choice',
      choices: offered('auth', 'queue', 'metrics'),
      default: ['queue'],
      check: atLeastOne,
    });
    const { terminal, answers } = start(features, { ...features, name: 'more' });
    await terminal.shows('[queue]');
    terminal.type('-\n');
    await terminal.shows('! at least one is needed');
    terminal.type('3, auth\n');
    await terminal.shows((screen) => screen.split('[queue]').length === 4);
    terminal.type('\n');
    expect(await answers).toEqual({ features: ['metrics', 'auth'], more: ['queue'] });
  });

  it('takes a text up to a line that holds only a full stop', async () => {
    const { terminal, answers } = start(question({ type: 'text' }));
    await terminal.shows('end with a line that holds only .');
    terminal.type('one\n\nthree\n.\n');
    expect(await answers).toEqual({ text: 'one\n\nthree' });
  });

  it('takes the entries of a list one by one', async () => {
    const { terminal, answers } = start(question({ type: 'list', prompt: 'Names', default: ['x'] }));
    await terminal.shows('1. x');
    terminal.type('a\n');
    await terminal.shows('Entry');
    terminal.type('y\n');
    await terminal.shows('2. y');
    terminal.type('1\n');
    await terminal.shows('1. y');
    terminal.type('\n');
    expect(await answers).toEqual({ list: ['y'] });
  });

  it('reads a secret without echo', async () => {
    const { terminal, answers } = start(question({ type: 'secret' }));
    await terminal.shows('>');
    expect(terminal.raw).toBe(true);
    terminal.type('hunx\u007fter2\r');
    expect(await answers).toEqual({ secret: 'hunter2' });
    expect(terminal.raw).toBe(false);
  });

  it('is left when the input ends', async () => {
    const { terminal, answers } = start(question({ type: 'string' }));
    await terminal.shows('>');
    terminal.input.end();
    await expect(answers).rejects.toMatchObject({ name: 'AskingCancelled' });
  });

  it('confirms by a word', async () => {
    const summary = {
      title: 'cache 1.0.0',
      answers: [{ name: 'ttl', prompt: 'Minutes', display: '5', source: 'you' }],
      files: [{ path: 'a.ex', note: 'new' as const }],
    };
    const { terminal, prompts } = start();
    const replies = [prompts.confirmSummary(summary)];
    await terminal.shows('Write?');
    terminal.type('tll\n');
    await terminal.shows('! there is no answer named t');
    terminal.type('ttl\n');
    expect(await replies[0]).toEqual({ kind: 'change', name: 'ttl' });
    terminal.type('n\n\n');
    expect(await prompts.confirmSummary(summary)).toEqual({ kind: 'cancel' });
    expect(await prompts.confirmSummary(summary)).toEqual({ kind: 'write' });
  });
});
