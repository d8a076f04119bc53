import bpmn from 'bpmn-js-i18n-zh/lib/bpmn-js';
import camundaPanel from 'bpmn-js-i18n-zh/lib/camunda-properties-panel';
import panel from 'bpmn-js-i18n-zh/lib/properties-panel';
import zeebePanel from 'bpmn-js-i18n-zh/lib/zeebe-properties-panel';
import type { ModuleDeclaration } from 'didi';

import missing from './missing.zh.json';

type Translate = (template: string, replacements?: Record<string, string>) => string;

// Type labels ("User Task") and menu entries ("User task") differ in case only.
function byLowerCase(texts: Record<string, string>): Map<string, string> {
  return new Map(Object.entries(texts).map(([template, text]) => [template.toLowerCase(), text]));
}

const chinese = byLowerCase({ ...camundaPanel, ...bpmn, ...panel, ...zeebePanel, ...missing });

/** The translator that bpmn.io's libraries ask for every text they show. */
export function translatorFor(language: string, own: Record<string, string> = {}): Translate {
  const texts = language === 'en' ? new Map<string, string>() : chinese;
  const mine = byLowerCase(own);
  return (template, replacements = {}) => {
    const text = mine.get(template.toLowerCase()) ?? texts.get(template.toLowerCase()) ?? template;
    return text.replace(/{([^}]+)}/g, (whole, name: string) => {
      const value = replacements[name];
      return value === undefined ? whole : texts.get(value.toLowerCase()) ?? value;
    });
  };
}

export function translateModule(language: string): ModuleDeclaration {
  return { translate: ['value', translatorFor(language)] };
}
