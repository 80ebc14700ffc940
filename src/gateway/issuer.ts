import { Inject, Injectable } from '@nestjs/common';
import { join } from 'node:path';
import type { Formwork } from '../composition.js';
import type { CommandMetadata } from '../domain/decider.js';
import { projectOf, type Project } from '../files/project.js';
import type { Sender } from './rest/sender.js';

/** What Nest injects `Formwork` by; a type has no name at run time. */
export const FORMWORK = Symbol('Formwork');

/** Turns what is known of a request into the metadata of its commands. */
@Injectable()
export class Issuer {
  #ownProject: string | undefined;

  constructor(@Inject(FORMWORK) private readonly formwork: Formwork) {}

  get home(): string {
    return this.formwork.home;
  }

  /** Where nothing else says which project is meant, it is the one that the service was started in. */
  metadata({ commandId, correlationId }: Sender, project = this.ownProject()): CommandMetadata {
    return { ...this.formwork.metadata(project, commandId), correlationId };
  }

  projectOf(folder: string): Project & { readonly path: string } {
    const project = projectOf(folder, this.formwork.home);
    return { ...project, path: join(project.root, project.base) };
  }

  private ownProject(): string {
    return (this.#ownProject ??= this.projectOf(process.cwd()).project);
  }
}
