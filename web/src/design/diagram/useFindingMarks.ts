import { useEffect } from 'react';
import type Modeler from 'bpmn-js/lib/Modeler';
import type Canvas from 'diagram-js/lib/core/Canvas';
import type ElementRegistry from 'diagram-js/lib/core/ElementRegistry';

import type { Finding } from '../../api/types';

/** Outlines the elements that the server found something wrong with. */
export function useFindingMarks(modeler: Modeler | null, findings: Finding[] | undefined): void {
  useEffect(() => {
    if (!modeler || !findings) return;
    const canvas = modeler.get<Canvas>('canvas');
    const registry = modeler.get<ElementRegistry>('elementRegistry');
    const marked = findings.filter(({ element_id: id }) => id && registry.get(id));
    for (const { element_id: id, severity } of marked) canvas.addMarker(id ?? '', `gas-finding-${severity}`);
    return () => {
      for (const { element_id: id, severity } of marked) {
        if (id && registry.get(id)) canvas.removeMarker(id, `gas-finding-${severity}`);
      }
    };
  }, [modeler, findings]);
}
