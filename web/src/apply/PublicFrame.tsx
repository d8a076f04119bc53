import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { changeLanguage, currentLanguage } from '../i18n';
import './apply.css';

interface Props { title: string; other: { to: string; text: string }; onLanguage: () => void; children: ReactNode }

/** The page of somebody who has no account: the company, one task, the other language. */
export function PublicFrame({ title, other, onLanguage, children }: Props) {
  const { t } = useTranslation('apply');
  const language = currentLanguage() === 'en' ? 'zh-CN' : 'en';
  return (
    <div className="apply">
      <header className="apply-head">
        <img src="/favicon.svg" width={32} height={32} alt="" />
        <p>{t('service')}</p>
        <Button
          size="small" lang={language}
          onClick={() => void changeLanguage(language).then(onLanguage)}
        >
          {language === 'en' ? 'English' : '中文'}
        </Button>
      </header>
      <main className="apply-main">
        <div className="apply-title">
          <h1>{title}</h1>
          <Link to={other.to}>{other.text}</Link>
        </div>
        {children}
      </main>
    </div>
  );
}
