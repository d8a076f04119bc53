import type { ModuleDeclaration } from 'didi';
import type { TFunction } from 'i18next';

import type { Files } from '../draft';
import type { Catalogue } from '../useCatalogue.query';

/** What our own part of the properties panel asks for: the lists, and the words in the reader's language. */
export interface GasContext {
  catalogue: Catalogue;
  /** Ids of the decisions in the definition's own .dmn files. */
  decisions: string[];
  /** The draft's files as they are now. */
  files: Files;
  t: TFunction<'design'>;
}

export function catalogueModule(context: GasContext): ModuleDeclaration {
  return { gasContext: ['value', context] };
}
