import { useEffect, useRef } from 'react';
import type Modeler from 'bpmn-js/lib/Modeler';
import type Canvas from 'diagram-js/lib/core/Canvas';
import type ElementRegistry from 'diagram-js/lib/core/ElementRegistry';
import type Selection from 'diagram-js/lib/features/selection/Selection';

import { elementFor } from './elementFor';

interface SelectionChanged { newSelection: { id: string }[] }

interface Listeners {
  onSelected: (id: string) => void;
  /** Nothing on the canvas stands for the id. */
  onMissing: (id: string) => void;
}

/** Keeps the modeler's selection and `selected` the same. */
export function useSelectedElement(modeler: Modeler | null, selected: string | null, listeners: Listeners): void {
  const tell = useRef(listeners);
  useEffect(() => {
    tell.current = listeners;
  });

  useEffect(() => {
    if (!modeler) return;
    const changed = ({ newSelection }: SelectionChanged) => {
      if (newSelection.length === 1 && newSelection[0]) tell.current.onSelected(newSelection[0].id);
    };
    modeler.on<SelectionChanged>('selection.changed', changed);
    return () => modeler.off('selection.changed', changed);
  }, [modeler]);

  useEffect(() => {
    if (!modeler || !selected) return;
    const element = elementFor(modeler.get<ElementRegistry>('elementRegistry'), selected);
    if (!element) {
      tell.current.onMissing(selected);
      return;
    }
    const selection = modeler.get<Selection>('selection');
    if (selection.isSelected(element)) return;
    selection.select(element);
    modeler.get<Canvas>('canvas').scrollToElement(element, 80);
  }, [modeler, selected]);
}
