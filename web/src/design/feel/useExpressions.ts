import { useEffect, useState } from 'react';
import type Modeler from 'bpmn-js/lib/Modeler';
import type ElementRegistry from 'diagram-js/lib/core/ElementRegistry';

import type { Moddle } from '../diagram/commands';
import { type FoundExpression, expressionsOf } from './expressionsOf';

/** The expressions of the element with that id, read again after each edit. */
export function useExpressions(modeler: Modeler | null, id: string | null): FoundExpression[] {
  const [found, setFound] = useState<FoundExpression[]>([]);
  useEffect(() => {
    if (!modeler || !id) return;
    const look = () => {
      const element = modeler.get<ElementRegistry>('elementRegistry').get(id);
      setFound(element ? expressionsOf(element.businessObject as Moddle) : []);
    };
    look();
    modeler.on('commandStack.changed', look);
    return () => modeler.off('commandStack.changed', look);
  }, [modeler, id]);
  return found;
}
