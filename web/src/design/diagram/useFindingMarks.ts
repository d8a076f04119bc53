import { useEffect } from 'react';
import type Modeler from 'bpmn-js/lib/Modeler';
import type { ShapeLike } from 'diagram-js/lib/model/Types';
import type Canvas from 'diagram-js/lib/core/Canvas';
import type ElementRegistry from 'diagram-js/lib/core/ElementRegistry';

import type { Finding } from '../../api/types';

/** Outlines the elements that the server found something wrong with. */
export function useFindingMarks(modeler: Modeler | null, findings: Finding[] | undefined): void {
  useEffect(() => {
    if (!modeler || !findings) return;
    const canvas = modeler.get<Canvas>('canvas');
    const registry = modeler.get<ElementRegistry>('elementRegistry');
    const marked = findings.flatMap(({ element_id: id, severity }) => {
      const element = id ? registry.get(id) as ShapeLike | undefined : undefined;
      return element ? [{ element, marker: `gas-finding-${severity}` }] : [];
    });
    for (const { element, marker } of marked) canvas.addMarker(element, marker);
    return () => {
      // By element, not by id: an id may have been edited since.
      for (const { element, marker } of marked) {
        if (registry.get(element.id) === element) canvas.removeMarker(element, marker);
      }
    };
  }, [modeler, findings]);
}
