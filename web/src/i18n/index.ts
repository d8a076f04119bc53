import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export type Language = 'zh-CN' | 'en';
export const LANGUAGES: readonly Language[] = ['zh-CN', 'en'];

const STORE = 'language';

// One chunk a language: the whole catalogue is smaller than the round trips of loading it by area.
const catalogues: Record<Language, () => Promise<{ default: Record<string, object> }>> = {
  'zh-CN': () => import('./zh-CN'),
  en: () => import('./en'),
};

/** The language this browser last used, else Chinese. */
export function storedLanguage(): Language {
  return localStorage.getItem(STORE) === 'en' ? 'en' : 'zh-CN';
}

export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'zh-CN';
}

async function load(language: Language): Promise<void> {
  const catalogue = await catalogues[language]();
  for (const [namespace, texts] of Object.entries(catalogue.default)) {
    i18next.addResourceBundle(language, namespace, texts, true, true);
  }
}

function apply(language: Language): void {
  document.documentElement.lang = language;
  dayjs.locale(language === 'en' ? 'en' : 'zh-cn');
  document.title = i18next.t('app:product');
}

/** i18next, ready to translate in the stored language. */
export async function startI18n(): Promise<void> {
  const language = storedLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'app',
    resources: {},
    interpolation: { escapeValue: false },
    showSupportNotice: false,
    react: { useSuspense: false },
  });
  await load(language);
  await i18next.changeLanguage(language);
  apply(language);
}

/** Show everything in `language` from now on, and remember it in this browser. */
export async function changeLanguage(language: Language): Promise<void> {
  localStorage.setItem(STORE, language);
  await load(language);
  await i18next.changeLanguage(language);
  apply(language);
}
