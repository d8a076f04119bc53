import i18next from 'i18next';

import zh from './i18n/zh-CN';

/** i18next in Chinese, for tests of code that speaks. */
export async function speakChinese(): Promise<void> {
  await i18next.init({ lng: 'zh-CN', fallbackLng: false, defaultNS: 'app', resources: { 'zh-CN': zh }, interpolation: { escapeValue: false }, showSupportNotice: false });
}
