import type { RJSFSchema } from '@rjsf/utils';
import i18next from 'i18next';

const FORMATS = new Set(['date', 'date-time', 'email', 'time', 'uri', 'phone-cn', 'id-card-cn', 'credit-code-cn']);

/** The sentence that the form itself has for a wrong value of this field. */
function own(owner: RJSFSchema | undefined, keyword: string): string | undefined {
  const text = (owner as { 'x-message'?: unknown } | undefined)?.['x-message'];
  return typeof text === 'string' && keyword !== 'required' ? text : undefined;
}

function isList(owner: RJSFSchema | undefined): boolean {
  return owner?.type === 'array';
}

/** The sentence for a failed `keyword` of a schema, whose value in the schema is `limit`. */
export function messageFor({ keyword, limit, owner }: { keyword: string; limit: unknown; owner: RJSFSchema | undefined }): string {
  const said = own(owner, keyword);
  if (said) return said;
  const t = i18next.getFixedT(null, 'form');
  if (keyword === 'format') return FORMATS.has(String(limit)) ? t(`error.format.${String(limit)}`) : t('error.pattern');
  if (keyword === 'type') return t([`error.type.${String(limit)}`, 'error.other']);
  if (keyword === 'minLength' && limit === 1) return t('error.required');
  if (keyword === 'minItems' && limit === 1 && isList(owner)) return t('error.minItemsOne');
  return t([`error.${keyword}`, 'error.other'], { limit: typeof limit === 'object' ? '' : limit });
}
