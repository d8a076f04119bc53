/** What a parsed BPMN element has of a name: its own, and the English one of our namespace. */
export interface Named {
  name?: string;
  $attrs?: Record<string, string>;
}

/** Gives the elements their English names where they have one. */
export function toEnglish(elementsById: Record<string, Named> = {}): void {
  for (const element of Object.values(elementsById)) {
    const english = element.$attrs?.['gas:nameEn'];
    if (english) element.name = english;
  }
}
