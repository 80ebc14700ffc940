import { expect, it } from '@jest/globals';
import { Engine } from '../../../src/eventstore/embedded/engine.js';
import { afterThisTest, temporaryFolder } from '../../support/temporary.js';
import { anEvent } from '../support/engine-events.js';

it('The embedded store lists streams by how their names start, those in the index and those since', async () => {
  const engine = await Engine.open(await temporaryFolder(), { indexEvery: 4 });
  afterThisTest(() => engine.close());
  const streams = ['template-a', 'template-ünï', 'templates', 'generation-1', 'template-a', 'template-b', 'template-😀', 'Template-c'];
  for (const stream of streams) await engine.append(stream, 'any', [anEvent()]);
  expect([...(await engine.streamsWith('template-'))].sort()).toEqual(['template-a', 'template-b', 'template-ünï', 'template-😀']);
  expect(await engine.streamsWith('template-😀')).toEqual(['template-😀']);
  expect(await engine.streamsWith('other-')).toEqual([]);
});
