interface Bounds { x: number; width: number }

/** What a parsed BPMN element has of a name: its own, and the English one of our namespace; a shape or edge has its label's place. */
export interface Named {
  name?: string;
  $attrs?: Record<string, string>;
  label?: { bounds?: Bounds };
  bpmnElement?: Named;
}

/** The label's width that bpmn-js itself gives; the file's are as narrow as the Chinese words. */
const WIDTH = 90;

function widen(bounds: Bounds | undefined): void {
  if (!bounds || bounds.width >= WIDTH) return;
  bounds.x -= (WIDTH - bounds.width) / 2;
  bounds.width = WIDTH;
}

/** Gives the elements their English names where they have one, and their labels the room for it. */
export function toEnglish(elementsById: Record<string, Named> = {}): void {
  for (const element of Object.values(elementsById)) {
    const english = element.$attrs?.['gas:nameEn'];
    if (english) element.name = english;
    if (element.bpmnElement?.$attrs?.['gas:nameEn']) widen(element.label?.bounds);
  }
}
