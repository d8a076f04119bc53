import { useEffect, useState } from 'react';
import type Modeler from 'bpmn-js/lib/Modeler';
import type CommandStack from 'diagram-js/lib/command/CommandStack';

/** Whether the modeler has steps to undo or redo. */
export function useUndoState(modeler: Modeler | null): { canUndo: boolean; canRedo: boolean; } {
  const [state, setState] = useState({ canUndo: false, canRedo: false });
  useEffect(() => {
    if (!modeler) return;
    const stack = modeler.get<CommandStack>('commandStack');
    const changed = () => setState({ canUndo: stack.canUndo(), canRedo: stack.canRedo() });
    modeler.on('commandStack.changed', changed);
    return () => modeler.off('commandStack.changed', changed);
  }, [modeler]);
  return state;
}
