// Generates like the command line does, and dies by SIGKILL at the named moment: node interrupted-generation.mjs DESTINATION MOMENT
import { fileURLToPath } from 'node:url';

const dist = new URL('../../dist/', import.meta.url);
const load = (path) => import(new URL(path, dist));
const [{ openFormwork }, { findVersion }, { readTemplate }, { draftGeneration, planDraft }, { generate }, { answerQuestions }] =
  await Promise.all(
    [
      'composition.js',
      'commands/templates.js',
      'commands/open-template.js',
      'commands/draft-generation.js',
      'commands/generate.js',
      'templating/questionnaire.js',
    ].map(load),
  );

const [destination, moment] = process.argv.slice(2);
const die = () => process.kill(process.pid, 'SIGKILL');
const { ports, metadata } = await openFormwork(process.env, new URL('../', dist));
const dying = {
  plan: (...parameters) => ports.files.plan(...parameters),
  write: async (id, planned, recordIntent) => {
    const intend = async () => {
      if (moment === 'before-the-intent') die();
      await recordIntent();
      if (moment === 'before-writing') die();
    };
    await ports.files.write(id, planned, intend);
    if (moment === 'after-writing') die();
  },
  settle: async () => die(),
};
const sent = metadata('a project');
const version = await findVersion(ports, { templateId: 'elixir-genserver-cache' }, sent);
const template = await readTemplate(ports.store, version);
const draft = draftGeneration(template, version, await answerQuestions(template), sent);
const plan = await planDraft(dying, draft, destination, { force: true });
await generate({ ...ports, files: dying }, draft, { kind: 'folder', plan, base: '' }, {}, sent);
throw new Error(`${fileURLToPath(import.meta.url)} should have died`);
