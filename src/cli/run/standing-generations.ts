import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { DataSource } from 'typeorm';
import type { Project } from '../../files/project.js';
import { projectFiles, type ProjectFile } from '../../projections/file-lineage/project-files.queries.js';
import { groupBy } from '../../projections/group-by.js';
import { generationBeside } from '../subject.js';

/** A generated file that stands in the project, and the generation that it is of. */
export type StandingFile = Pick<ProjectFile, 'generationId' | 'templateId' | 'templateVersion' | 'sha256' | 'hasSecrets'> & {
  /** Absolute. */
  readonly path: string;
};

const isOwnProject = ({ project, destination }: ProjectFile): boolean => project === createHash('sha256').update(destination).digest('hex');

/**
 * Where a file stands as seen from here. Another checkout of the project wrote it at the same place within that; a folder that was a project for
 * want of a better one stands where it stood.
 */
const placeOf = (file: ProjectFile, { project, root }: Project): string | undefined => {
  if (file.project === project) return join(root, file.base, file.path);
  return isOwnProject(file) ? join(file.destination, file.path) : undefined;
};

const stands = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === false;

/** The answers file goes with its file from branch to branch; where it says nothing, the newest generation is meant. */
const presentGeneration = async (path: string, candidates: readonly ProjectFile[]): Promise<ProjectFile> => {
  const newest = candidates.at(-1)!;
  if (candidates.length === 1) return newest;
  const named = await generationBeside(path);
  return candidates.findLast(({ generationId }) => generationId === named) ?? newest;
};

/**
 * The generated files that still stand in a project, each with the generation that it is of. What was generated into a folder below the
 * project's that belonged to no project at that time is part of it.
 */
export const standingFiles = async (db: DataSource, project: Project): Promise<StandingFile[]> => {
  const below = project.root.endsWith(sep) ? project.root : `${project.root}${sep}`;
  const places = groupBy(await projectFiles(db, { project: project.project, below }), (file) => placeOf(file, project));
  const standing: StandingFile[] = [];
  for (const [path, candidates] of places) {
    if (path === undefined || !stands(path)) continue;
    const { generationId, templateId, templateVersion, sha256, hasSecrets } = await presentGeneration(path, candidates);
    standing.push({ path, generationId, templateId, templateVersion, sha256, hasSecrets });
  }
  return standing;
};
