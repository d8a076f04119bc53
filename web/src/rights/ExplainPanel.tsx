import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '../api/client';
import { PersonSelect } from './PersonSelect';

interface Explanation { allowed: boolean; because: string }

/** Why somebody may or may not see a customer, with the rule that says so. */
export function ExplainPanel() {
  const { t } = useTranslation('rights');
  const [username, setUsername] = useState('');
  const [record, setRecord] = useState('');
  const [answer, setAnswer] = useState<Explanation | null>(null);
  const [wrong, setWrong] = useState('');
  const ask = (): void => {
    setWrong('');
    api.get<Explanation>('/api/rights/explain/', { username, thing: 'registers.customer', record, verb: 'see' })
      .then(setAnswer, (error: Error) => {
        setAnswer(null);
        setWrong(error.message);
      });
  };
  return (
    <section className="panel panel-pad" aria-label={t('explain.title')}>
      <h2 className="panel-title">{t('explain.title')}</h2>
      <div className="rights-form">
        <label>{t('explain.person')}<PersonSelect label={t('explain.person')} value={username} onChange={setUsername} /></label>
        <label>{t('explain.record')}<Input value={record} onChange={({ target }) => setRecord(target.value)} /></label>
        <Button disabled={!username || !record} onClick={ask}>{t('explain.ask')}</Button>
      </div>
      {answer && <Alert type={answer.allowed ? 'success' : 'warning'} showIcon title={answer.because} style={{ marginTop: 12 }} />}
      {wrong && <Alert type="error" showIcon title={wrong} style={{ marginTop: 12 }} />}
    </section>
  );
}
