import { describe, expect, it } from '@jest/globals';
import { TerminalAsker } from '../../../src/cli/prompt/terminal-asker.js';
import type { Manifest } from '../../../src/templating/manifest.js';
import { answerQuestions } from '../../../src/templating/questionnaire.js';
import { openTemplate } from '../../../src/templating/template.js';
import { VirtualTerminal } from './support/virtual-terminal.js';

const manifest: Manifest = {
  id: 'api',
  spec_version: '1.0.0',
  questions: [
    { name: 'use_ets', type: 'boolean', prompt: 'Use ETS?', default: true },
    { name: 'ttl', type: 'number', prompt: 'Minutes', default: 5, when: '{{use_ets}}', min: 1, integer: true },
    { name: 'owner', type: 'string', prompt: 'Owner', required: false },
    {
      name: 'endpoints',
      type: 'list',
      prompt: 'Endpoints',
      min: 1,
      items: [
        { name: 'method', type: 'choice', prompt: 'Method', choices: ['GET', 'POST'], default: 'GET' },
        { name: 'body', type: 'string', prompt: 'Body', when: 'method == "POST"' },
        { name: 'path', type: 'string', prompt: 'Path' },
      ],
    },
  ],
  files: [],
};

const start = () => {
  const terminal = new VirtualTerminal();
  const template = openTemplate(new Map([['template.json', { bytes: Buffer.from(JSON.stringify(manifest)) }]]));
  return { terminal, answers: answerQuestions(template, {}, new TerminalAsker(terminal)) };
};

describe('a template’s questionnaire at a terminal', () => {
  it('asks what its conditions show, checks by its rules, and goes back over what was hidden', async () => {
    const { terminal, answers } = start();
    await terminal.shows('◆ Use ETS?');
    terminal.type('n');
    await terminal.shows('◆ Owner (2)');
    terminal.press('escape');
    await terminal.shows('○ Yes   ● No');
    terminal.type('y');
    await terminal.shows('◆ Minutes (2)');
    terminal.type('0\r');
    await terminal.shows('▲ 0, at least 1 is needed');
    terminal.press('backspace', 'enter');
    await terminal.shows('◆ Owner (3)');
    await terminal.shows('enter leave blank');
    terminal.press('enter');
    await terminal.shows('✔ Owner  none');
    await terminal.shows('❯ + add an entry');
    terminal.press('end', 'enter');
    await terminal.shows('▲ it has 0 entries, at least 1 is needed');
    terminal.type('a');
    await terminal.shows('◆ Method');
    terminal.press('down', 'enter');
    await terminal.shows('◆ Body');
    terminal.press('shiftTab');
    await terminal.shows('❯ POST');
    terminal.press('up', 'enter');
    await terminal.shows('◆ Path');
    terminal.type('/users\r');
    await terminal.shows('1. GET /users');
    terminal.press('end', 'enter');
    expect((await answers).all).toMatchObject([
      { name: 'use_ets', value: true },
      { name: 'ttl', value: 5 },
      { name: 'endpoints', value: [{ method: 'GET', path: '/users' }] },
    ]);
    await terminal.shows('✔ Endpoints  GET /users');
    expect(terminal.text).toBe(['✔ Use ETS?  yes', '✔ Minutes  5', '✔ Owner  none', '✔ Endpoints  GET /users'].join('\n'));
  });
});
