/** One file of a template folder. A symlink's bytes are its target path. */
export type BundleFile = { readonly bytes: Uint8Array; readonly executable?: true; readonly symlink?: true };

/** A whole template folder as data: path with `/` → file. `template.json` is one of them. */
export type Bundle = ReadonlyMap<string, BundleFile>;
