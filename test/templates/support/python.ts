import { answers } from './programs.js';

/** `FORMWORK_TEST_PYTHON` names one with the packages; else the usual ones are tried. */
const CANDIDATES = [process.env.FORMWORK_TEST_PYTHON ?? '', 'python3', '/usr/bin/python3', 'python'].filter((name) => name !== '');

/** The first Python in which the statement runs without an error. */
export const pythonThat = (statement: string): string | undefined => CANDIDATES.find((python) => answers(python, '-c', statement));
