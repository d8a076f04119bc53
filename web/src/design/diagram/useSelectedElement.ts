import { useEffect, useRef } from 'react';
import type Modeler from 'bpmn-js/lib/Modeler';
import type Canvas from 'diagram-js/lib/core/Canvas';
import type ElementRegistry from 'diagram-js/lib/core/ElementRegistry';
import type Selection from 'diagram-js/lib/features/selection/Selection';

interface SelectionChanged { newSelection: { id: string; }[]; }

/** Keeps the modeler's selection and `selected` the same. */
export function useSelectedElement(modeler: Modeler | null, selected: string | null, onSelected: (id: string) => void): void {
  const tell = useRef(onSelected);
  useEffect(() => {
    tell.current = onSelected;
  });
  useEffect(() => {
    if (!modeler) return;
    const changed = ({ newSelection }: SelectionChanged) => {
      if (newSelection.length === 1 && newSelection[0]) tell.current(newSelection[0].id);
    };
    modeler.on<SelectionChanged>('selection.changed', changed);
    return () => modeler.off('selection.changed', changed);
  }, [modeler]);

  useEffect(() => {
    const element = selected ? modeler?.get<ElementRegistry>('elementRegistry').get(selected) : undefined;
    if (!modeler || !element) return;
    const selection = modeler.get<Selection>('selection');
    if (selection.isSelected(element)) return;
    selection.select(element);
    modeler.get<Canvas>('canvas').scrollToElement(element, 80);
  }, [modeler, selected]);
}
