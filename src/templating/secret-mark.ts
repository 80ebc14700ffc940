/** Stands where a secret was, in everything that is kept. */
export const secretMark = (name: string): string => `‹secret:${name}›`;

const MARK = /^‹secret:[^›]*›$/;

export const isSecretMark = (text: string): boolean => MARK.test(text);
