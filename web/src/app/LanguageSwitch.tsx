import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { currentLanguage } from '../i18n';
import { useChangeLanguage } from './useChangeLanguage.mutation';

/** One button that names the other language in that language. */
export function LanguageSwitch() {
  useTranslation();
  const change = useChangeLanguage();
  const other = currentLanguage() === 'en' ? 'zh-CN' : 'en';
  return (
    <Button type="text" className="top-bar-button" lang={other} onClick={() => change.mutate(other)}>
      {other === 'en' ? 'English' : '中文'}
    </Button>
  );
}
