import { Group } from '@bpmn-io/properties-panel';
import type { Element } from 'bpmn-js/lib/model/Types';
import type { ModuleDeclaration } from 'didi';

import type { GasContext } from './catalogueModule';
import type { Entry } from './gasEntries';
import { gasEntries } from './gasGroup';

interface PanelGroup { id: string; label: string; entries?: Entry[]; component: object; shouldOpen?: boolean; }
interface PropertiesPanel { registerProvider(priority: number, provider: object): void; }

// After bpmn-js-properties-panel's own providers (1000 and 500), so that their groups are there to stand among.
const PRIORITY = 400;

function gasPropertiesProvider(propertiesPanel: PropertiesPanel, gasContext: GasContext): object {
  const provider = {
    getGroups: (element: Element) => (groups: PanelGroup[]): PanelGroup[] => {
      const entries = gasEntries(element, gasContext);
      if (entries.length === 0) return groups;
      const own: PanelGroup = { id: 'gas', label: gasContext.t('panel.title'), entries, component: Group, shouldOpen: true };
      return [...groups.slice(0, 1), own, ...groups.slice(1)];
    },
  };
  propertiesPanel.registerProvider(PRIORITY, provider);
  return provider;
}
gasPropertiesProvider.$inject = ['propertiesPanel', 'gasContext'];

export const gasProviderModule: ModuleDeclaration = {
  __init__: ['gasPropertiesProvider'],
  gasPropertiesProvider: ['factory', gasPropertiesProvider],
};
