/** Opens the home and says which instance it is, as soon as it is told to. */
import { readSync, writeSync } from 'node:fs';
import { openHome } from '../../../src/files/home.js';
import { instanceId } from '../../../src/files/instance.js';

const env = JSON.parse(process.argv[2]!) as NodeJS.ProcessEnv;
writeSync(1, '"ready"\n');
readSync(0, Buffer.alloc(1));
writeSync(1, `${JSON.stringify(instanceId(openHome(env).path, env))}\n`);
