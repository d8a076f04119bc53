import { englishStringTranslator, TranslatableString } from '@rjsf/utils';
import i18next from 'i18next';

const OURS: Partial<Record<TranslatableString, string>> = {
  [TranslatableString.YesLabel]: 'app:yes',
  [TranslatableString.NoLabel]: 'app:no',
  [TranslatableString.CloseLabel]: 'app:close',
  [TranslatableString.AddItemButton]: 'form:add',
  [TranslatableString.AddButton]: 'form:add',
  [TranslatableString.RemoveButton]: 'form:remove',
  [TranslatableString.ArrayItemTitle]: 'form:item',
  [TranslatableString.ClearLabel]: 'form:clear',
  [TranslatableString.EmptyArray]: 'form:noEntriesYet',
};

/** RJSF's own words in the reader's language. */
export function translateString(text: TranslatableString, params?: string[]): string {
  const key = OURS[text];
  return key ? i18next.t(key) : englishStringTranslator(text, params);
}
