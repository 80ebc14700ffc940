import { generations } from './generations/generations.projection.js';
import type { Projection } from './projection.js';
import { success } from './success/success.projection.js';
import { templateCatalogue } from './template-catalogue/template-catalogue.projection.js';

/** Every read model there is. */
export const readModels = (): Projection[] => [templateCatalogue, generations, success];
