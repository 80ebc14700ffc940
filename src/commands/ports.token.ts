/** What Nest injects `Ports` by; a type has no name at run time. */
export const PORTS = Symbol('Ports');
